import { GoError, GoPanic } from '../../../go/errors.ts';
import { canBackquote, quote } from '../../../go/quote.ts';
import type { GoValue } from '../../../go/value.ts';
import { nilSlice } from '../../../go/zero-value.ts';
import type { RunContext, TemplateFunction } from '../../function.ts';
import { type Declared, fn } from '../declare.ts';
import { stringSlice } from '../lists/list-values.ts';
import { type CompiledRegex, compileRegex, matchesOf } from './regex-engine.ts';
import { expandReplacement } from './regex-replacement.ts';

/** Searching, replacing and splitting with RE2's expressions, in linear time. */
export const regexFunctions: readonly Declared[] = [
  ['regexMatch', matcher(() => false)],
  ['mustRegexMatch', matcher((error) => rethrow(error))],
  ...both({ name: 'FindAll', params: ['string', 'string', 'int'], result: '[]string' }, (regex, [text, limit]) =>
    findAll(regex, decodeText(text), limit),
  ),
  ...both({ name: 'Find', params: ['string', 'string'], result: 'string' }, (regex, [text]) =>
    find(regex, decodeText(text)),
  ),
  ...both({ name: 'ReplaceAll', params: ['string', 'string', 'string'], result: 'string' }, (regex, [text, to], run) =>
    replace(regex, { text: decodeText(text), to: decodeText(to), literal: false, run }),
  ),
  ...both(
    { name: 'ReplaceAllLiteral', params: ['string', 'string', 'string'], result: 'string' },
    (regex, [text, to], run) => replace(regex, { text: decodeText(text), to: decodeText(to), literal: true, run }),
  ),
  ...both({ name: 'Split', params: ['string', 'string', 'int'], result: '[]string' }, (regex, [text, limit]) =>
    splitBy(regex, decodeText(text), limit),
  ),
  ['regexQuoteMeta', fn(['string'], 'string', ([text]) => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'))],
];

interface Signature {
  /** Without `regex` and `mustRegex`. */
  readonly name: string;
  readonly params: readonly string[];
  readonly result: string;
}

type Work = (regex: CompiledRegex, args: readonly GoValue[], run: RunContext) => GoValue;

function rethrow(error: GoError): never {
  throw error;
}

function matcher(failed: (error: GoError) => boolean): TemplateFunction {
  return fn(['string', 'string'], 'bool', ([expression, text], run) => {
    run.charge(text.length);
    try {
      return compileRegex(expression).regex.matcher(text).find();
    } catch (error) {
      if (error instanceof GoError) {
        return failed(error);
      }
      throw error;
    }
  });
}

/** The plain form panics where the `must` form returns an error. */
function both({ name, params, result }: Signature, work: Work): Declared[] {
  const call = (args: readonly GoValue[], run: RunContext): GoValue => {
    const [expression = '', text = '', ...rest] = args;
    run.charge(decodeText(text).length);
    return work(compileRegex(decodeText(expression)), [text, ...rest], run);
  };
  return [
    [`regex${name}`, { params, result, call: panicking(call) }],
    [`mustRegex${name}`, { params, result, call }],
  ];
}

function panicking(call: TemplateFunction['call']): TemplateFunction['call'] {
  return (args, run) => {
    try {
      return call(args, run);
    } catch (error) {
      if (error instanceof GoError) {
        throw new GoPanic(`regexp: Compile(${quoted(decodeText(args[0]))}): ${error.message}`, { cause: error });
      }
      throw error;
    }
  };
}

/** The engine has checked that it is text. */
function decodeText(value: GoValue | undefined): string {
  return value as string;
}

function find(regex: CompiledRegex, text: string): string {
  const found = regex.regex.matcher(text);
  return found.find() ? text.slice(found.start(), found.end()) : '';
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** An empty match right after another match does not count. */
function spans(regex: CompiledRegex, text: string, limit: number): Span[] {
  const found: Span[] = [];
  let behind = -1;
  if (limit === 0) {
    return found;
  }
  for (const { start, end } of matchesOf(regex, text)) {
    if (start !== end || start !== behind) {
      found.push({ start, end });
    }
    behind = end;
    if (found.length === limit) {
      break;
    }
  }
  return found;
}

function findAll(regex: CompiledRegex, text: string, limit: GoValue | undefined): GoValue {
  const found = spans(regex, text, Number(limit));
  return found.length === 0 ? nilSlice('[]string') : stringSlice(found.map(({ start, end }) => text.slice(start, end)));
}

function splitBy(regex: CompiledRegex, text: string, limit: GoValue | undefined): GoValue {
  const count = Number(limit);
  if (count === 0) {
    return nilSlice('[]string');
  }
  if (text === '' && regex.regex.pattern() !== '') {
    return stringSlice(['']);
  }
  const parts: string[] = [];
  let from = 0;
  let last = 0;
  for (const { start, end } of spans(regex, text, count)) {
    if (count > 0 && parts.length === count - 1) {
      break;
    }
    last = start;
    if (end !== 0) {
      parts.push(text.slice(from, start));
    }
    from = end;
  }
  return stringSlice(last === text.length ? parts : [...parts, text.slice(from)]);
}

interface Replacement {
  readonly text: string;
  readonly to: string;
  readonly literal: boolean;
  readonly run: RunContext;
}

/** An empty match right after another match is not replaced. */
function replace(regex: CompiledRegex, { text, to, literal, run }: Replacement): string {
  let made = '';
  let behind = 0;
  for (const match of matchesOf(regex, text)) {
    made += text.slice(behind, match.start);
    if (match.end > behind || match.start === 0) {
      const piece = literal ? to : expandReplacement(to, match);
      run.charge(piece.length);
      made += piece;
    }
    behind = match.end;
  }
  return made + text.slice(behind);
}

/** Go shows an expression in backquotes where it can. */
function quoted(expression: string): string {
  return canBackquote(expression) ? `\`${expression}\`` : quote(expression);
}
