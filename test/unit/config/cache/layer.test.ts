import { beforeEach, describe, expect, it } from 'vitest';
import { Fleet, type FleetMember, fleetLimits } from '../../../../lib/config/cache/fleet.ts';
import { ageLimits } from '../../../../lib/config/cache/freshness.ts';
import { Layer } from '../../../../lib/config/cache/layer.ts';
import type { ParameterReading } from '../../../../lib/config/source/source.ts';
import { FakeClock } from '../../../support/fakes/fake-clock.ts';

const names = ['policy', 'values', 'release', 'switch'].map((name) => `prod/${name}`);
const member: FleetMember = { names: [], readAt: 0, isDueSoon: false, take: () => {} };

let clock: FakeClock;
let fleet: Fleet;
let stored: ParameterReading;
let asked: string[][];
beforeEach(() => {
  clock = new FakeClock();
  clock.random = () => 0;
  fleet = new Fleet();
  stored = found({ 'prod/policy': 'off' });
  asked = [];
});

function found(values: Readonly<Record<string, string>>, failed: readonly string[] = []): ParameterReading {
  return {
    parameters: new Map(Object.entries(values).map(([name, value]) => [name, { name, value, version: 1 }])),
    failures: new Map(failed.map((name) => [name, new Error('denied')])),
  };
}

function layerOf(folder = 'prod'): Layer {
  const source = {
    description: '',
    read: async (requests: readonly { readonly name: string }[]) => {
      asked.push(requests.map(({ name }) => name));
      return stored;
    },
  };
  const own = names.map((name) => name.replace('prod', folder));
  return new Layer(folder, own, { source, clock, fleet });
}

function enlarge(count = fleetLimits.small + 1): void {
  for (let index = 0; index < count; index++) {
    fleet.add({ ...member });
  }
}

describe('a layer', () => {
  it('keeps what it knows as it is while nothing has changed', () => {
    const layer = layerOf();
    layer.take(names, stored);
    const { reading, configuration } = layer;
    layer.take(names, found({ 'prod/policy': 'off' }));
    expect(layer.reading).toBe(reading);
    layer.take(names, found({ 'prod/policy': 'off', 'prod/switch': 'off' }));
    expect(layer.reading).not.toBe(reading);
    expect(layer.configuration).toBe(configuration);
    expect(layer.characters).toBe('off'.length * 2);
  });

  it('keeps what it knows of names that were not asked for', () => {
    const layer = layerOf();
    layer.take(names, found({ 'prod/policy': 'off' }, ['prod/values']));
    layer.take(['prod/policy'], found({ 'prod/policy': 'enabled', 'prod/release': 'of another' }));
    expect([...layer.reading.parameters.keys(), ...layer.reading.failures.keys()]).toEqual([
      'prod/policy',
      'prod/values',
    ]);
    expect(layer.isEmpty).toBe(false);
  });

  it('is empty where nothing stands but its switch', () => {
    const layer = layerOf();
    layer.take(names, found({ 'prod/switch': 'off' }));
    expect(layer.isEmpty).toBe(true);
  });

  it.each<[folder: string, clusters: number, random: number, wantMs: number]>([
    ['prod', 1, 0, ageLimits.freshMs],
    ['prod', 1, 0.5, ageLimits.freshMs * 0.9],
    ['prod', 100, 0, 2 * ageLimits.freshMs],
    ['prod', 100, 1, 2 * ageLimits.freshMs * 0.95],
    ['default', 100, 0, ageLimits.freshMs],
  ])('of %s among %i clusters by chance %s is fresh for %i ms', (folder, clusters, random, wantMs) => {
    enlarge(clusters);
    clock.random = () => random;
    const layer = layerOf(folder);
    layer.take(names, stored);
    clock.freeze(wantMs);
    expect(layer.age()).toBe('fresh');
    clock.freeze(1);
    expect(layer.age()).toBe('stale');
  });

  it('is due soon when half of its time is over, and not before it was read', () => {
    const layer = layerOf();
    expect([layer.readAt, layer.isDueSoon]).toEqual([undefined, false]);
    layer.take(names, stored);
    clock.freeze(ageLimits.freshMs / 2);
    expect(layer.isDueSoon).toBe(false);
    clock.freeze(1);
    expect(layer.isDueSoon).toBe(true);
  });

  it('tells the fleet whether the release of the default is there', () => {
    const base = layerOf('default');
    base.take(['default/release'], found({ 'default/release': 'x' }));
    expect(fleet.isPinned).toBe(true);
    layerOf().take(names, stored);
    expect(fleet.isPinned).toBe(true);
    base.take(['default/release'], found({}));
    expect(fleet.isPinned).toBe(false);
  });

  it('reads no other along for the default, and those that are due for a cluster', async () => {
    const taken: string[] = [];
    fleet.add({ ...member, names: ['test/policy'], isDueSoon: true, take: (given) => taken.push(...given) });
    await layerOf('default').flight.join().result;
    await layerOf().flight.join().result;
    expect(asked).toEqual([names.map((name) => name.replace('prod', 'default')), [...names, 'test/policy']]);
    expect(taken).toEqual(['test/policy']);
  });

  it('takes nothing of a reading that nobody waits for any more', async () => {
    const layer = layerOf();
    const { result, leave } = layer.flight.join();
    leave();
    await expect(result).rejects.toThrow('nobody waits');
    expect(layer.readAt).toBeUndefined();
  });
});

describe('learning names', () => {
  const many = Array.from({ length: 45 }, (_, index) => `prod/templates/${index}`);

  it('has forty more at most, with what was found of those', () => {
    const layer = layerOf();
    layer.learn(many, found({ 'prod/templates/0': 'x', 'prod/templates/44': 'y' }));
    expect(layer.names).toEqual([...names, ...many.slice(0, 40)]);
    expect([...layer.configuration.parameters.keys()]).toEqual(['prod/templates/0']);
  });

  it('changes nothing where there is no name or no room', () => {
    const layer = layerOf();
    layer.learn(many.slice(0, 40), found({}));
    layer.learn(many.slice(0, 42), found({}));
    const { reading } = layer;
    layer.learn(['prod/templates/new'], found({ 'prod/templates/new': 'x' }));
    layer.learn([], found({}));
    expect(layer.names).toHaveLength(44);
    expect(layer.reading).toBe(reading);
  });
});

describe('names that many clusters ask for', () => {
  const has = (values: readonly string[], failed: readonly string[] = []) =>
    found(Object.fromEntries(values.map((name) => [`prod/${name}`, 'x'])), failed);
  const short = (layer: Layer) => layer.names.map((name) => name.replace('prod/', ''));
  const readings = (layer: Layer, count: number, reading: ParameterReading) =>
    Array.from({ length: count }, () => {
      const given = short(layer);
      layer.take(names, reading);
      return given;
    });

  it('are all with the first reading, and for the default', () => {
    enlarge();
    expect(layerOf().names).toEqual(names);
    const base = layerOf('default');
    base.take([], found({}));
    expect(base.names).toHaveLength(4);
  });

  it('are all while there are not so many', () => {
    enlarge(fleetLimits.small);
    const layer = layerOf();
    layer.take(names, stored);
    expect(layer.names).toEqual(names);
  });

  it('are those that exist, the switch, and one other in turn', () => {
    enlarge();
    const layer = layerOf();
    expect(readings(layer, 4, has(['policy'])).slice(1)).toEqual([
      ['policy', 'switch', 'release'],
      ['policy', 'switch', 'values'],
      ['policy', 'switch', 'release'],
    ]);
  });

  it('are also those that exist and cannot be read', () => {
    enlarge();
    const layer = layerOf();
    layer.take(names, has(['policy'], ['prod/values']));
    expect(short(layer)).toEqual(['policy', 'values', 'switch', 'release']);
  });

  it('are no others where all exist', () => {
    enlarge();
    const layer = layerOf();
    layer.take(names, has(['policy', 'values'], ['prod/release', 'prod/switch']));
    layer.take([], found({}));
    expect(short(layer)).toEqual(['policy', 'values', 'release', 'switch']);
  });

  it('are one other with every second reading only where the rest is more than four', () => {
    enlarge();
    const layer = layerOf();
    layer.learn(['prod/templates/a', 'prod/templates/b'], has(['templates/a', 'templates/b']));
    layer.take(names, has(['policy', 'values']));
    expect(readings(layer, 3, has(['policy', 'values'])).map(({ length }) => length)).toEqual([5, 6, 5]);
    layer.take([...names, 'prod/templates/b'], has(['policy', 'values']));
    expect(readings(layer, 2, has(['policy', 'values'])).map(({ length }) => length)).toEqual([5, 5]);
  });

  it.each([
    ['its own release', (layer: Layer) => layer.take(names, has(['policy', 'release'])), ['release', 'switch']],
    [
      "the default's release",
      (layer: Layer) => {
        fleet.isPinned = true;
        layer.take(names, has(['policy']));
      },
      ['switch'],
    ],
  ])('are under %s no others that exist', (_name, prepare, want) => {
    enlarge();
    const layer = layerOf();
    prepare(layer);
    expect(short(layer).slice(0, -1)).toEqual(want);
  });

  it('are all due at once where a release is gone', () => {
    enlarge();
    const layer = layerOf();
    layer.take(names, has(['policy', 'release']));
    layer.take(names, has(['policy']));
    clock.freeze(1);
    expect(layer.age()).toBe('stale');
    layer.take(names, has(['policy']));
    clock.freeze(1);
    expect(layer.age()).toBe('fresh');
  });
});
