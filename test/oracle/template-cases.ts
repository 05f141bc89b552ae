import fc from 'fast-check';

/** One case: texts by name, data as JSON, and how to read and run them; the request of test/oracle/template. */
export interface TemplateCase {
  readonly templates: { readonly main: string };
  readonly data: unknown;
  readonly numbers: 'float64' | 'int64';
  readonly funcs: 'std' | 'sprig';
  readonly option: string;
}

const names = ['a', 'b', 'c', 's', 'n', 'l', 'm', 'i', 'missing'] as const;
const variables = ['$x', '$y', '$z'] as const;
const texts = [
  '',
  'x',
  'abc',
  'a b',
  'é日😀',
  '<&>"\'=',
  '1',
  '007',
  '-2.5',
  'true',
  'tab\tnew\nline',
  '%d%s',
  'a,b,c',
];
const builtinNames = [
  ...['and', 'or', 'not', 'index', 'slice', 'len', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'print', 'println', 'printf'],
  ...['html', 'js', 'urlquery', 'call'],
];

/** Data made of the names that templates use; mostly in the shape that the well-typed expressions below expect. */
function dataOf(): fc.Arbitrary<unknown> {
  const numbers = fc.constantFrom(0, 1, 2, -1, 42, 1.5, -0.25, 123456.5, 1e21, 1e-7, 1e22);
  const strings = fc.constantFrom(...texts);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(null, true, false),
      numbers,
      strings,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4 }),
    ),
  }));
  const list = fc.array(value, { maxLength: 4 });
  const map = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 });
  const shaped = fc.record({
    a: map,
    b: fc.boolean(),
    c: value,
    s: strings,
    n: numbers,
    l: list,
    m: map,
    i: fc.nat(3),
  });
  return fc.oneof({ weight: 12, arbitrary: shaped }, { weight: 2, arbitrary: map }, { weight: 1, arbitrary: value });
}

const goodNumber = fc.constantFrom(
  ...[
    '0',
    '1',
    '2',
    '3',
    '-1',
    '10',
    '+5',
    '0x1F',
    '0b11',
    '0o17',
    '017',
    '1_000',
    "'a'",
    "'\\n'",
    "'é'",
    '1.5',
    '-0.5',
  ],
  ...['1e3', '1e-7', '.5', '3.', '0x1p4', '1i', '1+2i', '1e21'],
);
const number = fc.oneof(
  { weight: 300, arbitrary: goodNumber },
  fc.constantFrom('08', '1e400', '9223372036854775808', '0x', '1__0'),
);
const text = fc
  .constantFrom(...texts)
  .chain((value) => fc.constantFrom(JSON.stringify(value), `\`${value}\``, '"\\x80\\u00e9\\101"'));
const verb = fc
  .tuple(
    fc.constantFrom('', '', '-', '+', '#', '0', ' ', '-0', '+#', '#0', '[2]', '[1]', '[9]'),
    fc.constantFrom('', '', '', '1', '8', '12', '*'),
    fc.constantFrom('', '', '', '.', '.0', '.2', '.10', '.*'),
    fc.constantFrom(...'vvvdsqxXtfFegGEbocUTOwz%'),
  )
  .map((parts) => `%${parts.join('')}`);
const format = fc
  .array(fc.oneof(verb, fc.constantFrom('a', ' ', 'é', '|')), { minLength: 1, maxLength: 4 })
  .map((parts) => JSON.stringify(parts.join('')));
const field = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).map((path) => `.${path.join('.')}`);

type PieceName = 'str' | 'int' | 'bool' | 'list0' | 'any' | 'pipe' | 'term' | 'command' | 'statement' | 'list';

/** Template text from the grammar, with functions of the given names. */
function templateOf(functions: readonly string[]): fc.Arbitrary<string> {
  const stage = fc.constantFrom('len', 'html', 'print', 'printf "%v|%q" 1', 'eq 1', 'and true', 'not', ...functions);
  const { list, statement } = fc.letrec((loose) => {
    const tie: Tie = (name) => loose(name).map(String);
    return {
      term: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { weight: 4, arbitrary: field },
        { weight: 2, arbitrary: number },
        { weight: 2, arbitrary: text },
        { weight: 3, arbitrary: fc.constantFrom('.', '$', '$.a', '$.m.b', 'true', 'false', 'nil', ...variables) },
        { weight: 1, arbitrary: fc.constantFrom('$x.a', '$y.b.c') },
        { weight: 3, arbitrary: tie('pipe').map((pipe) => `(${pipe})`) },
        { weight: 1, arbitrary: fc.tuple(tie('pipe'), field).map(([pipe, path]) => `(${pipe})${path}`) },
      ),
      ...wellTyped(tie),
      command: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { weight: 40, arbitrary: tie('any').map(bare) },
        tie('term'),
        fc
          .tuple(fc.constantFrom(...functions), fc.array(tie('term'), { maxLength: 3 }))
          .map(([name, args]) => [name, ...args].join(' ')),
        fc
          .tuple(format, fc.array(tie('term'), { maxLength: 3 }))
          .map(([verbs, args]) => ['printf', verbs, ...args].join(' ')),
        fc
          .tuple(fc.constantFrom('eq', 'index', 'slice', 'lt'), tie('term'), tie('term'))
          .map((parts) => parts.join(' ')),
      ),
      pipe: fc.oneof(
        { weight: 4, arbitrary: tie('command') },
        { weight: 2, arbitrary: fc.tuple(tie('command'), stage).map((parts) => parts.join(' | ')) },
      ),
      list: fc.array(tie('statement'), { maxLength: 2 }).map((items) => items.join('')),
      statement: statementOf(tie),
    };
  });
  return fc.tuple(statement, list).map((parts) => parts.join(''));
}

/** An expression without the parentheses around it. */
function bare(expression: string): string {
  return expression.startsWith('(') && expression.endsWith(')') ? expression.slice(1, -1) : expression;
}

type Tie = (name: PieceName) => fc.Arbitrary<string>;

/** Expressions whose types fit, so that most of a template is executed. */
function wellTyped(tie: Tie): { [K in 'str' | 'int' | 'bool' | 'list0' | 'any']: fc.Arbitrary<string> } {
  const call = (name: string, ...args: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...args).map((words) => `(${[name, ...words].join(' ')})`);
  const piped = (name: string, from: fc.Arbitrary<string>, ...args: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(from, ...args).map(([first, ...words]) => `(${first} | ${[name, ...words].join(' ')})`);
  const [str, int, bool, list, any] = [tie('str'), tie('int'), tie('bool'), tie('list0'), tie('any')];
  const small = fc.constantFrom('0', '1', '2');
  const comparison = fc.constantFrom('eq', 'ne', 'lt', 'le', 'gt', 'ge');
  const compare = (operand: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(comparison, operand, operand).map((words) => `(${words.join(' ')})`);
  const budget = { depthSize: 'small', withCrossShrink: true } as const;
  return {
    str: fc.oneof(
      budget,
      fc.oneof(text, fc.constantFrom('.s', '$.s', '$z')),
      call('print', any, any),
      call('println', any),
      call('printf', format, any, any),
      piped('printf', any, format, any),
      fc.constantFrom('html', 'js', 'urlquery', 'print').chain((name) => fc.oneof(call(name, any), piped(name, any))),
      call('slice', str, fc.constantFrom('0', '1')),
    ),
    int: fc.oneof(
      budget,
      fc.oneof(small, fc.constantFrom('$y', "'a'", '0x1F', '-1', '10')),
      call('len', fc.oneof(str, list)),
    ),
    bool: fc.oneof(
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
    ),
    list0: fc.oneof(
      budget,
      fc.constantFrom('.l', '.m', '$.a', '$.l', '$x', '.a'),
      call('slice', fc.constantFrom('.l', '$.l'), fc.constant('0')),
    ),
    any: fc.oneof(
      budget,
      fc.constantFrom(
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
      ),
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
      fc.constantFrom(
        '(print 9223372036854775807)',
        '(printf "%d %x %o" 9223372036854775807 -255 -8)',
        '(.m).a',
        '($).s',
        '(.a).b',
        '(index .m "a")',
      ),
    ),
  };
}

function statementOf(tie: Tie): fc.Arbitrary<string> {
  const left = fc.constantFrom('{{', '{{ ', '{{- ', '{{-\n');
  const right = fc.constantFrom('}}', ' }}', ' -}}', '\n-}}');
  const action = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(left, inner, right).map((parts) => parts.join(''));
  const variable = fc.constantFrom(...variables);
  const heads = {
    if: tie('pipe'),
    with: fc.oneof(
      tie('pipe'),
      fc.tuple(variable, tie('pipe')).map(([name, pipe]) => `${name} := ${pipe}`),
    ),
    range: fc.oneof(
      { weight: 3, arbitrary: tie('list0').map(bare) },
      fc.constantFrom('3', '$i, $e := .l', '$k, $v := .m', '$i := 2', '$x := .l', '$x, $y = .l', '$y = .m'),
      tie('pipe'),
      fc.tuple(variable, tie('pipe')).map(([name, pipe]) => `${name} := ${pipe}`),
      fc.tuple(variable, variable, tie('pipe')).map(([key, item, pipe]) => `${key}, ${item} := ${pipe}`),
      fc.tuple(variable, variable, field).map(([key, item, pipe]) => `${key}, ${item} = ${pipe}`),
    ),
  };
  const exits = fc.constantFrom(
    '',
    '',
    '{{ if .b }}{{break}}{{ end }}',
    '{{ if eq . 1 }}{{ continue }}{{ end }}',
    '{{- break }}',
  );
  const loopBody = fc.tuple(tie('list'), exits, tie('list')).map((parts) => parts.join(''));
  const branch = (kind: keyof typeof heads): fc.Arbitrary<string> =>
    fc
      .tuple(
        action(heads[kind].map((head) => `${kind} ${head}`)),
        kind === 'range' ? loopBody : tie('list'),
        elseOf(kind),
        action(fc.constant('end')),
      )
      .map((parts) => parts.join(''));
  const elseOf = (kind: string): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant('') },
      { weight: 6, arbitrary: fc.tuple(action(fc.constant('else')), tie('list')).map((parts) => parts.join('')) },
      {
        weight: kind === 'range' ? 0 : 3,
        arbitrary: fc
          .tuple(action(tie('pipe').map((pipe) => `else ${kind} ${pipe}`)), tie('list'))
          .map((parts) => parts.join('')),
      },
    );
  return fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 2, arbitrary: fc.constantFrom('text ', ' \n', '\n', 'é ', '} ', '  ') },
    { weight: 5, arbitrary: action(tie('any').map(bare)) },
    { weight: 3, arbitrary: action(tie('pipe')) },
    { weight: 3, arbitrary: action(fc.tuple(variable, tie('pipe')).map(([name, pipe]) => `${name} := ${pipe}`)) },
    { weight: 1, arbitrary: action(fc.tuple(variable, tie('pipe')).map(([name, pipe]) => `${name} = ${pipe}`)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('{{/* c */}}', '{{- /* c\n */ -}}'),
    },
    { weight: 1, arbitrary: action(tie('term').map((term) => `template "t" ${term}`)) },
    { weight: 1, arbitrary: action(fc.constantFrom('.', '$', '.a').map((dot) => `template "t" ${dot}`)) },
    { weight: 2, arbitrary: branch('if') },
    { weight: 2, arbitrary: branch('with') },
    { weight: 4, arbitrary: branch('range') },
  );
}

const preamble =
  '{{ define "t" }}[{{ . }}{{ with .a }}{{ .b }}{{ end }}]{{ end }}{{ $x := .a }}{{ $y := 1 }}{{ $z := "z" }}{{ block "b" .l }}{{ range . }}({{ . }}){{ end }}{{ end }}';

/** Most templates are as the grammar has them; some are damaged, to see what the parser says. */
function damaged(template: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const junk = fc.constantFrom(
    '',
    '}}',
    '{{',
    '(',
    ')',
    '"',
    '`',
    '.',
    '$',
    '|',
    ':=',
    '=',
    '%',
    '1a',
    '{{else}}',
    '{{end}}',
    ',',
    '\n',
    "'",
    '\\',
    '@',
  );
  return fc
    .tuple(template, fc.nat(), junk, fc.nat(3))
    .map(
      ([whole, at, piece, cut]) =>
        whole.slice(0, at % (whole.length + 1)) + piece + whole.slice((at % (whole.length + 1)) + cut),
    );
}

/** Cases over the builtins and, beside them, the functions of sprig whose results can be told. */
export function templateCases(sprigNames: readonly string[]): fc.Arbitrary<TemplateCase> {
  const std = templateOf(builtinNames);
  const main = fc.oneof(
    { weight: 12, arbitrary: std.map((body) => ({ funcs: 'std' as const, body })) },
    { weight: 3, arbitrary: damaged(std).map((body) => ({ funcs: 'std' as const, body })) },
    ...(sprigNames.length === 0
      ? []
      : [
          {
            weight: 5,
            arbitrary: templateOf([...builtinNames, ...sprigNames]).map((body) => ({ funcs: 'sprig' as const, body })),
          },
        ]),
  );
  return fc
    .record({
      main,
      data: dataOf(),
      numbers: fc.constantFrom('float64' as const, 'int64' as const),
      option: fc.constantFrom('', '', '', 'missingkey=error', 'missingkey=zero'),
    })
    .map(({ main: { funcs, body }, data, numbers, option }) => ({
      templates: { main: preamble + body },
      data,
      numbers,
      funcs,
      option,
    }));
}
