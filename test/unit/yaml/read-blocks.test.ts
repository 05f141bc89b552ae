import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { YamlError } from '../../../lib/yaml/errors.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { readBlocks } from '../../../lib/yaml/read-blocks.ts';
import { yamlBlock, yamlMutant, yamlSoup } from '../../suites/oracle/yaml-cases.ts';
import { blockYaml } from '../../support/generators/block-yaml.ts';
import { Random } from '../../support/generators/random.ts';
import { propertyRuns } from '../../support/property-runs.ts';

describe('readBlocks', () => {
  it.each<{ name: string; text: string; want: JsonValue }>([
    { name: 'nothing', text: '\n# c\n', want: null },
    { name: 'mappings and lists', text: 'a:\n- b: 1\n  c: x\n- d\n', want: { a: [{ b: 1, c: 'x' }, 'd'] } },
    { name: 'words that begin with digits', text: 'cpu: 20m\nmemory: 64Mi\n', want: { cpu: '20m', memory: '64Mi' } },
    { name: 'a comment behind a value', text: 'a: x # c\nb: "y" # c\n', want: { a: 'x', b: 'y' } },
    { name: 'quotes', text: `a: "x: {y}"\nb: '[z] #'\n`, want: { a: 'x: {y}', b: '[z] #' } },
    { name: 'booleans of YAML 1.1', text: 'a: on\nb: [no, null]\n', want: { a: true, b: [false, null] } },
    { name: 'a mapping in brackets', text: 'a: {b: c, d: [1, "x"]}\n', want: { a: { b: 'c', d: [1, 'x'] } } },
    {
      name: 'brackets over lines',
      text: 'a: {\n  b: "c",\n  d: [1,\n    x ],\n}\ne: 2\n',
      want: { a: { b: 'c', d: [1, 'x'] }, e: 2 },
    },
    { name: 'brackets with nothing in them', text: 'a: {}\nb:\n- []\n', want: { a: {}, b: [[]] } },
    { name: 'a literal text', text: 'a: |\n  x\n    # y\n\n  z\n\nb: 1\n', want: { a: 'x\n  # y\n\nz\n', b: 1 } },
    { name: 'a literal text without its last line end', text: '- |-\n  x\n  y\n', want: ['x\ny'] },
    { name: 'a comment behind a literal text', text: 'a: |\n   x\n # c\nb: 1\n', want: { a: 'x\n', b: 1 } },
    { name: 'options', text: 'a:\n- --port=15020\n- -v\nb: -c\n', want: { a: ['--port=15020', '-v'], b: '-c' } },
    { name: 'references', text: '- $(POD_NAMESPACE).svc\n- a=$(b)\n', want: ['$(POD_NAMESPACE).svc', 'a=$(b)'] },
    { name: 'numbers below zero', text: '- -1\n- -.5\n- -\n- --\n', want: [-1, -0.5, [null], '--'] },
    { name: 'the key __proto__', text: '{}\n', want: {} },
  ])('reads $name', ({ text, want }) => {
    expect(parseYaml(text)).toEqual(want);
    expect(readBlocks(text) ?? parseYaml(text)).toEqual(want);
  });

  it.each([
    ['what is not ASCII', 'a: \u00e4\n'],
    ['a tab', 'a:\tb\n'],
    ['an alias with its anchor elsewhere', 'a: &x\n  b: 1\nc: *x\n'],
    ['a second document', 'a: 1\n---\nb: 2\n'],
    ['a text that goes on behind its end', '_:\n  x\n# c\n  - y\nz: 1\n'],
    ['a text further left than the one above', '_:\n >\n  x\n y\nz: 1\n'],
    ['an open list', 'a: [1\nb: 2\n'],
  ])('leaves %s to the parser', (_name, text) => {
    expect(readBlocks(text)).toBeUndefined();
  });

  it.each([
    ['block YAML', blockYaml, 0.2],
    ['block YAML with special scalars', yamlBlock, 0.2],
    ['YAML with changed characters', yamlMutant, 0.05],
    ['YAML put together from pieces', yamlSoup, 0.01],
    ['brackets over lines', flowOverLines, 0.2],
    ['options and references', optionWords, 0.2],
  ] as const)('gives what the parser gives for %s, or nothing', (_name, generate, least) => {
    const cases = propertyRuns(1250);
    let read = 0;
    for (let seed = 0; seed < cases; seed++) {
      const text = generate(new Random(seed));
      const value = readBlocks(text);
      if (value !== undefined) {
        read += 1;
        expect(value, JSON.stringify(text)).toEqual(parseYaml(text));
      }
    }
    expect(read).toBeGreaterThan(cases * least);
  });
});

/** A mapping and lists in brackets, with gaps, marks and words in places where they may not belong. */
function flowOverLines(random: Random): string {
  const gap = () => (random.chance(0.4) ? random.pick(['\n  ', ' ', '\n\n    ', '\n', ' # c\n  ', '\n  # c\n']) : '');
  const word = () => random.pick(['a', 'b-c', '"q r"', "'z'", '12', 'yes', '~', '', 'x y', 'k:', '-', '#', 'a#b']);
  const part = (depth: number): string => (depth < 3 && random.chance(0.3) ? brackets(depth + 1) : word());
  const end = () => (random.chance(0.9) ? '' : random.pick([',', ',,', ':', ' x']));
  const list = (depth: number) => random.list(3, () => `${gap()}${part(depth)}${gap()}`).join(',');
  const mapping = (depth: number) =>
    random
      .list(3, () => `${gap()}${word()}:${random.pick([' ', ' ', ' ', '', '\n  '])}${part(depth)}${gap()}`)
      .join(',');
  const brackets = (depth: number): string =>
    random.chance(0.5) ? `[${list(depth)}${end()}${gap()}]` : `{${mapping(depth)}${end()}${gap()}}`;
  return `top:\n  key: ${brackets(0)}${random.pick(['\n', '\n', ' # c\n', ' x\n', '\n    x: 1\n', '\n  # c\n'])}  other: 1\n`;
}

/** Values of letters and marks that options and references to variables have, and of some that mean something else. */
function optionWords(random: Random): string {
  const marks = [
    '-',
    '--',
    '$',
    '$(',
    ')',
    '=',
    ':',
    '.',
    '/',
    '_',
    'a',
    'B',
    '1',
    '0x',
    'e',
    'no',
    ' ',
    ' #',
    ': ',
    ',',
  ];
  const word = () => random.list(5, () => random.pick(marks)).join('');
  return random.list(4, () => random.pick([`- ${word()}`, `- k: ${word()}`, `  l: ${word()}`])).join('\n');
}

describe('what nests deep', () => {
  const keys = (levels: number) => Array.from({ length: levels }, (_, at) => `${' '.repeat(at)}a:`).join('\n');
  const items = (levels: number) => Array.from({ length: levels }, (_, at) => `${'  '.repeat(at)}- a:`).join('\n');
  const texts = (depth: number) => [
    keys(depth),
    `a:\n${'- '.repeat(depth - 1)}x`,
    `a: ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`,
    `a:\n  b: {c: ${'['.repeat(depth - 3)}${']'.repeat(depth - 3)}}`,
    `a:\n- b:\n  - |\n    ${'- '.repeat(depth)}`,
  ];

  it.each(texts(19))('is read up to the limit: case %#', (text) => {
    expect(readBlocks(text, { limits: { depth: 20 } })).toEqual(parseYaml(text));
  });

  it.each(
    texts(21)
      .slice(0, -1)
      .map((text, index) => [index, text]),
  )('is left to the parser beyond it: case %i', (_, text) => {
    expect(readBlocks(`${text}`, { limits: { depth: 20 } })).toBeUndefined();
  });

  it.each([
    ['keys', keys(3000)],
    ['items with keys', items(1500)],
  ])('is left to the parser where a stack would not hold it: %s', (_name, text) => {
    expect(readBlocks(text)).toBeUndefined();
  });
});

describe('fixed bugs', () => {
  it.each([
    `a: {${'k'.repeat(1100)}: 5}`,
    `a: {"${'k'.repeat(1100)}": 5}`,
    `${'k'.repeat(1100)}: 5`,
    `a:\n  ${'k'.repeat(1100)}:\n    b: 1`,
  ])('leaves keys that are too long to the parser, which refuses them: case %#', (text) => {
    expect(readBlocks(text)).toBeUndefined();
    expect(() => parseYaml(text)).toThrow(YamlError);
  });
});
