import { isTimestamp, resolvePlain } from './resolve.ts';

/** How a string is written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
/** Characters that only an escape in double quotes can show: controls, a byte order mark, all beyond U+FFFF. */
const notPrintable = /[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const lineBreaks = /[\r\n\u0085\u2028\u2029]/;
const edgeSpaceOrBreak = /^[ \r\n\u0085\u2028\u2029]|[ \r\n\u0085\u2028\u2029]$/;
const breakThenSpace = /[\n\u2028\u2029] /;
const spaceThenBreak = / [\n\u2028\u2029]/;
/** What most texts are: nothing in it can be anything but text, unless the whole is a word such as `yes`. */
const word = /^[A-Za-z][A-Za-z0-9_/.-]*$/;
/** What limits of resources are, such as `100m` and `128Mi`: neither can it be anything but text. */
const amount = /^[1-9][0-9]*(?:m|[kKMGTP]i?)$/;
/** What would mean something else at the beginning of plain text, or inside it. */
const indicatorFirst = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t]|$))/;
const indicatorInside = /:(?:[ \t]|$)|[ \t\r\n\u0085\u2028\u2029]#/;

/** Whether a text holds a line break of any kind: such a key is written with `? `. */
export function isMultiline(text: string): boolean {
  return lineBreaks.test(text);
}

/**
 * The style yaml.v2 gives a string: block text for several lines, quotes for what would be read as something else,
 * single ones where they suffice. `asKey` is for keys on one line.
 */
export function scalarStyle(text: string, asKey: boolean): ScalarStyle {
  if (word.test(text)) {
    return resolvePlain(text).kind === 'string' ? 'plain' : 'double';
  }
  if (amount.test(text)) {
    return 'plain';
  }
  const special = notPrintable.test(text) || spaceThenBreak.test(text);
  if (text.includes('\n')) {
    return special || text.endsWith(' ') || asKey ? 'double' : 'literal';
  }
  if (!staysText(text) || (asKey && lineBreaks.test(text))) {
    return 'double';
  }
  if (special || breakThenSpace.test(text)) {
    return 'double';
  }
  const plain = !(
    edgeSpaceOrBreak.test(text) ||
    lineBreaks.test(text) ||
    indicatorFirst.test(text) ||
    indicatorInside.test(text)
  );
  return plain ? 'plain' : 'single';
}

/** Whether plain text would be read back as text. */
function staysText(text: string): boolean {
  return resolvePlain(text).kind === 'string' && !isTimestamp(text) && !base60.test(text);
}
