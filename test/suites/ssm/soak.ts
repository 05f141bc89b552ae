import { type Fault, faults } from '../../support/fakes/parameter-store-server.ts';
import { startLoopbackEnvironment } from './loopback-environment.ts';

/** What a soak came to. Everything in it should be empty, but for a few kept-alive sockets. */
export interface SoakOutcome {
  /** Answers with a policy that was never stored for that cluster. */
  readonly wrong: readonly string[];
  /** Rejections that nobody handled. */
  readonly rejections: readonly unknown[];
  /** Connections open at the end, over all environments. */
  readonly openSockets: number;
  readonly unavailable: number;
}

const policies = { a: 'off', b: 'disabled', c: 'enabled', default: 'enabled' } as const;
const clusterNames = ['a', 'b', 'c', 'default'] as const;
/** Half of the calls fail in one of these ways. */
const randomFaults: readonly Fault[] = [
  ...Object.values(faults).filter(({ kind }) => kind !== 'hang'),
  { kind: 'slow', milliseconds: 30 },
];

/** Sends so many requests through environments side by side, while Parameter Store fails at random and time jumps. */
export async function soak({ requests, lanes }: { requests: number; lanes: number }): Promise<SoakOutcome> {
  const rejections: unknown[] = [];
  const onRejection = (cause: unknown): void => void rejections.push(cause);
  process.on('unhandledRejection', onRejection);
  try {
    const outcomes = await Promise.all(Array.from({ length: lanes }, () => soakLane(requests / lanes)));
    return {
      rejections,
      wrong: outcomes.flatMap(({ wrong }) => wrong),
      openSockets: outcomes.reduce((sum, lane) => sum + lane.openSockets, 0),
      unavailable: outcomes.reduce((sum, lane) => sum + lane.unavailable, 0),
    };
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}

async function soakLane(requests: number) {
  const { server, ask, freeze } = await startLoopbackEnvironment();
  server.store.put('/r/a/policy', policies.a);
  server.store.put('/r/b/policy', policies.b);
  server.fault = () =>
    Math.random() < 0.5 ? randomFaults[Math.floor(Math.random() * randomFaults.length)] : undefined;
  const wrong: string[] = [];
  let unavailable = 0;
  for (let index = 0; index < requests; index++) {
    freeze(Math.random() * 40_000 * (Math.random() < 0.05 ? 20 : 1));
    const cluster = clusterNames[index % clusterNames.length] ?? 'default';
    const answer = await ask(cluster, 500);
    unavailable += answer.kind === 'unavailable' ? 1 : 0;
    if (answer.kind !== 'unavailable' && answer.snapshot.policy !== policies[cluster]) {
      wrong.push(`${cluster}: ${answer.snapshot.policy}`);
    }
    server.calls.length = 0;
  }
  const openSockets = server.openSockets();
  await server.close();
  return { wrong, unavailable, openSockets };
}
