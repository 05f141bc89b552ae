import { type Clock, systemClock } from '../../../lib/config/cache/clock.ts';
import { createSnapshotCache } from '../../../lib/config/cache/snapshot-cache.ts';
import type { Configuration } from '../../../lib/config/snapshot-provider.ts';
import { createParameterStoreSource } from '../../../lib/config/source/ssm/parameter-store-source.ts';
import { createSignedReader } from '../../../lib/config/source/ssm/signed-reader.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { loadTestSnapshot, testTemplateNames } from '../../unit/config/cache/scripted-source.ts';

/** One Lambda environment on a loopback Parameter Store of its own, reached as the Lambda reaches it. */
export interface LoopbackEnvironment {
  readonly server: ParameterStoreServer;
  /** Lets that many milliseconds pass on the wall clock and nowhere else, as a freeze does. */
  freeze(milliseconds: number): void;
  /** One whole request with so long to answer; a quarter of that is what something old may wait. */
  ask(cluster?: string, timeMs?: number): Promise<Configuration & { readonly waitedMs: number }>;
}

/** Starts one with a `default/policy` of `enabled`. Close its server. */
export async function startLoopbackEnvironment(): Promise<LoopbackEnvironment> {
  const server = await startParameterStore();
  server.store.put('/r/default/policy', 'enabled');
  let frozen = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + frozen };
  const reader = createSignedReader(server.environment, { now: clock.now });
  const source = createParameterStoreSource({ root: '/r', reader, clock });
  const cache = createSnapshotCache({
    source,
    clock,
    loadSnapshot: loadTestSnapshot,
    templateNames: testTemplateNames,
  });
  return {
    server,
    freeze: (milliseconds) => {
      frozen += milliseconds;
    },
    async ask(cluster = 'default', timeMs = 4000) {
      const start = performance.now();
      const answer = await cache.snapshot(cluster, { deadline: clock.now() + timeMs });
      const newer = await answer.finish();
      return { ...(newer ?? answer), waitedMs: performance.now() - start };
    },
  };
}
