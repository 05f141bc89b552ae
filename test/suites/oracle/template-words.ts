import fc from 'fast-check';

/** The fields that templates ask for. */
export const names = ['a', 'b', 'c', 's', 'n', 'l', 'm', 'i', 'missing'] as const;
/** The variables that templates declare. */
export const variables = ['$x', '$y', '$z'] as const;
/** Strings that templates and data hold. */
export const texts = [
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
/** The functions that every template has. */
export const builtinNames = [
  ...['and', 'or', 'not', 'index', 'slice', 'len', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'print', 'println', 'printf'],
  ...['html', 'js', 'urlquery', 'call'],
];

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
/** A number as templates spell it, seldom a bad one. */
export const number = fc.oneof(
  { weight: 300, arbitrary: goodNumber },
  fc.constantFrom('08', '1e400', '9223372036854775808', '0x', '1__0'),
);
/** A string literal. */
export const text = fc
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
/** A format of `printf`. */
export const format = fc
  .array(fc.oneof(verb, fc.constantFrom('a', ' ', 'é', '|')), { minLength: 1, maxLength: 4 })
  .map((parts) => JSON.stringify(parts.join('')));
/** A chain of fields. */
export const field = fc
  .array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 })
  .map((path) => `.${path.join('.')}`);
