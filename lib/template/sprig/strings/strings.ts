import { isAscii, normalizeGoString, sliceBytes, utf8Length } from '../../../go/bytes.ts';
import { GoPanic } from '../../../go/errors.ts';
import { formatValue } from '../../../go/print.ts';
import { quote } from '../../../go/quote.ts';
import { trimSpace } from '../../../go/space.ts';
import type { GoValue } from '../../../go/value.ts';
import type { RunContext } from '../../function.ts';
import { anything, type Declared, fn, variadic } from '../declare.ts';
import { abbreviate, initials, withoutSpace, wrap } from './byte-words.ts';
import { fromBinary, onBytes, replaceAll, textOfValue, toBinary, trimCharacters } from './text.ts';

const trimAll = fn(['string', 'string'], 'string', ([set, text]) => trimCharacters(text, set));

/** Trimming, cutting, testing, quoting, indenting and replacing. */
export const stringFunctions: readonly Declared[] = [
  ['hello', fn([], 'string', () => 'Hello!')],
  ['trim', fn(['string'], 'string', ([text]) => trimSpace(text))],
  ['trimall', trimAll],
  ['trimAll', trimAll],
  ['trimPrefix', fn(['string', 'string'], 'string', ([prefix, text]) => trimPrefix(prefix, text))],
  ['trimSuffix', fn(['string', 'string'], 'string', ([suffix, text]) => trimSuffix(suffix, text))],
  ['trunc', fn(['int', 'string'], 'string', ([count, text]) => truncate(Number(count), text))],
  [
    'substr',
    fn(['int', 'int', 'string'], 'string', ([start, end, text]) => substring(Number(start), Number(end), text)),
  ],
  ['abbrev', fn(['int', 'string'], 'string', ([width, text]) => abbreviateAt(0, Number(width), text))],
  [
    'abbrevboth',
    fn(['int', 'int', 'string'], 'string', ([left, right, text]) => abbreviateAt(Number(left), Number(right), text)),
  ],
  ['repeat', fn(['int', 'string'], 'string', ([count, text], run) => repeat(Number(count), text, run))],
  ['nospace', fn(['string'], 'string', ([text]) => withoutSpace(text))],
  ['initials', fn(['string'], 'string', ([text]) => initials(text))],
  ['wrap', fn(['int', 'string'], 'string', ([width, text], run) => wrapText(text, { width: Number(width), run }))],
  [
    'wrapWith',
    fn(['int', 'string', 'string'], 'string', ([width, separator, text], run) =>
      wrapText(text, { width: Number(width), separator, run, cut: true }),
    ),
  ],
  ['contains', fn(['string', 'string'], 'bool', ([part, text]) => compare(part, text, 'includes'))],
  ['hasPrefix', fn(['string', 'string'], 'bool', ([part, text]) => compare(part, text, 'startsWith'))],
  ['hasSuffix', fn(['string', 'string'], 'bool', ([part, text]) => compare(part, text, 'endsWith'))],
  ['quote', variadic([anything], 'string', (args, run) => quoteAll(args, run))],
  ['squote', variadic([anything], 'string', (args, run) => squoteAll(args, run))],
  ['cat', variadic([anything], 'string', (args, run) => concatenate(args, run))],
  ['indent', fn(['int', 'string'], 'string', ([spaces, text], run) => indent(Number(spaces), text, run))],
  ['nindent', fn(['int', 'string'], 'string', ([spaces, text], run) => `\n${indent(Number(spaces), text, run)}`)],
  ['replace', fn(['string', 'string', 'string'], 'string', ([old, to, text], run) => replace(text, { old, to, run }))],
  ['plural', fn(['string', 'string', 'int'], 'string', ([one, many, count]) => (count === 1n ? one : many))],
  ['toString', fn([anything], 'string', ([value], run) => textOfValue(value, run))],
];

function trimPrefix(prefix: string, text: string): string {
  return onBytes([text, prefix], ([whole = '', start = ''], restore) =>
    whole.startsWith(start) ? restore(whole.slice(start.length)) : text,
  );
}

function trimSuffix(suffix: string, text: string): string {
  return onBytes([text, suffix], ([whole = '', end = ''], restore) =>
    whole.endsWith(end) ? restore(whole.slice(0, whole.length - end.length)) : text,
  );
}

function compare(part: string, text: string, how: 'includes' | 'startsWith' | 'endsWith'): boolean {
  return onBytes([text, part], ([whole = '', piece = '']) => whole[how](piece));
}

/** Keeps the first `count` bytes, or with a negative count the last ones. */
function truncate(count: number, text: string): string {
  const length = isAscii(text) ? text.length : utf8Length(text);
  if (count < 0) {
    return length + count > 0 ? sliceBytes(text, length + count, length) : text;
  }
  return length > count ? sliceBytes(text, 0, count) : text;
}

function substring(start: number, end: number, text: string): string {
  const length = isAscii(text) ? text.length : utf8Length(text);
  const from = Math.max(start, 0);
  const to = start >= 0 && (end < 0 || end > length) ? length : end;
  if (to < 0) {
    throw outOfRange(`:${to}`);
  }
  if (to > length) {
    throw outOfRange(`:${to}`, ` with length ${length}`);
  }
  if (from > to) {
    throw outOfRange(`${from}:${to}`);
  }
  return sliceBytes(text, from, to);
}

function outOfRange(bounds: string, detail = ''): GoPanic {
  return new GoPanic(`runtime error: slice bounds out of range [${bounds}]${detail}`);
}

/** Widths too small for the dots leave the text as it is. */
function abbreviateAt(left: number, right: number, text: string): string {
  return right < 4 || (left > 0 && right < 7) ? text : fromBinary(abbreviate(toBinary(text), left, right));
}

function repeat(count: number, text: string, run: RunContext): string {
  if (count < 0) {
    throw new GoPanic('strings: negative Repeat count');
  }
  if (text === '') {
    return '';
  }
  run.charge(count * text.length);
  return normalizeGoString(text.repeat(count));
}

interface WrapOptions {
  readonly width: number;
  readonly separator?: string;
  readonly cut?: boolean;
  readonly run: RunContext;
}

function wrapText(text: string, { width, separator = '', cut = false, run }: WrapOptions): string {
  const lines = Math.ceil(text.length / Math.max(width, 1));
  run.charge(text.length + lines * Math.max(separator.length, 1));
  return fromBinary(wrap(toBinary(text), { width, separator: toBinary(separator), cut }));
}

function quoteAll(args: readonly GoValue[], run: RunContext): string {
  const [only = null] = args;
  if (args.length === 1) {
    return only === null ? '' : quote(textOfValue(only, run));
  }
  return args
    .filter((value) => value !== null)
    .map((value) => quote(textOfValue(value, run)))
    .join(' ');
}

function squoteAll(args: readonly GoValue[], run: RunContext): string {
  return args
    .filter((value) => value !== null)
    .map((value) => `'${formatValue(value, run.charge)}'`)
    .join(' ');
}

function concatenate(args: readonly GoValue[], run: RunContext): string {
  return normalizeGoString(
    args
      .filter((value) => value !== null)
      .map((value) => formatValue(value, run.charge))
      .join(' '),
  );
}

function indent(spaces: number, text: string, run: RunContext): string {
  if (spaces < 0) {
    throw new GoPanic('strings: negative Repeat count');
  }
  run.charge(spaces);
  const padding = ' '.repeat(spaces);
  if (!text.includes('\n')) {
    return padding + text;
  }
  const lines = text.split('\n');
  run.charge(text.length + lines.length * spaces);
  return padding + lines.join(`\n${padding}`);
}

function replace(
  text: string,
  { old, to, run }: { readonly old: string; readonly to: string; readonly run: RunContext },
): string {
  const found = old === '' ? text.length + 1 : text.length / old.length;
  if (to.length > old.length && found * to.length > text.length + to.length) {
    run.charge(countOf(text, old) * to.length);
  }
  run.charge(text.length);
  return replaceAll(text, old, to);
}

function countOf(text: string, part: string): number {
  return part === '' ? text.length + 1 : text.split(part).length - 1;
}
