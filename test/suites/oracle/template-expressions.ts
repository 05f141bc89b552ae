import fc from 'fast-check';
import { format, number, text } from './template-words.ts';

/** The parts of the grammar that refer to each other. */
export type PieceName = 'str' | 'int' | 'bool' | 'list0' | 'any' | 'pipe' | 'term' | 'command' | 'statement' | 'list';

/** Another part of the grammar. */
export type Tie = (name: PieceName) => fc.Arbitrary<string>;

const budget = { depthSize: 'small', withCrossShrink: true } as const;
const small = fc.constantFrom('0', '1', '2');

/** An expression without the parentheses around it. */
export function bare(expression: string): string {
  return expression.startsWith('(') && expression.endsWith(')') ? expression.slice(1, -1) : expression;
}

/** Expressions whose types fit, so that most of a template is executed. */
export function wellTyped(tie: Tie): { [K in 'str' | 'int' | 'bool' | 'list0' | 'any']: fc.Arbitrary<string> } {
  return { str: stringOf(tie), int: intOf(tie), bool: boolOf(tie), list0: listOf(), any: anyOf(tie) };
}

function call(name: string, ...args: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...args).map((words) => `(${[name, ...words].join(' ')})`);
}

function piped(name: string, from: fc.Arbitrary<string>, ...args: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(from, ...args).map(([first, ...words]) => `(${first} | ${[name, ...words].join(' ')})`);
}

function stringOf(tie: Tie): fc.Arbitrary<string> {
  const [str, any] = [tie('str'), tie('any')];
  return fc.oneof(
    budget,
    fc.oneof(text, fc.constantFrom('.s', '$.s', '$z')),
    call('print', any, any),
    call('println', any),
    call('printf', format, any, any),
    piped('printf', any, format, any),
    fc.constantFrom('html', 'js', 'urlquery', 'print').chain((name) => fc.oneof(call(name, any), piped(name, any))),
    call('slice', str, fc.constantFrom('0', '1')),
  );
}

function intOf(tie: Tie): fc.Arbitrary<string> {
  const [str, list] = [tie('str'), tie('list0')];
  return fc.oneof(
    budget,
    fc.oneof(small, fc.constantFrom('$y', "'a'", '0x1F', '-1', '10')),
    call('len', fc.oneof(str, list)),
  );
}

function compare(operand: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const comparison = fc.constantFrom('eq', 'ne', 'lt', 'le', 'gt', 'ge');
  return fc.tuple(comparison, operand, operand).map((words) => `(${words.join(' ')})`);
}

function boolOf(tie: Tie): fc.Arbitrary<string> {
  const [str, int, bool, any] = [tie('str'), tie('int'), tie('bool'), tie('any')];
  return fc.oneof(
    budget,
    fc.constantFrom('true', 'false', '.b'),
    call('not', any),
    compare(str),
    compare(int),
    compare(fc.constantFrom('.n', '$.n', '.i')),
    call('eq', any, fc.constant('nil')),
    call('and', bool, any),
    call('or', any, bool, any),
    piped('and', any, bool),
  );
}

function listOf(): fc.Arbitrary<string> {
  return fc.oneof(
    budget,
    fc.constantFrom('.l', '.m', '$.a', '$.l', '$x', '.a'),
    call('slice', fc.constantFrom('.l', '$.l'), fc.constant('0')),
  );
}

const place = fc.constantFrom(
  '.',
  '$',
  '.c',
  '.missing',
  '.m.a',
  '$.a.missing.b',
  '$x',
  '$y',
  '$z',
  '.n',
  '$.n',
  '.i',
  '.b',
  '$x.c',
);
const composed = fc.constantFrom(
  '(print 9223372036854775807)',
  '(printf "%d %x %o" 9223372036854775807 -255 -8)',
  '(.m).a',
  '($).s',
  '(.a).b',
  '(index .m "a")',
);

function anyOf(tie: Tie): fc.Arbitrary<string> {
  const [str, int, bool, list, any] = [tie('str'), tie('int'), tie('bool'), tie('list0'), tie('any')];
  return fc.oneof(
    budget,
    place,
    str,
    int,
    bool,
    list,
    number,
    call('index', fc.constantFrom('.m', '$.a'), fc.constantFrom('"a"', '"c"', '`missing`')),
    call('index', fc.constantFrom('.l', '$.l'), small),
    call('and', any, any),
    call('or', any, any, any),
    call('print', any).map((inner) => `(${inner})`),
    composed,
  );
}
