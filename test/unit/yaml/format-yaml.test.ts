import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { YamlError } from '../../../lib/yaml/errors.ts';
import { formatYaml } from '../../../lib/yaml/format-yaml.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';

const words = 'word '.repeat(20).trim();

describe('formatYaml writes strings so that they stay strings', () => {
  it.each<[text: string, want: string]>([
    ['a', 'a'],
    ['a b', 'a b'],
    ['', '""'],
    ['yes', '"yes"'],
    ['1', '"1"'],
    ['1:30', '"1:30"'],
    ['2001-01-01', '"2001-01-01"'],
    ['2001-01-01 10:11:12', '"2001-01-01 10:11:12"'],
    ['2001-01-01T10:11:12+25:00', '2001-01-01T10:11:12+25:00'],
    ['2001-13-01', '2001-13-01'],
    ['1.5', '"1.5"'],
    ['100m', '100m'],
    ['128Mi', '128Mi'],
    ['5k', '5k'],
    ['1e5', '"1e5"'],
    ['0x1F', '"0x1F"'],
    ['~', '"~"'],
    ['- a', "'- a'"],
    ['-a', '-a'],
    ['a: b', "'a: b'"],
    ['a:b', 'a:b'],
    ['a #b', "'a #b'"],
    ['a\u00a0#b', 'a\u00a0#b'],
    ["it's", "it's"],
    ["'a'", "'''a'''"],
    [' a', "' a'"],
    ['a ', "'a '"],
    ['---', "'---'"],
    ['a\tb', '"a\\tb"'],
    ['a"b\\\u0007', '"a\\"b\\\\\\a"'],
    ['\u00e9\u4e16', 'é世'],
    ['😀', '"\\U0001F600"'],
    ['a\ufeff', '"a\\uFEFF"'],
    ['\ufeffa', '"\\uFEFF\\x61"'],
    ['a\u2028b', "'a\u2028  b'"],
    ['a\u2028 b', '"a\\L b"'],
    ['a\u0085b', 'a b'],
    ['a \u0085\u0085 b', '|-\n  a\n  b'],
    ['\ud800', '\ufffd'],
    ['a\nb', '|-\n  a\n  b'],
    ['a\nb\n', '|\n  a\n  b\n'],
    ['a\n\n', '|+\n  a\n\n'],
    ['\n', '|2+\n\n'],
    [' a\nb', '|2-\n   a\n  b'],
    ['a \nb', '"a \\nb"'],
    ['a\nb ', '"a\\nb "'],
    ['a\r\nb', '"a\\r\\nb"'],
    [
      `${words} `,
      `'${'word '.repeat(17).trim()}\n  word word word '`.replace(
        'word word word word word word word word word word word word word word word word word\n',
        `${'word '.repeat(16).trim()} word\n`,
      ),
    ],
    [`${words}!`, `${'word '.repeat(17).trim()}\n  word word word!`],
    [`${words}\u0007`, `"${'word '.repeat(17).trim()}\n  word word word\\a"`],
  ])('%j', (text, want) => {
    expect(formatYaml(text)).toBe(want.endsWith('\n') ? want : `${want}\n`);
  });

  it('folds behind column 80, never at two spaces, and escapes a space that begins a line in double quotes', () => {
    const long = 'x'.repeat(80);
    expect(formatYaml(`${long}  a b`)).toBe(`${long}  a\n  b\n`);
    expect(formatYaml(`"${long}\u0007  a`)).toBe(`"\\"${long}\\a\n  \\ a"\n`);
    expect(formatYaml({ [`${'k '.repeat(60)}k`]: 1 })).toBe(`${'k '.repeat(60)}k: 1\n`);
  });
});

describe('formatYaml writes values in block style', () => {
  it.each<[value: JsonValue, want: string]>([
    [null, 'null'],
    [true, 'true'],
    [1, '1'],
    [-0, '0'],
    [1e6, '1000000'],
    [1.5e6 + 0.5, '1.5000005e+06'],
    [1e21, '1e+21'],
    [1e-7, '1e-07'],
    [0.0001, '0.0001'],
    [100000.5, '100000.5'],
    [18446744073709551615n, '18446744073709551615'],
    [18446744073709551616n, '1.8446744073709552e+19'],
    [-9223372036854775809n, '-9.223372036854776e+18'],
    [[], '[]'],
    [{}, '{}'],
    [[[], [{}]], '- []\n- - {}'],
    [{ a: [1, { b: 2, c: [] }] }, 'a:\n- 1\n- b: 2\n  c: []'],
    [[{ a: { b: 'x\ny' } }], '- a:\n    b: |-\n      x\n      y'],
    [[[1, 2], 3], '- - 1\n  - 2\n- 3'],
    [{ 'a\nb': [1], c: 2 }, '? |-\n  a\n  b\n: - 1\nc: 2'],
    [{ ['k'.repeat(129)]: { a: 1 } }, `? ${'k'.repeat(129)}\n: a: 1`],
    [{ '': 1, yes: 2 }, '"": 1\n"yes": 2'],
  ])('case %#', (value, want) => {
    expect(formatYaml(value)).toBe(`${want}\n`);
  });
});

describe('formatYaml orders keys as yaml.v2 does', () => {
  it.each<[keys: string[]]>([
    [['a', 'b', 'c']],
    [['A', 'B', 'a']],
    [['x1', 'x2', 'x10']],
    [['x-1', 'xa']],
    [['1', '2', '10', 'a']],
    [['a', 'a1', 'ab']],
    [['x1', 'x01', 'x2']],
    [['x100', 'x101', 'x110']],
    [['_', 'a', 'é']],
  ])('%j', (keys) => {
    const value = Object.fromEntries(keys.toReversed().map((key) => [key, null]));
    expect(Object.keys(parseYaml(formatYaml(value)) as object).sort()).toEqual([...keys].sort());
    const written = formatYaml(value)
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^["']?(.*?)["']?: null$/, '$1'));
    expect(written).toEqual(keys);
  });
});

describe('formatYaml refuses what Go cannot write', () => {
  it.each<[name: string, value: JsonValue]>([
    ['a control character that JSON keeps', 'a\u007f'],
    ['no character', 'a\uffff'],
    ['a key with NEL', { 'a\u0085': 1 }],
    ['a very long key', { ['k'.repeat(1100)]: 1 }],
    ['infinity', Number.POSITIVE_INFINITY],
    ['too deep a value', Array.from({ length: 1001 }).reduce<JsonValue>((inner) => [inner], 1)],
  ])('%s', (_, value) => {
    expect(() => formatYaml(value)).toThrow(YamlError);
  });
});

describe('formatYaml and parseYaml', () => {
  it('agree on a Pod', () => {
    const pod = {
      metadata: {
        name: 'a',
        labels: { 'x/y': 'true', __proto: '1' },
        annotations: { script: '#!/bin/sh\nset -e\n\techo hi\n' },
      },
      spec: { containers: [{ name: 'c', args: ['--x', '80', ''], ports: [{ containerPort: 80 }], env: [] }] },
    };
    expect(parseYaml(formatYaml(pod))).toStrictEqual(pod);
  });
});
