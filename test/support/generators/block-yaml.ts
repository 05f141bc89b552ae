import type { Random } from './random.ts';

const keys = ['a', 'b', 'c', 'y', 'key', '__proto__', 'x/y.z'] as const;
/** Values as people write them, and values that only look so. */
const values = [
  'x',
  '20m',
  '64Mi',
  'v0.4',
  '"q r"',
  "'z'",
  "'it''s'",
  '"a\\n"',
  '0',
  '12',
  '010',
  '1_000',
  '1e3',
  '.5',
  '-1',
  'yes',
  'Off',
  'null',
  '~',
  '',
  'a b',
  '/p/q:r',
  'a:b',
  '2024-01-01',
  '2024-01-01T10:00:00Z',
  'x # c',
  '"x" # c',
  '# c',
  '{}',
  '[]',
  '[1, 2, {k: v}]',
  '{a: 1, b: [x, "y"]}',
  '{a: }',
  '[a,]',
  '[ a , b ]',
  '{"k": 1}',
  '{k: {l: {m: n}}}',
  '{a: b}  # c',
  '{yes: 1}',
  '[a: b]',
  '{a:b}',
  '[[[[x]]]]',
  '|',
  '|-',
  '|+',
  '|2',
  '>-',
  '>',
  '&x y',
  '*x',
  '!!str 1',
] as const;
const below = ['text # no', '# text', '', 'deeper', '---', '- x', 'k: v', '"q', 'more text'] as const;

/** Block YAML of mappings and lists, with texts below some of its values; not all of it is YAML. */
export function blockYaml(random: Random): string {
  const lines: string[] = [];
  writeBlock(lines, random, { indent: 0, depth: 0 });
  return lines.join('\n') + (random.chance(0.8) ? '\n' : '');
}

function writeBlock(lines: string[], random: Random, { indent, depth }: { indent: number; depth: number }): void {
  const isList = random.chance(0.3);
  for (let entry = random.below(3); entry >= 0; entry--) {
    const start = `${' '.repeat(indent)}${isList ? '-' : `${random.pick(keys)}:`}`;
    if (depth < 3 && random.chance(0.35)) {
      lines.push(start);
      writeBlock(lines, random, { indent: indent + (isList || random.chance(0.8) ? 2 : 0), depth: depth + 1 });
    } else {
      const value = random.pick(values);
      lines.push(`${start} ${value}`.trimEnd());
      writeBelow(lines, random, { indent, isLikely: /^[|>]/.test(value) });
    }
    if (random.chance(0.1)) {
      lines.push(random.pick(['', '# comment', '  # comment', '   ']));
    }
  }
}

function writeBelow(
  lines: string[],
  random: Random,
  { indent, isLikely }: { indent: number; isLikely: boolean },
): void {
  const width = indent + 1 + random.below(3);
  for (let line = isLikely ? random.below(4) : random.chance(0.03) ? 1 : 0; line > 0; line--) {
    const shift = random.pick([0, 0, 0, 0, 1, 2, -1, -width]);
    lines.push(' '.repeat(Math.max(0, width + shift)) + random.pick(below));
  }
}
