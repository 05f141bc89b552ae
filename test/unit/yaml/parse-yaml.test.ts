import { describe, expect, it } from 'vitest';
import { YamlError, type YamlErrorCode } from '../../../lib/yaml/errors.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { thrownBy } from '../../support/fakes/thrown-by.ts';

function failure(text: string | Uint8Array, options?: Parameters<typeof parseYaml>[1]): YamlError {
  return thrownBy(YamlError, () => parseYaml(text, options));
}

describe('parseYaml reads scalars as YAML 1.1', () => {
  it.each<[yaml: string, want: unknown]>([
    ['', null],
    ['# only a comment', null],
    ['---', null],
    ['[y, Yes, ON, n, Off, yEs]', [true, true, true, false, false, 'yEs']],
    ['[~, null, Null, nUll, ""]', [null, null, null, 'nUll', '']],
    ['[010, 0o10, 08, 0x1F, 0b11, -0b11, 1_000, _1, 0b2]', [8, 8, 8, 31, 3, -3, 1000, '_1', '0b2']],
    ['[1e3, .5, 5., -.5e1, 1e400, .e3, +1]', [1000, 0.5, 5, -5, '1e400', '.e3', 1]],
    ['[9007199254740993, -9223372036854775808]', [9007199254740993n, -9223372036854775808n]],
    ['[18446744073709551615, 18446744073709551616]', [18446744073709551615n, 2 ** 64]],
    ['[1:30, 2001-01-01, 22:22:22.5]', ['1:30', '2001-01-01', '22:22:22.5']],
    ['[!!str 1, !!int "4", !!float 2, !x 5, ! 6, !!bool "yes"]', ['1', 4, 2, '5', '6', true]],
    ['[!!timestamp 2001-12-14t21:59:43.1-05:00, !!timestamp "2001-1-2"]', ['2001-12-14t21:59:43.1-05:00', '2001-1-2']],
    ['[!!binary aGk=, !!binary "/w==", !!binary "5pc="]', ['hi', '\ufffd', '\ufffd\ufffd']],
    ["[a b, a#b, \"a\\tb\", 'it''s', -x, a:b]", ['a b', 'a#b', 'a\tb', "it's", '-x', 'a:b']],
    ['"\\x41\\u00e9\\U0001F600\\N\\_\\L\\P\\0\\e\\/"'.replace('\\/', ''), 'Aé😀\u0085\u00a0\u2028\u2029\0\x1b'],
  ])('%s', (yaml, want) => {
    expect(parseYaml(yaml)).toStrictEqual(want);
  });
});

describe('parseYaml folds and keeps lines', () => {
  it.each<[name: string, yaml: string, want: unknown]>([
    ['plain text over lines', 'a: x\n  y\n\n  z', { a: 'x y\nz' }],
    ['double quotes', '"a \n  b\n\n  c\\\n  d"', 'a b\ncd'],
    ['single quotes', "'a\n\n\n b'", 'a\n\nb'],
    ['a literal', 'a: |\n  x\n   y\n\n  z\n', { a: 'x\n y\n\nz\n' }],
    ['a literal without its last break', 'a: |-\n  x\n\n', { a: 'x' }],
    ['a literal with all breaks', 'a: |+\n  x\n\n', { a: 'x\n\n' }],
    ['a literal with a given indentation', 'a: |2\n    x\n', { a: '  x\n' }],
    ['a literal with both marks', 'a: |1-\n  x\n', { a: ' x' }],
    ['a folded text', 'a: >\n  x\n  y\n\n  z\n   w\n  v\n', { a: 'x y\nz\n w\nv\n' }],
    ['an empty literal', 'a: |\nb: 1', { a: '', b: 1 }],
    ['CRLF, CR, NEL', 'a: 1\r\nb: 2\rc: 3\u0085d: 4', { a: 1, b: 2, c: 3, d: 4 }],
    ['line separators in a literal', 'a: |\n  x\u2028  y', { a: 'x\u2028y' }],
  ])('%s', (_, yaml, want) => {
    expect(parseYaml(yaml)).toStrictEqual(want);
  });
});

describe('parseYaml reads collections', () => {
  it.each<[yaml: string, want: unknown]>([
    ['- a\n-\n- - b\n  - c\n', ['a', null, ['b', 'c']]],
    ['a:\n- 1\n- 2\nb:', { a: [1, 2], b: null }],
    ['- a: 1\n  b: 2\n- c', [{ a: 1, b: 2 }, 'c']],
    ['? a\n: b\n? c', { a: 'b', c: null }],
    ['? |\n  x\n: - 1', { 'x\n': [1] }],
    ['{a: 1, b, ? c : d, "e":2}', { a: 1, b: null, c: 'd', e: 2 }],
    ['[a: b, ? c : d, ? e, [f], {}]', [{ a: 'b' }, { c: 'd' }, { e: null }, ['f'], {}]],
    ['{a: [1, 2,], }', { a: [1, 2] }],
    ['[a\n, b # c\n]', ['a', 'b']],
    ['[]: x', []],
    ['a: 1\na: 2', { a: 2 }],
    [
      '{1: a, 2.5: b, yes: c, 1e21: d, 123456789.5: e, 0x10: f}',
      { '1': 'a', '2.5': 'b', true: 'c', '1e+21': 'd', '1.2345679e+08': 'e', '16': 'f' },
    ],
    [
      '{.inf: a, -.inf: b, .nan: c, 0.0: d, 1e-7: e}',
      { '.inf': 'a', '-.inf': 'b', '.nan': 'c', '0': 'd', '1e-07': 'e' },
    ],
    ['a: {b: .inf, b: 1}', { a: { b: 1 } }],
    ['[&a 1, *a, &b [x], *b, &c, *c]', [1, 1, ['x'], ['x'], null, null]],
    ['{&k a: 1, *k : 2}', { a: 2 }],
    ['a: &x !!str 1\nb: !!str &y 2', { a: '1', b: '2' }],
    ['--- a\n--- {', 'a'],
    ['a\n...\n[', 'a'],
    ['%YAML 1.1\n%TAG !e! tag:yaml.org,2002:\n---\n!e!str 1', '1'],
    ['!<tag:yaml.org,2002:str> 1', '1'],
    ['!!%73tr 1', '1'],
  ])('%s', (yaml, want) => {
    expect(parseYaml(yaml)).toStrictEqual(want);
  });

  it('makes __proto__ a key like any other', () => {
    const value = parseYaml('__proto__: {a: 1}\n<<: {__proto__: {b: 2}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

describe('parseYaml applies merge keys where they stand', () => {
  it.each<[yaml: string, want: unknown]>([
    ['{<<: {a: 1}, a: 0}', { a: 0 }],
    ['{a: 0, <<: {a: 1}}', { a: 1 }],
    ['{<<: [{a: 1}, {a: 2, b: 3}]}', { a: 1, b: 3 }],
    ['x: &x {a: 1}\nw: {<<: *x, b: 2}\nz: {<<: [*x]}', { x: { a: 1 }, w: { a: 1, b: 2 }, z: { a: 1 } }],
    ["{'<<': 1}", { '<<': 1 }],
    ['!!merge <<: {a: 1}', { a: 1 }],
    ['{<<: []}', {}],
  ])('%s', (yaml, want) => {
    expect(parseYaml(yaml)).toStrictEqual(want);
  });
});

describe('parseYaml refuses, and says where', () => {
  it.each<[yaml: string, code: YamlErrorCode, line: number, column: number]>([
    ['a: b: c', 'syntax', 1, 5],
    ['a: [1\nb: 2', 'syntax', 2, 2],
    ['a:\n  b\n c: 1', 'syntax', 3, 3],
    ['- a\nb: 1', 'syntax', 2, 1],
    ['a: 1\n- b', 'syntax', 2, 1],
    ['a: "x', 'syntax', 1, 4],
    ["a: 'x\n--- y'", 'syntax', 1, 4],
    ['a: "\\q"', 'syntax', 1, 6],
    ['a: "\\x4"', 'syntax', 1, 6],
    ['a: "\\uD83D\\uDE00"', 'syntax', 1, 6],
    ['a\nb: c', 'syntax', 2, 2],
    ['\ta: 1', 'syntax', 1, 1],
    ['a: 1\n\t\nb: 2', 'syntax', 2, 1],
    ['a: |\n\tx', 'syntax', 2, 1],
    ['a: |0\n x', 'syntax', 1, 4],
    ['a: | x', 'syntax', 1, 6],
    ['a: @x', 'syntax', 1, 4],
    ['[a, |]', 'syntax', 1, 5],
    ['[,]', 'syntax', 1, 2],
    ['{a: 1]', 'syntax', 1, 6],
    ['...', 'syntax', 1, 1],
    ['a: - b', 'syntax', 1, 4],
    ['a: ? b', 'syntax', 1, 4],
    ['a: & x', 'syntax', 1, 5],
    ['%YAML 1.2\n---', 'syntax', 1, 1],
    ['%YAML 1.1\n%YAML 1.1\n---', 'syntax', 2, 1],
    ['%YAML x', 'syntax', 1, 7],
    ['%FOO x\n---', 'syntax', 1, 1],
    ['%TAG ! a\n%TAG ! b\n---', 'syntax', 2, 1],
    ['%TAG !e tag:\n---', 'bad-tag', 1, 8],
    ['%TAG !e! \n---', 'bad-tag', 1, 10],
    ['% x', 'syntax', 1, 2],
    ['%YAML 1.1\na', 'syntax', 2, 1],
    ['%YAML 1.1 x', 'syntax', 1, 11],
    ['a: !y!x 1', 'bad-tag', 1, 4],
    ['a: !<x', 'bad-tag', 1, 7],
    ['a: !! 1', 'bad-tag', 1, 6],
    ['[!a{ 1]', 'bad-tag', 1, 4],
    ['a: !!%ff 1', 'bad-tag', 1, 6],
    ['a: !!int x', 'bad-tag', 1, 4],
    ['a: !!null x', 'bad-tag', 1, 4],
    ['a: !!timestamp 2001-02-30', 'bad-tag', 1, 4],
    ['a: !!float 18446744073709551615', 'bad-tag', 1, 4],
    ['a: !!binary x', 'bad-tag', 1, 4],
    ['a: *x', 'unknown-anchor', 1, 4],
    ['a: &x [*x]', 'cyclic-alias', 1, 8],
    ['a: .nan', 'not-json', 1, 4],
    ['{[a]: 1}', 'bad-key', 1, 2],
    ['{? {a: b} : 1}', 'bad-key', 1, 4],
    ['null: 1', 'bad-key', 1, 1],
    [': 1', 'syntax', 1, 1],
    ['? \n: 1', 'bad-key', 2, 1],
    ['18446744073709551615: 1', 'bad-key', 1, 1],
    ['<<: 1', 'bad-merge', 1, 5],
    ['<<: [1]', 'bad-merge', 1, 6],
    ['a: &x 1\nb: {<<: *x}', 'bad-merge', 2, 9],
    ['a: \u0001', 'bad-character', 1, 4],
    ['a: \uffff', 'bad-character', 1, 4],
    ['a: \ud800', 'bad-character', 1, 4],
  ])('%j: %s', (yaml, code, line, column) => {
    const { code: gotCode, line: gotLine, column: gotColumn } = failure(yaml);
    expect({ code: gotCode, line: gotLine, column: gotColumn }).toEqual({ code, line, column });
  });

  it('shows the lines around the place', () => {
    const error = failure('one: 1\ntwo: 2\nthree: [\nfour: 4\nfive: 5', { name: 'values.yaml' });
    expect(error.message).toBe(
      'values.yaml:4:5: a comma or the closing ] is missing'.replace('4:5', `${error.line}:${error.column}`),
    );
    expect(error.frame).toContain('\n> 5 | five: 5\n');
    expect(error.frame).toMatch(/\n {4}\| +\^$/);
  });
});

describe('parseYaml bounds what a text can cost', () => {
  /** Anchors of which each stands for one more of what stands around the one before. */
  const chain = (around: (before: string) => string, first = 'x') =>
    Array.from({ length: 1500 }, (_, at) => `a${at}: &a${at} ${at === 0 ? first : around(`*a${at - 1}`)}`).join('\n');
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...[...'bcdefgh'].map((key, index) => {
      const before = 'abcdefgh'[index];
      return `${key}: &${key} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
    }),
  ].join('\n');

  it('as deep as is allowed, with what aliases stand for', () => {
    expect(parseYaml('a: &a [[x]]\nb: [[*a]]', { limits: { depth: 5 } })).toEqual({ a: [['x']], b: [[[['x']]]] });
  });

  it.each<[name: string, text: string, options: Parameters<typeof parseYaml>[1], code: YamlErrorCode]>([
    ['aliases', bomb, {}, 'too-many-aliases'],
    ['depth', '['.repeat(1001), {}, 'too-deep'],
    ['depth of blocks', '- '.repeat(1001), {}, 'too-deep'],
    ['a lower depth', '[[[x]]]', { limits: { depth: 2 } }, 'too-deep'],
    ['depth by aliases', 'a: &a [[x]]\nb: [[*a]]', { limits: { depth: 4 } }, 'too-deep'],
    ['depth by many aliases', chain((before) => `${'['.repeat(300)}${before}${']'.repeat(300)}`), {}, 'too-deep'],
    ['depth by merge keys', 'a: &a {x: 1}\nb: &b {<<: *a}\nc: {<<: *b}', { limits: { depth: 3 } }, 'too-deep'],
    ['length', 'a: 12345', { limits: { length: 7 } }, 'too-large'],
    ['values', '[a, b, c]', { limits: { values: 3 } }, 'too-large'],
  ])('%s', (_, text, options, code) => {
    expect(failure(text, options).code).toBe(code);
  });

  it('is linear in flow collections and long lines', () => {
    expect(parseYaml(`[${'[a, {b: c}], '.repeat(20_000)}]`)).toHaveLength(20_000);
    expect(parseYaml(`a: ${'word '.repeat(50_000)}`)).toEqual({ a: 'word '.repeat(50_000).trim() });
  });
});

describe('parseYaml reads bytes', () => {
  it.each<[name: string, bytes: Uint8Array, want: unknown]>([
    ['UTF-8', Buffer.from('a: é'), { a: 'é' }],
    ['a byte order mark', Buffer.from('\ufeffa: 1'), { a: 1 }],
    ['UTF-16 little endian', Buffer.from('\ufeffa: é', 'utf16le'), { a: 'é' }],
    ['UTF-16 big endian', Buffer.from('\ufeffa: é', 'utf16le').swap16(), { a: 'é' }],
  ])('%s', (_, bytes, want) => {
    expect(parseYaml(bytes)).toStrictEqual(want);
  });

  it.each([[[0xff, 0xff]], [[0x61, 0xc0, 0xaf]], [[0x61, 0xe6, 0x97]]])('refuses %j', (bytes) => {
    expect(failure(Uint8Array.from(bytes)).code).toBe('bad-character');
  });
});
