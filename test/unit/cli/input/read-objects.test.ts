import { describe, expect, it } from 'vitest';
import { readObjects } from '../../../../lib/cli/input/read-objects.ts';

const kinds = (text: string) => readObjects([{ name: 'file', text }]).map(({ object }) => object.kind);

describe('readObjects', () => {
  it.each([
    ['documents of YAML', '# first\n---\nkind: Pod\n---\nkind: Service\n', ['Pod', 'Service']],
    ['one document of JSON', '{"kind": "Pod"}', ['Pod']],
    [
      'a List as kubectl prints it',
      '{"kind": "List", "items": [{"kind": "Pod"}, {"kind": "Namespace"}]}',
      ['Pod', 'Namespace'],
    ],
    ['a List of Lists in YAML', 'kind: List\nitems: [{kind: List, items: [{kind: Job}]}]', ['Job']],
    [
      'a typed list, whose items have no kind',
      '{"kind": "PodList", "apiVersion": "v1", "items": [{}, {}]}',
      ['Pod', 'Pod'],
    ],
    ['flow YAML that looks like JSON', '{kind: Pod}', ['Pod']],
    ['nothing', '\n# nothing\n', []],
  ])('reads %s', (_name, text, want) => {
    expect(kinds(text)).toEqual(want);
  });

  it('tells the file of each object', () => {
    const read = readObjects([
      { name: 'a.yaml', text: 'kind: Pod' },
      { name: 'b.yaml', text: 'kind: Job' },
    ]);
    expect(read.map(({ file }) => file)).toEqual(['a.yaml', 'b.yaml']);
  });

  it.each([
    ['text', 'just text', 'file: holds text that is no Kubernetes object'],
    ['an object without a kind', 'a: 1', 'file: holds an object that is no Kubernetes object'],
    ['broken YAML, with its line in the file', 'kind: Pod\n---\na: [', 'file:3:5'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => kinds(text)).toThrow(message);
  });
});
