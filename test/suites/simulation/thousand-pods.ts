/**
 * A thousand pods at once on a cold function, as a discrete-event simulation: the cache, the source and its retries
 * are the real ones, on a clock that jumps from event to event. Lambda, API Gateway, the API server's retries and an
 * account's rate of reads are modelled below, each number named.
 */
import { createSnapshotCache, type SnapshotCache } from '../../../lib/config/cache/snapshot-cache.ts';
import { ParameterStoreError } from '../../../lib/config/source/ssm/errors.ts';
import type { ParameterReader } from '../../../lib/config/source/ssm/parameter-reader.ts';
import { createParameterStoreSource } from '../../../lib/config/source/ssm/parameter-store-source.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { loadTestSnapshot, testTemplateNames } from '../../unit/config/cache/scripted-source.ts';

/** What the simulation is told. */
export interface Scenario {
  readonly pods: number;
  readonly clusters: number;
  /** Reserved concurrency: environments at most. */
  readonly cap: number;
  /** Reads a second that the account allows, and those that others take of it. */
  readonly readsPerSecond: number;
  readonly othersPerSecond: number;
  readonly seed: number;
}

/** What came of it. */
export interface Outcome {
  readonly failed: number;
  readonly environments: number;
  readonly reads: number;
  readonly throttledReads: number;
  readonly peakReadsPerSecond: number;
  /** Milliseconds from a pod's creation to its answer, sorted. */
  readonly latencies: readonly number[];
  /** Answers 429 of Lambda's throttle, and 503 of ours. */
  readonly throttledRequests: number;
  readonly unavailable: number;
}

/** The scenario of the issue. */
export const thousandPods: Scenario = {
  pods: 1000,
  clusters: 1,
  cap: 100,
  readsPerSecond: 40,
  othersPerSecond: 5,
  seed: 1,
};

/** Milliseconds, unless they say otherwise. */
const model = {
  /** The webhook's timeout; the margin is what the handler leaves of it. */
  timeout: 10_000,
  margin: 250,
  retries: 10,
  /** The pods of one burst reach the webhook within this. */
  burst: 500,
  /** One way between API server and function, API Gateway included: at least, and the mean of what is added. */
  network: 5,
  networkJitter: 15,
  /** A new environment until INIT's own reading starts; the first and a later answer's CPU. */
  init: 350,
  firstAnswer: 80,
  answer: 15,
  /** A read of Parameter Store: at least, and the mean of what is added. */
  read: 15,
  readJitter: 15,
} as const;

interface Environment {
  readonly cache: SnapshotCache;
  isBusy: boolean;
  hasAnswered: boolean;
}

interface World {
  readonly scenario: Scenario;
  readonly clock: FakeClock;
  readonly store: ParameterStore;
  readonly environments: Environment[];
  readonly reads: number[];
  readonly latencies: number[];
  /** The account's rate as a bucket of tokens. */
  readonly bucket: { tokens: number; at: number };
  throttledReads: number;
  throttledRequests: number;
  unavailable: number;
  failed: number;
}

/** Runs a scenario to its end. The same seed gives the same outcome. */
export async function simulate(scenario: Scenario): Promise<Outcome> {
  const world = createWorld(scenario);
  const { clock } = world;
  const pods = Array.from({ length: scenario.pods }, (_, index) => runPod(world, `c${index % scenario.clusters}`));
  await clock.until(Promise.all(pods));
  return {
    failed: world.failed,
    environments: world.environments.length,
    reads: world.reads.length,
    throttledReads: world.throttledReads,
    peakReadsPerSecond: peak(world.reads),
    latencies: world.latencies.sort((a, b) => a - b),
    throttledRequests: world.throttledRequests,
    unavailable: world.unavailable,
  };
}

function createWorld(scenario: Scenario): World {
  const clock = new FakeClock(scenario.seed);
  const store = new ParameterStore();
  store.put('/s/default/policy', 'enabled');
  store.put('/s/default/tokens', '{}');
  for (let cluster = 0; cluster < scenario.clusters; cluster++) {
    store.put(`/s/c${cluster}/policy`, 'enabled');
  }
  const bucket = { tokens: scenario.readsPerSecond - scenario.othersPerSecond, at: clock.now() };
  const counts = { throttledReads: 0, throttledRequests: 0, unavailable: 0, failed: 0 };
  return { scenario, clock, store, environments: [], reads: [], latencies: [], bucket, ...counts };
}

/** One pod's admission: the API server's call and its retries, until an answer or the timeout. */
async function runPod(world: World, cluster: string): Promise<void> {
  const { clock } = world;
  await clock.sleep(clock.random() * model.burst);
  const created = clock.now();
  const timeout = created + model.timeout;
  for (let attempt = 0; attempt <= model.retries && clock.now() < timeout; attempt++) {
    await clock.sleep(delay(clock, model.network, model.networkJitter));
    const answer = await invoke(world, cluster, timeout);
    await clock.sleep(delay(clock, model.network, model.networkJitter));
    if (answer.kind === 'injected' && clock.now() <= timeout) {
      world.latencies.push(clock.now() - created);
      return;
    }
    if (answer.kind === 'retry') {
      await clock.sleep(answer.afterMs);
    }
  }
  world.failed += 1;
}

type Answer = { readonly kind: 'injected' } | { readonly kind: 'retry'; readonly afterMs: number };

/** Lambda: an idle environment, else a new one below the cap, else the throttle. */
async function invoke(world: World, cluster: string, timeout: number): Promise<Answer> {
  const { clock, scenario, environments } = world;
  const idle = environments.filter(({ isBusy }) => !isBusy);
  const warm = idle[Math.floor(clock.random() * idle.length)];
  if (warm === undefined && environments.length >= scenario.cap) {
    world.throttledRequests += 1;
    return { kind: 'retry', afterMs: 1000 };
  }
  const environment = warm ?? createEnvironment(world);
  environment.isBusy = true;
  if (warm === undefined) {
    await clock.sleep(model.init);
    await environment.cache.warm();
  }
  const answer = await handle(world, environment, { cluster, deadline: timeout - model.margin });
  environment.isBusy = false;
  return answer;
}

/** The handler: tokens, snapshot, answer, settling. */
async function handle(world: World, environment: Environment, call: { cluster: string; deadline: number }) {
  const { clock } = world;
  const { cache } = environment;
  const tokens = await cache.tokens.read({ deadline: call.deadline, refresh: false });
  const answer = tokens.kind === 'tokens' ? await cache.snapshot(call.cluster, call) : undefined;
  if (answer === undefined || answer.kind === 'unavailable') {
    world.unavailable += 1;
    await answer?.finish();
    return { kind: 'retry', afterMs: clock.random() < 0.5 ? 1000 : 2000 } as const;
  }
  await clock.sleep(environment.hasAnswered ? model.answer : model.firstAnswer);
  environment.hasAnswered = true;
  await answer.finish();
  return { kind: 'injected' } as const;
}

function createEnvironment(world: World): Environment {
  const { clock } = world;
  const source = createParameterStoreSource({ root: '/s', reader: createReader(world), clock });
  const cache = createSnapshotCache({
    source,
    clock,
    loadSnapshot: loadTestSnapshot,
    templateNames: testTemplateNames,
  });
  const environment = { cache, isBusy: false, hasAnswered: false };
  world.environments.push(environment);
  return environment;
}

function createReader(world: World): ParameterReader {
  const { clock, store, reads } = world;
  return {
    region: 'simulated',
    async getParameters(selected, signal) {
      await clock.sleep(delay(clock, model.read, model.readJitter), signal);
      if (!takeToken(world)) {
        world.throttledReads += 1;
        throw new ParameterStoreError('throttled', 'Rate exceeded');
      }
      reads.push(clock.now());
      return selected.flatMap((name) => {
        const found = store.find(name);
        return found === undefined ? [] : [{ name, value: found.value, version: found.version }];
      });
    },
  };
}

/** The bucket holds one second's worth at most and is refilled all the time. */
function takeToken({ bucket, clock, scenario }: World): boolean {
  const rate = scenario.readsPerSecond - scenario.othersPerSecond;
  bucket.tokens = Math.min(rate, bucket.tokens + ((clock.now() - bucket.at) / 1000) * rate);
  bucket.at = clock.now();
  if (bucket.tokens < 1) {
    return false;
  }
  bucket.tokens -= 1;
  return true;
}

function delay(clock: FakeClock, least: number, mean: number): number {
  return least - mean * Math.log(1 - clock.random());
}

function peak(times: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [index, at] of times.entries()) {
    while ((times[from] ?? at) <= at - 1000) {
      from += 1;
    }
    most = Math.max(most, index - from + 1);
  }
  return most;
}
