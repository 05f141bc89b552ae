import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { itemsOf } from '../../../../lib/kube/pod/containers.ts';
import { aggregateAmounts, amountsOf } from '../../../../lib/kube/pod/resources.ts';
import { formatQuantity } from '../../../../lib/kube/quantity.ts';

const requestsOf = (container: JsonObject) => amountsOf(container, 'requests');
const aggregate = (pod: JsonObject) =>
  Object.fromEntries([...aggregateAmounts(pod, requestsOf)].map(([name, amount]) => [name, formatQuantity(amount)]));

const amounts = fc.dictionary(fc.constantFrom('cpu', 'memory', 'a/b'), fc.nat({ max: 9 }).map(String), {
  noNullPrototype: true,
});
const container = (requests: JsonObject): JsonObject => ({ name: 'c', resources: { requests } });
const pods = fc
  .record({
    containers: fc.array(amounts.map(container), { maxLength: 3 }),
    initContainers: fc.array(
      fc.tuple(amounts, fc.boolean()).map(([requests, isNative]) => ({
        ...container(requests),
        ...(isNative && { restartPolicy: 'Always' }),
      })),
      { maxLength: 4 },
    ),
  })
  .map((spec): JsonObject => ({ spec }));

describe('aggregateAmounts', () => {
  it("is the most that ever runs at once, by Kubernetes' formula", () => {
    fc.assert(
      fc.property(pods, (pod) => {
        const of = (item: JsonObject, name: string) => Number(requestsOf(item).get(name)?.unscaled ?? 0n);
        const sum = (items: readonly JsonObject[], name: string) =>
          items.reduce((all, item) => all + of(item, name), 0);
        const inits = itemsOf(pod, 'initContainers');
        const natives = (items: readonly JsonObject[]) =>
          items.filter(({ restartPolicy }) => restartPolicy === 'Always');
        const got = aggregate(pod);
        for (const name of ['cpu', 'memory', 'a/b']) {
          const phases = [
            sum([...itemsOf(pod, 'containers'), ...natives(inits)], name),
            ...inits.map((item, index) => of(item, name) + sum(natives(inits.slice(0, index)), name)),
          ];
          expect(Number(got[name] ?? 0)).toBe(Math.max(...phases));
        }
      }),
    );
  });

  it('does not look at all that sidecars ask for with each init container after them', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => index);
    const requests = Object.fromEntries(many.map((index) => [`example.com/r${index}`, '1']));
    const sidecar = { ...container(requests), restartPolicy: 'Always' };
    const pod = { spec: { initContainers: [sidecar, ...many.map(() => container({ cpu: '1' }))] } };
    expect(aggregate(pod)).toEqual({ ...requests, cpu: '1' });
  });
});
