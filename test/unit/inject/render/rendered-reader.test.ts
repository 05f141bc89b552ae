import { describe, expect, it } from 'vitest';
import { RenderedReader } from '../../../../lib/inject/render/rendered-reader.ts';
import { parseYaml } from '../../../../lib/yaml/parse-yaml.ts';

const texts: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['blank lines', '\n\n'],
  ['a comment', '# nothing\n'],
  ['mappings in mappings', 'a:\n  b:\n    c: 1\n  d: x\ne: y\n'],
  ['a list at the indentation of its key', 'a:\n- x\n- y: 1\n  z: 2\nb: 3\n'],
  ['an item alone, among others and behind a dash', 'a:\n- b: 1\n  c: 2\nd:\n- b: 1\n  c: 2\n- - b: 1\n    c: 2\n'],
  ['an item without a value', 'a:\n-\n- \n  b: 1\n-\n\n'],
  ['a list of lists', 'a:\n  - - 1\n    - 2\n  - [3]\n'],
  ['block texts', 'a: |\n  one\n\n  two\n\nb: >-\n  three\n  four\nc:\n  - |+\n    five\n\n  - six\n'],
  ['a comment between entries', 'a: 1\n# note\nb:\n  # note\n  c: 2 # note\n'],
  ['a comment further left than its block', 'a:\n  b: 1\n# left\n  c: 2\n'],
  ['keys that YAML reads as something else', 'y: 1\nnull_: 2\nspec:\n  on:\n    off: 3\n'],
  ['equal keys', 'a: 1\na: 2\nb:\n  c: 1\nb:\n  d: 2\n'],
  ['an alias with its anchor elsewhere', 'a: &x\n  b: 1\nc: *x\n'],
  ['a merge key', 'a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n'],
  ['quoted text over lines', 'a: "one\n  two"\nb: 1\n'],
  ['quoted text with a line further left', 'a:\n  b: "one\ntwo: 2"\n  c: 3\n'],
  ['flow over lines', 'a: {b: 1,\n  c: 2}\nd: [1,\n  2]\n'],
  ['flow that ends below its key', 'a: {\n  b: 1,\n}\nc:\n  d: [\n    1\n  ]\n  e: 2\n'],
  ['simple values', 'a: "x y"\nb: /etc/x\nc: 0\nd: 010\ne: 1234567890\nf: no\ng: ~\nh: a:b\ni: x # note\n'],
  ['simple items', 'a:\n- x\n- "y"\n-  1\n- off\n- null\n- b:\n- c: |\n    d\n'],
  ['plain text over lines below its key', 'a:\n  one\n  two\nb: 1\n'],
  ['null below its key', 'a:\n  ~\nb:\n  # nothing\nc: 1\n'],
  ['a second document', 'a: 1\n---\nb: 2\n'],
  ['a document marker in front', '---\na: 1\n'],
  ['the key __proto__', '__proto__:\n  a: 1\n'],
  ['not ASCII', 'a: \u00e4\n'],
  ['no line end at the end', 'a:\n  - b: |\n      text'],
];

describe('RenderedReader', () => {
  const reader = new RenderedReader();
  const parseRendered = (text: string) => reader.parse(text);

  it.each(texts)('reads %s as the YAML parser does', (_name, text) => {
    const read = parseYaml(text);
    expect([parseRendered(text), parseRendered(text), parseRendered(text)]).toEqual([read, read, read]);
  });

  it.each([
    ['a tab', 'a:\n\tb: 1\n'],
    ['a key without indentation in a block', 'a:\n    b: 1\n  c: 2\n'],
    ['an open list', 'a: [1\nb: 2\n'],
    ['an item among keys', 'a: 1\n- b\n'],
  ])('fails as the YAML parser does: %s', (_name, text) => {
    expect(() => parseYaml(text)).toThrow();
    expect(() => parseRendered(text)).toThrow(expect.objectContaining({ name: 'YamlError' }) as Error);
  });

  it('shares what texts have in common that came before', () => {
    const block = 'spec:\n  containers:\n  - name: shared\n    args:\n    - one\n';
    const [first, second, third] = [1, 2, 3].map((a) => parseRendered(`a: ${a}\n${block}`)) as {
      spec: { containers: unknown[] };
    }[];
    expect(second).toEqual({ ...first, a: 2 });
    expect(third?.spec.containers[0]).toBe(second?.spec.containers[0]);
    const isRemembered = (part: unknown) => reader.isRemembered(Object(part));
    expect([third?.spec, third?.spec.containers, third, first?.spec].map(isRemembered)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('forgets what does not come again, and keeps what does', () => {
    const own = new RenderedReader();
    const twice = (text: string) => [own.parse(text), own.parse(text)][1];
    const [kept, lost] = [twice('kept: 1\n'), twice('lost: 1\n')];
    for (let index = 0; index < 10_000; index++) {
      twice(`a: ${index}\n`);
      expect(own.parse('kept: 1\n')).toBe(kept);
    }
    expect(own.parse('lost: 1\n')).not.toBe(lost);
    expect(own.parse('lost: 1\n')).toEqual(lost);
  });

  it('forgets what does not come again also where it is few blocks of many characters', () => {
    const own = new RenderedReader();
    const twice = (text: string) => [own.parse(text), own.parse(text)][1];
    const lost = twice('lost: 1\n');
    for (let index = 0; index < 800; index++) {
      twice(`a: ${String(index).padStart(1400, 'x')}\n`);
    }
    expect(own.parse('lost: 1\n')).not.toBe(lost);
  });

  it.each([
    [1500, true],
    [1501, false],
  ])('remembers a text of %d characters: %s', (characters, want) => {
    const own = new RenderedReader();
    const text = `a: ${'x'.repeat(characters - 4)}\n`;
    expect([own.parse(text), own.parse(text), own.parse(text)].map((part) => own.isRemembered(Object(part)))).toEqual([
      false,
      want,
      want,
    ]);
  });
});
