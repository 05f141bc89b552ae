/**
 * Many clusters in warm environments, as a discrete-event simulation: how many reads a second they make of Parameter
 * Store, and how old what they answer with is. Cache and source are the real ones, on a clock that jumps.
 */
import { createSnapshotCache } from '../../../lib/config/cache/snapshot-cache.ts';
import { digestOf, encodeRelease } from '../../../lib/config/release/release.ts';
import { createParameterStoreSource } from '../../../lib/config/source/ssm/parameter-store-source.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { loadTestSnapshot, testTemplateNames } from '../../unit/config/cache/scripted-source.ts';

/** What the simulation is told. */
export interface ManyClusters {
  readonly clusters: number;
  readonly environments: number;
  /** Parameters that each cluster has of its own. */
  readonly own: number;
  /** Each environment is asked for each cluster so often, in milliseconds. */
  readonly everyMs: number;
  /** Whether a release of the default's pins all of them. */
  readonly isPinned?: boolean;
}

/** What came of it, once all environments knew all clusters. */
export interface ManyClustersOutcome {
  readonly readsPerSecond: number;
  /** The oldest configuration that an answer was made of, in seconds. */
  readonly oldestSeconds: number;
  readonly unavailable: number;
}

const names = ['policy', 'values', 'template', 'mesh', 'proxyconfigs'] as const;
const warmUpMs = 70_000;
const measuredMs = 120_000;
const readMs = 20;

interface Run {
  readonly scenario: ManyClusters;
  readonly clock: FakeClock;
  readonly store: ParameterStore;
  readonly start: number;
  reads: number;
  oldestMs: number;
  unavailable: number;
}

/** Runs a scenario to its end. The same scenario gives the same outcome. */
export async function simulateManyClusters(scenario: ManyClusters): Promise<ManyClustersOutcome> {
  const clock = new FakeClock(1);
  const run: Run = {
    scenario,
    clock,
    store: fill(scenario),
    start: clock.now(),
    reads: 0,
    oldestMs: 0,
    unavailable: 0,
  };
  const environments = Array.from({ length: scenario.environments }, (_, index) => runEnvironment(run, index));
  await clock.until(Promise.all(environments));
  return {
    readsPerSecond: run.reads / (measuredMs / 1000),
    oldestSeconds: run.oldestMs / 1000,
    unavailable: run.unavailable,
  };
}

function fill({ clusters, own, isPinned = false }: ManyClusters): ParameterStore {
  const store = new ParameterStore();
  store.put('/s/default/policy', 'enabled');
  if (isPinned) {
    store.put(
      '/s/default/release',
      encodeRelease([{ name: 'default/policy', version: 1, sha256: digestOf('enabled') }]),
    );
  }
  for (let cluster = 0; cluster < clusters; cluster++) {
    for (const name of names.slice(0, own)) {
      store.put(`/s/c${cluster}/${name}`, 'enabled');
    }
  }
  return store;
}

async function runEnvironment(run: Run, index: number): Promise<void> {
  const { clock, scenario, start } = run;
  const cache = createCache(run);
  const betweenMs = scenario.everyMs / scenario.clusters;
  await clock.sleep(index * 1000 * clock.random());
  for (let request = index; clock.now() < start + warmUpMs + measuredMs; request++) {
    const call = { deadline: clock.now() + 10_000 };
    const cluster = `c${request % scenario.clusters}`;
    await (await cache.snapshot(cluster, call)).finish();
    // What a refresh beside the answer has confirmed is as old as that: nothing is read here.
    const last = await cache.snapshot(cluster, call);
    await last.finish();
    if (last.kind === 'unavailable') {
      run.unavailable += 1;
    } else if (isMeasured(run)) {
      run.oldestMs = Math.max(run.oldestMs, last.ageMs);
    }
    await clock.sleep(betweenMs);
  }
}

function createCache(run: Run) {
  const { clock, store } = run;
  const reader = {
    region: 'simulated',
    async getParameters(selected: readonly string[], signal: AbortSignal | undefined) {
      await clock.sleep(readMs, signal);
      run.reads += isMeasured(run) ? 1 : 0;
      return selected.flatMap((name) => {
        const found = store.find(name);
        return found === undefined ? [] : [{ name, value: found.value, version: found.version }];
      });
    },
  };
  const source = createParameterStoreSource({ root: '/s', reader, clock });
  return createSnapshotCache({ source, clock, loadSnapshot: loadTestSnapshot, templateNames: testTemplateNames });
}

function isMeasured({ clock, start }: Run): boolean {
  return clock.now() >= start + warmUpMs && clock.now() < start + warmUpMs + measuredMs;
}
