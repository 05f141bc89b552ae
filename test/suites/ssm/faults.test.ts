/**
 * Every fault of Parameter Store at every age of the cache, through the official client over the loopback: what a
 * pod being created gets. How long it waits is said on a fake clock, in test/unit.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { ageLimits } from '../../../lib/config/cache/freshness.ts';
import { type Fault, faults, type ParameterStoreServer } from '../../support/fakes/parameter-store-server.ts';
import { type LoopbackEnvironment, startLoopbackEnvironment } from './loopback-environment.ts';
import { soak } from './soak.ts';

async function start(): Promise<LoopbackEnvironment> {
  const environment = await startLoopbackEnvironment();
  onTestFinished(() => environment.server.close());
  return environment;
}

const freezes = { fresh: 0, stale: ageLimits.freshMs + 1000, old: ageLimits.staleMs + 1000 } as const;

interface Want {
  /** The answer where nothing was ever read. */
  readonly cold: 'unavailable' | 'fresh';
  /** The answer from something old. */
  readonly old: 'stale' | 'fresh';
  /** What the cause says where the answer has one. */
  readonly cause: RegExp;
}

/** Faults that last; and faults of one call, which the next attempt outlives. */
const lasting = { cold: 'unavailable', old: 'stale' } as const;
const passing = { cold: 'fresh', old: 'fresh', cause: /^$/ } as const;
type BreakDown = (server: ParameterStoreServer) => void;

/** Makes the next calls meet a fault. */
const calls = (fault: Fault, times = 99): BreakDown => {
  return (server) => {
    let left = times;
    server.fault = () => (left-- > 0 ? fault : undefined);
  };
};
const policy = '/r/default/policy';
const once = 1;

const rows: readonly (readonly [name: string, breakDown: BreakDown, want: Want])[] = [
  ['throttled', calls(faults.throttled), { ...lasting, cause: /in time|throttled/ }],
  [
    'throttled by what others read',
    (server) => {
      server.readsPerSecond = 0;
    },
    { ...lasting, cause: /in time|throttled/ },
  ],
  ['answering 500', calls(faults.unavailable), { ...lasting, cause: /in time|did not answer/ }],
  ['denied', calls(faults.denied), { ...lasting, cause: /allow ssm:GetParameters on arn/ }],
  ['hanging', calls(faults.hanging), { ...lasting, cause: /in time/ }],
  ['slow', calls({ kind: 'slow', milliseconds: 5000 }), { ...lasting, cause: /in time/ }],
  ['cut', calls(faults.cut), { ...lasting, cause: /in time|cut within/ }],
  ['reset', calls(faults.reset), { ...lasting, cause: /in time|did not answer/ }],
  ['answering wrong JSON', calls(faults['wrong JSON']), { ...lasting, cause: /in time|not Parameter Store's/ }],
  ['answering HTML', calls(faults['a page of HTML']), { ...lasting, cause: /in time|did not answer|not Parameter/ }],
  ['answering another shape', calls(faults['JSON of another shape']), { ...lasting, cause: /in time|not Parameter/ }],
  ['refusing stale signatures', calls(faults['signature expired']), { ...lasting, cause: /in time|credentials/ }],
  ['refusing expired credentials', calls(faults['credentials expired']), { ...lasting, cause: /in time|credentials/ }],
  ['answering 500 once', calls(faults.unavailable, once), passing],
  ['cut once', calls(faults.cut, once), passing],
  ['reset once', calls(faults.reset, once), passing],
  ['answering wrong JSON once', calls(faults['wrong JSON'], once), passing],
  ['refusing one stale signature', calls(faults['signature expired'], once), passing],
  [
    'holding one value that cannot be decrypted',
    ({ store }) => store.undecryptable.add(policy),
    { ...lasting, cause: /KMS key .* cannot decrypt/ },
  ],
  ['holding a typing error', ({ store }) => store.put(policy, 'of'), { ...lasting, cause: /"of" is no policy/ }],
  ['emptied', ({ store }) => store.parameters.clear(), { ...lasting, cause: /nothing was found below default/ }],
  [
    'answering what was there before the last edit',
    ({ store }) => {
      store.put(policy, 'disabled');
      store.behind.add(policy);
    },
    passing,
  ],
];

describe.concurrent.each(rows)('with Parameter Store %s', (_name, breakDown, want) => {
  it(`a cold request is ${want.cold}`, async () => {
    const environment = await start();
    breakDown(environment.server);
    const answer = await environment.ask();
    expect(answer.kind).toBe(want.cold);
    expect(answer.kind === 'unavailable' ? answer.cause : '').toMatch(want.cause);
  });

  it.each(['fresh', 'stale', 'old'] as const)('a request on something %s is answered', async (age) => {
    const environment = await start();
    await environment.ask();
    breakDown(environment.server);
    environment.freeze(freezes[age]);
    environment.server.dropSockets();
    const answer = await environment.ask();
    expect(answer.kind).toBe(age === 'old' ? want.old : 'fresh');
    expect(answer.kind === 'stale' ? answer.cause : '').toMatch(answer.kind === 'stale' ? want.cause : /^$/);
  });
});

describe('an environment that was frozen', () => {
  it.each([60_000, 3_600_000, 86_400_000])(
    'for %i ms answers with dead sockets and reads anew',
    async (milliseconds) => {
      const { server, freeze, ask } = await start();
      await ask();
      server.store.put('/r/default/policy', 'off');
      freeze(milliseconds);
      server.dropSockets();
      const answer = await ask();
      expect(answer.kind === 'fresh' && answer.snapshot.policy).toBe('off');
    },
  );
});

describe('many requests with faults at random', () => {
  it('get no wrong policy, leave nothing open, and never reject', async () => {
    const { wrong, rejections, openSockets } = await soak({ requests: 400, lanes: 10 });
    expect({ wrong, rejections }).toEqual({ wrong: [], rejections: [] });
    expect(openSockets).toBeLessThan(20);
  });
});
