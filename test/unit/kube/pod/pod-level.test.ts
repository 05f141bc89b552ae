import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draft } from '../../../../lib/json/draft.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { askersOf, neededTogether } from '../../../../lib/kube/pod/needed.ts';
import { asksAsWhole, changedPodLevelNames, fillsLimitIn } from '../../../../lib/kube/pod/pod-level.ts';
import { formatQuantity } from '../../../../lib/kube/quantity.ts';

const ofPod = (resources: JsonObject): JsonObject => ({ spec: { resources } });
const limited = (name: string, limits: JsonObject, rest: JsonObject = {}): JsonObject => ({
  name,
  resources: { limits },
  ...rest,
});
const huge = { 'hugepages-2Mi': '2Mi', cpu: '1' };
const other = { 'hugepages-1Gi': '1Gi', 'example.com/gpu': '1' };
const native = { restartPolicy: 'Always' };

const neededOf = (pod: JsonObject, names: readonly string[]) => {
  const askersFor = askersOf(pod, new Set(names));
  return names.map((name) =>
    (['requests', 'limits'] as const).map((kind) => {
      const needed = neededTogether(askersFor(name), (asker) => asker[kind]);
      return needed && formatQuantity(needed);
    }),
  );
};

describe('what a pod asks for as a whole', () => {
  it.each<[asks: boolean, resources: JsonObject]>([
    [true, { requests: { cpu: '1' } }],
    [true, { limits: { 'hugepages-2Mi': '2Mi' } }],
    [false, {}],
    [false, { requests: { cpu: null }, limits: {} }],
    [false, { limits: { 'example.com/gpu': '1' } }],
    [false, { requests: { cpu: '1' }, limits: { 'example.com/gpu': null } }],
  ])('is there: %s, of %j', (asks, resources) => {
    expect(asksAsWhole(ofPod(resources))).toBe(asks);
  });

  it.each<[fills: boolean, requests: JsonObject, ofContainer: JsonObject]>([
    [true, {}, huge],
    [false, { 'hugepages-2Mi': '2Mi' }, huge],
    [false, { cpu: '1' }, { cpu: '1', 'hugepages-2Mi': null }],
    [false, {}, { 'example.com/gpu': '1' }],
  ])('gets a limit: %s, with requests %j, and a container with limits %j', (fills, requests, own) => {
    for (const list of ['containers', 'initContainers'] as const) {
      expect(fillsLimitIn({ spec: { [list]: [limited('app', own)] } }, requests)).toBe(fills);
    }
  });
});

describe('changedPodLevelNames', () => {
  const app = limited('app', huge);
  const agent = limited('agent', other);
  it.each<[what: string, before: JsonObject, after: JsonObject, names: readonly string[]]>([
    ['of the same container none', { containers: [app] }, { containers: [app] }, []],
    [
      'of the pod as a whole what is another amount',
      { containers: [app], resources: { limits: { ...huge, ...other } } },
      { containers: [app], resources: { limits: { ...huge, 'hugepages-1Gi': '2Gi' } } },
      ['hugepages-1Gi'],
    ],
    ['of one that was added its own', { containers: [app] }, { containers: [agent, app] }, ['hugepages-1Gi']],
    ['of one that went its own', { containers: [agent, app] }, { containers: [agent] }, ['hugepages-2Mi']],
    [
      'of one that asks for more that alone',
      { containers: [limited('app', { ...huge, ...other })] },
      { containers: [limited('app', { ...huge, 'hugepages-1Gi': '2Gi' })] },
      ['hugepages-1Gi'],
    ],
    ['of one that moved its own', { containers: [app] }, { initContainers: [app] }, ['hugepages-2Mi']],
    [
      'of one that restarts now its own',
      { initContainers: [app] },
      { initContainers: [{ ...app, ...native }] },
      ['hugepages-2Mi'],
    ],
    [
      'of those whose order changed their own',
      { initContainers: [app, agent] },
      { initContainers: [agent, app] },
      ['hugepages-1Gi'],
    ],
  ])('has %s, beside cpu and memory', (_, before, after, names) => {
    expect([...changedPodLevelNames({ spec: before }, { spec: after })]).toEqual(['cpu', 'memory', ...names]);
  });

  it('finds what changed among very many, those that it was drafted of, and others', () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`hugepages-${index}`, '1']));
    const draft = new Draft(many);
    draft.set('hugepages-7', '2');
    draft.set('example.com/gpu', '1');
    for (const limits of [draft.value, { ...draft.value }]) {
      const [before, after] = [many, limits].map((each) => ({ spec: { containers: [limited('app', each)] } }));
      expect([...changedPodLevelNames(before ?? {}, after ?? {})]).toEqual(['cpu', 'memory', 'hugepages-7']);
    }
  });

  const names = ['hugepages-a', 'hugepages-b', 'hugepages-c'];
  const amounts = fc.dictionary(fc.constantFrom(...names), fc.constantFrom('1', '2'), { noNullPrototype: true });
  const containers = fc.uniqueArray(
    fc
      .record({ name: fc.constantFrom('a', 'b', 'c'), requests: amounts, limits: amounts, isNative: fc.boolean() })
      .map(({ name, requests, limits, isNative }) => ({
        name,
        resources: { requests, limits },
        ...(isNative ? native : {}),
      })),
    { selector: ({ name }) => name },
  );
  const lists = fc.record({ containers, initContainers: containers });
  it('lacks only what all containers together need as before', () => {
    const pods = fc.tuple(lists, lists, fc.boolean()).map(([before, after, isShared]) => {
      // What an injection leaves alone is the very same container.
      const kept = isShared ? [...after.initContainers.slice(0, 1), ...before.initContainers] : after.initContainers;
      return [{ spec: before }, { spec: { ...after, initContainers: kept } }] as const;
    });
    fc.assert(
      fc.property(pods, ([before, after]) => {
        const changed = changedPodLevelNames(before, after);
        const kept = names.filter((name) => !changed.has(name));
        const [old, now] = [before, after].map((pod) => neededOf(pod, kept));
        expect(now).toEqual(old);
      }),
    );
  });
});
