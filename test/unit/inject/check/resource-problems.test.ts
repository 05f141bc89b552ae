import { describe, expect, it } from 'vitest';
import { podResourceProblems, resourceProblems } from '../../../../lib/inject/check/resource-problems.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const container = (requests: JsonObject, limits: JsonObject): JsonObject => ({
  name: 'app',
  resources: { requests, limits },
});
const alone = 'asks for hugepages and neither cpu nor memory';

describe('requests of a container beside its limits', () => {
  it.each<readonly [JsonObject, JsonObject, readonly string[]]>([
    [{}, {}, []],
    [{ cpu: '1' }, {}, []],
    [{ cpu: '1' }, { cpu: '1000m' }, []],
    [{ cpu: '1' }, { cpu: '2' }, []],
    [{ cpu: '2' }, { cpu: '1' }, ['asks for 2 cpu, more than its limit of 1']],
    [{}, { 'example.com/gpu': '1' }, []],
    [{ 'example.com/gpu': '1' }, { 'example.com/gpu': '1' }, []],
    [{ 'example.com/gpu': '1' }, {}, ['asks for example.com/gpu without a limit for it']],
    [
      { 'example.com/gpu': '1' },
      { 'example.com/gpu': '2' },
      ['asks for 1 example.com/gpu, not the same as its limit of 2'],
    ],
    [{ cpu: '1', memory: '2' }, { cpu: '1', memory: '1' }, ['asks for 2 memory, more than its limit of 1']],
    [{ 'example.com/gpu': '3' }, { 'example.com/gpu': '2' }, ['asks for 3 example.com/gpu, more than its limit of 2']],
    [{ 'node.kubernetes.io/slots': '1' }, {}, []],
    [{ 'node.kubernetes.io/slots': '1' }, { 'node.kubernetes.io/slots': '2' }, []],
    [
      { 'kubernetes.io/slots': '2' },
      { 'kubernetes.io/slots': '1' },
      ['asks for 2 kubernetes.io/slots, more than its limit of 1'],
    ],
    [{ cpu: null }, { cpu: '1' }, []],
    [{}, { 'hugepages-2Mi': '2Mi' }, [alone]],
    [{}, { 'hugepages-2Mi': '2Mi', cpu: '1' }, []],
    [{ memory: '1Gi' }, { 'hugepages-2Mi': '2Mi' }, []],
    [{ 'hugepages-2Mi': '2Mi' }, {}, ['asks for hugepages-2Mi without a limit for it', alone]],
  ])('%j beside %j', (requests, limits, want) => {
    const found = resourceProblems({ spec: { containers: [container(requests, limits)] } }, new Set());
    expect(found.map(({ text }) => text)).toEqual(want.map((text) => `container "app" ${text}`));
  });

  it('are in order where there are none', () => {
    expect(resourceProblems({ spec: { containers: [{ name: 'app' }] } }, new Set())).toEqual([]);
  });
});

describe('resources of the pod as a whole', () => {
  const needs = (need: string, kind: string, own: string): string =>
    `the containers together need ${need} (${kind}), and the pod's own spec.resources has ${own}`;
  it.each<readonly [string, JsonObject, JsonObject, readonly string[]]>([
    ['none', {}, container({ cpu: '1' }, { cpu: '2' }), []],
    ['as much as is needed', { requests: { cpu: '1' } }, container({ cpu: '1' }, {}), []],
    ['of another kind', { requests: { memory: '1Gi' } }, container({ cpu: '1' }, {}), []],
    ['too little', { requests: { cpu: '1' } }, container({ cpu: '2' }, {}), [needs('2 cpu', 'requests', '1')]],
    [
      'too little, with a limit for another kind',
      { requests: { cpu: '1' }, limits: { memory: '1Gi' } },
      container({ cpu: '2' }, {}),
      [needs('2 cpu', 'requests', '1')],
    ],
    ['a limit above', { limits: { cpu: '2' } }, container({}, { cpu: '2' }), []],
    ['a limit of another kind', { limits: { memory: '1Gi' } }, container({}, { cpu: '2' }), []],
    [
      'a limit below that of a container',
      { limits: { cpu: '1' } },
      container({}, { cpu: '2' }),
      ['container "app" has a limit of 2 cpu, above the pod\'s own of 1'],
    ],
    [
      'too few huge pages',
      { limits: { 'hugepages-2Mi': '2Mi' } },
      container({}, { 'hugepages-2Mi': '4Mi', cpu: '1' }),
      [
        needs('4Mi hugepages-2Mi', 'limits', '2Mi'),
        'container "app" has a limit of 4Mi hugepages-2Mi, above the pod\'s own of 2Mi',
      ],
    ],
  ])('%s', (_name, resources, one, want) => {
    const found = podResourceProblems({ spec: { resources, containers: [one] } });
    expect(found.map(({ text }) => text)).toEqual(want.map((text) => expect.stringContaining(text) as string));
  });

  it('are looked for where something can be other than it was', () => {
    const one = container({}, { 'hugepages-2Mi': '4Mi', cpu: '1' });
    const podWith = (pages: string) => ({
      spec: { resources: { limits: { 'hugepages-2Mi': pages } }, containers: [one] },
    });
    const problemsAfter = (before: string) =>
      podResourceProblems(podWith('2Mi'), { pod: podWith(before), has: () => true });
    expect(problemsAfter('4Mi').map(({ key }) => key)).toContain('pod limits hugepages-2Mi');
    expect(problemsAfter('2Mi')).toEqual([]);
  });
});
