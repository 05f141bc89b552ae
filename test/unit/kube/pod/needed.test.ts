import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../lib/json/json-value.ts';
import { itemsOf } from '../../../../lib/kube/pod/containers.ts';
import { type Asker, askedOf, askersOf, neededTogether } from '../../../../lib/kube/pod/needed.ts';
import { amountIn } from '../../../../lib/kube/pod/resources.ts';
import { formatQuantity } from '../../../../lib/kube/quantity.ts';

const requestOf = ({ requests }: Asker) => requests;
const aggregate = (pod: JsonObject, names: readonly string[]) => {
  const askersFor = askersOf(pod, new Set(names));
  const needed = names.map((name) => [name, neededTogether(askersFor(name), requestOf)] as const);
  return Object.fromEntries(needed.map(([name, amount]) => [name, amount && formatQuantity(amount)]));
};

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

describe('neededTogether', () => {
  it("is the most that ever runs at once, by Kubernetes' formula", () => {
    fc.assert(
      fc.property(pods, (pod) => {
        const of = (item: JsonObject, name: string) => Number(askedOf(item, name).requests?.unscaled ?? 0n);
        const sum = (items: readonly JsonObject[], name: string) =>
          items.reduce((all, item) => all + of(item, name), 0);
        const inits = itemsOf(pod, 'initContainers');
        const natives = (items: readonly JsonObject[]) =>
          items.filter(({ restartPolicy }) => restartPolicy === 'Always');
        const got = aggregate(pod, ['cpu', 'memory', 'a/b']);
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
    expect(aggregate(pod, ['cpu', ...Object.keys(requests)])).toEqual({ ...requests, cpu: '1' });
  });

  it.each<[resources: JsonObject, asked: readonly (string | undefined)[], asker: readonly (string | undefined)[]]>([
    [{ requests: { cpu: '1' } }, ['1', undefined], ['1', undefined]],
    [{ limits: { cpu: '2' } }, [undefined, '2'], ['2', '2']],
    [{ requests: { cpu: '1' }, limits: { cpu: '2' } }, ['1', '2'], ['1', '2']],
    [{ requests: { cpu: null }, limits: { memory: '1Gi' } }, [undefined, undefined], []],
  ])('of %j a container itself asks for %j, and the API server has it ask for %j', (resources, asked, asker) => {
    const textsOf = (amounts: ReturnType<typeof askedOf>) =>
      [amounts.requests, amounts.limits].map((amount) => amount && formatQuantity(amount));
    const one = { name: 'c', resources };
    expect(textsOf(askedOf(one, 'cpu'))).toEqual(asked);
    const { containers } = askersOf({ spec: { containers: [one] } }, new Set(['cpu']))('cpu');
    expect(containers.flatMap(textsOf)).toEqual(asker);
  });

  it('reads an amount of an object once, and only what is asked for', () => {
    let reads = 0;
    const amounts = new Proxy<JsonObject>(
      { cpu: '1', memory: 'no amount' },
      {
        get: (target, name) => {
          reads += 1;
          return Reflect.get(target, name) as JsonValue;
        },
      },
    );
    expect([amountIn(amounts, 'cpu'), amountIn(amounts, 'cpu')].map((amount) => amount?.unscaled)).toEqual([1n, 1n]);
    expect(reads).toBe(1);
    expect(amountIn(amounts, 'none')).toBeUndefined();
    expect(() => amountIn(amounts, 'memory')).toThrow(expect.objectContaining({ code: 'bad-quantity' }));
  });

  it('finds who asks among few and among many names', () => {
    const many = Array.from({ length: 20 }, (_, index) => `hugepages-${index}`);
    const [one, two] = [container({ 'hugepages-3': '1', 'a/b': '1' }), container({ 'hugepages-3': '1', cpu: '1' })];
    for (const names of [['hugepages-3'], many]) {
      const askersFor = askersOf({ spec: { containers: [one], initContainers: [two] } }, new Set(names));
      const { containers, initContainers } = askersFor('hugepages-3');
      expect([...containers, ...initContainers].map((asker) => asker.container)).toEqual([one, two]);
      expect([askersFor('a/b'), askersFor('cpu')].map((askers) => askers.containers)).toEqual([[], []]);
    }
  });
});
