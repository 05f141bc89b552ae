import { describe, expect, it } from 'vitest';
import type { GoStruct, GoValue } from '../../../../lib/go/value.ts';
import { inject } from '../../../../lib/inject/inject.ts';
import type { InjectConfiguration } from '../../../../lib/inject/injection-types.ts';
import { createInjectMemory } from '../../../../lib/inject/memory/inject-memory.ts';
import { TextRing } from '../../../../lib/inject/memory/text-ring.ts';
import { volatileView } from '../../../../lib/inject/memory/volatile-view.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { configurationOf } from '../fixture.ts';

const memory = createInjectMemory();
const token = (suffix: string): JsonObject => ({ name: `kube-api-access-${suffix}`, projected: {} });

function podOf(name: string, suffix: string): JsonObject {
  return {
    metadata: { generateName: 'web-', name, labels: { app: 'web' } },
    spec: {
      containers: [
        { name: 'app', volumeMounts: [{ name: `kube-api-access-${suffix}`, mountPath: '/var/run/secrets' }] },
      ],
      volumes: [token(suffix)],
    },
  };
}

/** A configuration whose template counts how often it runs, and reads the data by `read`. */
function counting(read: (data: GoStruct) => unknown): { configuration: InjectConfiguration; runs: () => number } {
  let runs = 0;
  const render = (data: GoValue): string => {
    runs += 1;
    const target = (data as { target: GoStruct }).target;
    return `metadata: {annotations: {read: ${JSON.stringify(String(read(target)))}}}`;
  };
  const configuration = { ...configurationOf({}), templates: new Map([['sidecar', { render }]]) };
  return { configuration, runs: () => runs };
}

const field = (value: GoValue | undefined, name: string): GoValue | undefined => (value as GoStruct).field(name);

function readBy(pod: JsonObject, configuration: InjectConfiguration, namespace = 'shop'): unknown {
  const outcome = inject({ pod, namespace, address: new Map() }, configuration, memory);
  return outcome.kind === 'injected' && ((outcome.pod.metadata as JsonObject).annotations as JsonObject).read;
}

describe('renderings that are remembered', () => {
  it.each([
    ['renderings', true],
    ['outcomes', false],
  ])('are not those of huge requests, for which looking would cost more than rendering (%s)', (_kind, keepsRecord) => {
    const { configuration: plain, runs } = counting((data) => field(field(data, 'ObjectMeta'), 'GenerateName'));
    const configuration = { ...plain, behaviour: { ...plain.behaviour, keepsRecord } };
    const ask = (name: string, isHuge: boolean) =>
      inject(
        { pod: podOf(name, 'aaaaa'), ...(isHuge ? { cut: new Set() } : {}), namespace: 'shop', address: new Map() },
        configuration,
        memory,
      );
    ask('web-1', true);
    ask('web-2', true);
    expect(runs()).toBe(2);
    ask('web-3', false);
    ask('web-4', false);
    expect(runs()).toBe(3);
  });

  it('serve another pod of the same workload', () => {
    const { configuration, runs } = counting((data) => field(field(data, 'ObjectMeta'), 'GenerateName'));
    expect(readBy(podOf('web-1', 'aaaaa'), configuration)).toBe('web-');
    expect(readBy(podOf('web-2', 'bbbbb'), configuration)).toBe('web-');
    expect(runs()).toBe(1);
  });

  it('are not kept where the template looks at the name', () => {
    const { configuration, runs } = counting((data) => field(field(data, 'ObjectMeta'), 'Name'));
    expect(readBy(podOf('web-1', 'aaaaa'), configuration)).toBe('web-1');
    expect(readBy(podOf('web-2', 'aaaaa'), configuration)).toBe('web-2');
    expect(runs()).toBe(2);
  });

  it('are not kept where the template looks at the volume of the token', () => {
    const { configuration } = counting((data) => {
      const volumes = field(field(data, 'Spec'), 'Volumes') as { at: (index: number) => GoValue };
      return field(volumes.at(0), 'Name');
    });
    expect(readBy(podOf('', 'aaaaa'), configuration)).toBe('kube-api-access-aaaaa');
    expect(readBy(podOf('', 'bbbbb'), configuration)).toBe('kube-api-access-bbbbb');
  });

  it.each([
    ['namespaces', podOf('web-1', 'aaaaa'), podOf('web-1', 'aaaaa'), 'other'],
    ['labels', podOf('', 'aaaaa'), { ...podOf('', 'aaaaa'), metadata: { generateName: 'web-' } }, 'shop'],
    [
      'annotations that look like the name of a token',
      annotated('kube-api-access-aaaaa'),
      annotated('kube-api-access-bbbbb'),
      'shop',
    ],
  ])('tell %s apart', (_name, first, second, namespace) => {
    const { configuration, runs } = counting(() => 'x');
    readBy(first, configuration);
    readBy(second, configuration, namespace);
    expect(runs()).toBe(2);
  });

  it('of a workload in a file see no namespace but its own', () => {
    const { configuration } = counting((data) => `namespace ${field(field(data, 'ObjectMeta'), 'Namespace')}`);
    const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
    const request = { pod: podOf('web-1', 'aaaaa'), namespace: 'shop', address: new Map() };
    expect(inject({ ...request, workload }, configuration)).toMatchObject({
      pod: { metadata: { annotations: { read: 'namespace ' } } },
    });
    expect(inject(request, configuration)).toMatchObject({
      pod: { metadata: { annotations: { read: 'namespace shop' } } },
    });
  });

  it('are forgotten where they are many characters', () => {
    let runs = 0;
    const render = (): string => {
      runs += 1;
      return `# ${'x'.repeat(900_000)}\nmetadata: {labels: {a: b}}`;
    };
    const configuration = { ...configurationOf({}), templates: new Map([['sidecar', { render }]]) };
    for (const namespace of ['a', 'b', 'c', 'd', 'd', 'e', 'a']) {
      inject({ pod: podOf('', 'aaaaa'), namespace, address: new Map() }, configuration, memory);
    }
    expect(runs).toBe(6);
  });

  it('belong to one state of the namespace', () => {
    const { configuration, runs } = counting(() => 'x');
    for (const team of ['a', 'b', 'a']) {
      const namespaceObject = { metadata: { name: 'shop', labels: { team } } };
      const request = { pod: podOf('', 'aaaaa'), namespace: 'shop', address: new Map(), namespaceObject };
      inject(request, configuration, memory);
    }
    expect(runs()).toBe(2);
  });

  it('belong to one workload of a file', () => {
    const { configuration, runs } = counting(() => 'x');
    for (const kind of ['Deployment', 'StatefulSet', 'Deployment']) {
      const workload = { apiVersion: 'apps/v1', kind, metadata: { name: 'web' } };
      inject({ pod: podOf('', 'aaaaa'), namespace: 'shop', address: new Map(), workload }, configuration, memory);
    }
    expect(runs()).toBe(2);
  });

  it('belong to one configuration', () => {
    const { configuration, runs } = counting(() => 'x');
    readBy(podOf('', 'aaaaa'), configuration);
    readBy(podOf('', 'aaaaa'), { ...configuration, values: { other: true } });
    expect(runs()).toBe(2);
  });
});

function annotated(text: string): JsonObject {
  const pod = podOf('', 'aaaaa');
  return { ...pod, metadata: { ...(pod.metadata as JsonObject), annotations: { text } } };
}

describe('volatileView', () => {
  it('takes a name that was not generated for part of the pod', () => {
    const named = (name: string) => volatileView({ metadata: { name }, spec: {} }, '').key();
    expect(named('a')).not.toBe(named('b'));
  });

  it('hides no volume but that of the token', () => {
    const spec = (name: string) => ({
      spec: { volumes: [token('aaaaa'), { name }], containers: [{ name: 'app', volumeMounts: [{ name }] }] },
    });
    expect(volatileView(spec('a'), '').key()).not.toBe(volatileView(spec('b'), '').key());
  });

  it('hides nothing where two volumes could be the token', () => {
    const spec = (name: string) => ({ spec: { volumes: [token('aaaaa'), token(name)] } });
    expect(volatileView(spec('bbbbb'), '').key()).not.toBe(volatileView(spec('ccccc'), '').key());
  });

  it.each<JsonObject>([
    podOf('web-1', 'aaaaa'),
    { metadata: {}, spec: { containers: [] } },
    { metadata: { name: 'a' }, spec: { volumes: [token('aaaaa')], containers: [{ name: 'app', volumeMounts: null }] } },
    { metadata: {}, spec: { volumes: [token('aaaaa')], initContainers: [{ volumeMounts: [null, { name: 'x' }] }] } },
  ])('shows the whole pod: %j', (pod) => {
    expect(volatileView(pod, '').pod()).toEqual(pod);
  });

  it("gives the pod the request's namespace where it has none", () => {
    const shown = (metadata: JsonObject, namespace: string) => volatileView({ metadata, spec: {} }, namespace).pod();
    expect(shown({}, 'shop')).toEqual({ metadata: { namespace: 'shop' }, spec: {} });
    expect(shown({ namespace: 'own' }, 'shop')).toEqual({ metadata: { namespace: 'own' }, spec: {} });
    expect(shown({}, '')).toEqual({ metadata: {}, spec: {} });
  });

  it('hides the same in two pods of a workload', () => {
    const init = (suffix: string): JsonObject => {
      const pod = podOf(`web-${suffix}`, suffix);
      return {
        ...pod,
        spec: { ...(pod.spec as JsonObject), initContainers: (pod.spec as JsonObject).containers ?? [] },
      };
    };
    expect(volatileView(init('aaaaa'), '').key()).toBe(volatileView(init('bbbbb'), '').key());
  });
});

describe('TextRing', () => {
  it('keeps the texts that were written last', () => {
    const ring = new TextRing(160);
    const texts = Array.from({ length: 100 }, (_, index) => `${'é'.repeat(index % 4)}${index}`);
    const places = texts.map((text) => ring.write(text));
    const kept = places.map((place) => place && ring.read(place));
    const gone = kept.lastIndexOf(undefined);
    expect(gone).toBeGreaterThan(50);
    expect(gone).toBeLessThan(90);
    expect(kept.slice(gone + 1)).toEqual(texts.slice(gone + 1));
  });

  it('is full only when not one byte is left', () => {
    const ring = new TextRing(160);
    const places = Array.from({ length: 16 }, (_, index) => ring.write(`text ${index}`.padEnd(10)));
    expect(places.map((place) => place && ring.read(place)?.trim())).toEqual(places.map((_, index) => `text ${index}`));
    ring.write('x');
    expect(places.map((place) => place && ring.read(place)).indexOf(undefined)).toBe(0);
  });

  it('takes no text that would push out most others', () => {
    expect(new TextRing(160).write('x'.repeat(11))).toBeUndefined();
  });
});
