import type { Random } from '../../support/generators/random.ts';

/** Pieces that YAML treats in some special way, or that are easily mixed up. */
const scalars = [
  ...['a', 'b', 'key', 'yes', 'No', 'on', 'y', 'null', '~', '""', "''", '0', '1', '-1', '010', '08', '0x1F', '0b11'],
  ...[
    '0o17',
    '1_000',
    '_1',
    '1.5',
    '.5',
    '5.',
    '1e3',
    '1E+3',
    '-1.5e-3',
    '+.5',
    '1e400',
    '1:30',
    '190:20:30.15',
    '.inf',
  ],
  ...['2001-01-01', '2001-02-30', '2001-12-14t21:59:43.10-05:00', '12345678901234567890', '18446744073709551616'],
  ...[
    'a b',
    'a  b',
    'a: b',
    'a:b',
    'a #b',
    'a#b',
    '#c',
    '- x',
    '-x',
    '--',
    '?x',
    '? x',
    ':x',
    ': x',
    'x:',
    'x?',
    '%x',
    '@x',
    '`x',
  ],
  ...[
    '"a\\nb"',
    '"\\x41\\u00e9\\U0001F600"',
    '"a\\\n  b"',
    "'it''s'",
    '"q\\"q"',
    "'a\n\n  b'",
    '"a\n  b"',
    '"\\/"',
    '"\\\'"',
  ],
  ...[
    'é',
    '世界',
    '😀',
    '\u00a0',
    '\u2028',
    '\u0085',
    '\ufeff',
    '<<',
    '=',
    '!!str 1',
    '!!int "2"',
    '!!float 3',
    '!!null',
    '!x y',
  ],
  ...[
    '!!binary aGk=',
    '!!bool yes',
    '! 5',
    '&a x',
    '*a',
    '&b [1]',
    '*b',
    '&m {k: v}',
    '<<: *m',
    '<<: {z: 1}',
    '<<: [*m, {q: 2}]',
  ],
  ...[
    '{}',
    '[]',
    '[a, b]',
    '{a: 1, b: [c]}',
    '[a: b]',
    '[? a : b]',
    '{? a, b}',
    '{a, b: }',
    '[a,]',
    '[,]',
    '{a:1}',
    '["a":1]',
    '[a\n, b]',
  ],
  ...[
    '|\n  x\n  y',
    '|-\n  x\n',
    '|+\n  x\n\n',
    '>\n  x\n  y\n\n  z',
    '>-\n  a\n   b\n  c',
    '|2\n    x\n   y',
    '>1\n x',
    '|\n\n  x',
    '|\n\tx',
  ],
] as const;
const separators = [
  '\n',
  '\n',
  '\n',
  '\n\n',
  ' ',
  '  ',
  '\t',
  '\r\n',
  '\r',
  ', ',
  ': ',
  ':\n  ',
  '\n- ',
  '\n  - ',
  '\n  ',
  '\n    ',
];
const prefixes = [
  '',
  '',
  '',
  '- ',
  'k: ',
  '? ',
  '  ',
  '---\n',
  '--- ',
  '# c\n',
  '%YAML 1.1\n---\n',
  '%TAG !e! tag:x,1:\n--- ',
  '\t',
  '...\n',
];
const words = [
  'a',
  'b',
  'name',
  'value',
  'x1',
  'x10',
  'x2',
  'A',
  'true',
  '1',
  'é',
  'a/b',
  'a b',
  '😀',
  '-',
  '_',
  '',
  '0',
  '01',
  'x01',
  'x001',
  '#',
  'yes',
];
const letters = [
  ...'ab1 0:-#,[]{}&*!|>\'"%@`?\n\n  \t\r=~._/\\é世😀',
  '\u2028',
  '\u0085',
  '\u00a0',
  '\ufeff',
  '\u0001',
  '\u007f',
  '\u001b',
  '---',
  '...',
  '. ',
];

/** A text that is often YAML: special scalars put together with special separators. */
export function yamlSoup(random: Random): string {
  let text = random.pick(prefixes);
  const parts = 1 + random.below(6);
  for (let index = 0; index < parts; index++) {
    text += (index === 0 ? '' : random.pick(separators)) + random.pick(scalars);
  }
  return text;
}

/** A well-formed block document with special scalars as values. */
export function yamlBlock(random: Random, depth = 0): string {
  const indent = '  '.repeat(depth);
  const lines: string[] = [];
  const asList = random.chance(0.4);
  for (let index = 0; index <= random.below(4); index++) {
    const head = asList ? `${indent}- ` : `${indent}${random.pick(words) || 'w'}: `;
    lines.push(
      depth < 3 && random.chance(0.3)
        ? `${head.trimEnd()}\n${yamlBlock(random, depth + 1)}`
        : head + random.pick(scalars).replaceAll('\n', `\n${indent}`),
    );
    if (random.chance(0.1)) {
      lines.push(random.pick(['', '# comment', `${indent}# c`, '   ', '\t']));
    }
  }
  return lines.join('\n');
}

/** A document with a few characters changed, dropped or added. */
export function yamlMutant(random: Random): string {
  let text = yamlBlock(random);
  for (let index = 0; index <= random.below(3); index++) {
    const at = random.below(text.length + 1);
    text = text.slice(0, at) + (random.chance(0.6) ? random.pick(letters) : '') + text.slice(at + random.below(2));
  }
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd');
}

/** A JSON value with strings and keys that need care. */
export function jsonValue(random: Random, depth = 0): unknown {
  const kind = random.below(depth > 3 ? 5 : 8);
  switch (kind) {
    case 0:
      return random.pick([null, true, false]);
    case 1:
      return random.pick([
        0,
        1,
        -1,
        0.1,
        1.5,
        1e6,
        1e21,
        1e-7,
        123456789.5,
        1234567.25,
        -1e300,
        2 ** 53,
        100000.5,
        1e5 + 0.25,
      ]);
    case 5:
      return random.list(4, () => jsonValue(random, depth + 1));
    case 6:
    case 7:
      return Object.fromEntries(random.list(6, () => [jsonKey(random), jsonValue(random, depth + 1)]));
    default:
      return jsonText(random);
  }
}

/**
 * A key. Its numbers are cut down to one digit: beyond that, Go's order of keys is not transitive (`x10é` < `x1a` <
 * `x2` < `x10é`), so that its result depends on the random order of its maps.
 */
function jsonKey(random: Random): string {
  return jsonText(random).replaceAll(/[0-9]+/g, (digits) => digits.replace(/^0+/, '').slice(0, 1));
}

/** Text: a word, a special scalar, odd letters, or many words. */
function jsonText(random: Random): string {
  switch (random.below(5)) {
    case 0:
      return random.pick(scalars);
    case 1:
      return random.list(6, () => random.pick(letters)).join('');
    case 2:
      return random.list(30, () => random.pick(words)).join(random.pick([' ', ' ', '  ', '\n', ', ', ' \n']));
    default:
      return random.pick(words) + random.pick(words);
  }
}

/** Text that looks like a quantity, now and then a broken one. */
export function quantityText(random: Random): string {
  const digits = (most: number): string => random.list(most, () => String(random.below(10))).join('');
  const zeros = random.chance(0.2) ? '0'.repeat(random.below(4)) : '';
  const fraction = random.chance(0.4) ? `.${digits(random.chance(0.1) ? 25 : 10)}` : '';
  const suffix = random.pick([
    '',
    '',
    'n',
    'u',
    'm',
    'k',
    'M',
    'G',
    'T',
    'P',
    'E',
    'Ki',
    'Mi',
    'Gi',
    'Ti',
    'Pi',
    'Ei',
    'e3',
    'E-3',
    'e+6',
    'e',
    'K',
    'i',
    'mi',
    'e20',
    'e-12',
    '.',
    ' ',
    'e3e3',
    'e-',
  ]);
  return (
    random.pick(['', '', '', '-', '+']) +
    zeros +
    digits(random.chance(0.1) ? 22 : 8) +
    random.pick(['', '', '000']) +
    fraction +
    suffix
  );
}
