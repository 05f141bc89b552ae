import { defaultCluster, type Snapshot } from '../../config/snapshot.ts';
import type { SnapshotProvider } from '../../config/snapshot-provider.ts';
import { switchedOn } from '../../config/switch.ts';
import type { Policy } from '../../contract/policy.ts';
import { decodeSelector, matchesSelector } from '../../kube/label-selector.ts';
import { type LocalServer, startLocalServer } from '../../local/local-server.ts';
import { namespaceSelector } from '../manifest/webhook-configuration.ts';
import { finishedAnswer } from '../open-provider.ts';
import { type ReviewReply, reviewTarget, sendReview } from './send-review.ts';
import { type TruthRow, truthTable } from './truth-table.ts';

/** How long the configuration may take, in milliseconds. */
const readMs = 10_000;

/** What became of one row. `reply` is null where the API server would not have called the webhook. */
export interface RowResult {
  readonly row: TruthRow;
  readonly reply: ReviewReply | null;
}

/** What the rows are shown on. */
export interface DemonstrationOptions {
  readonly provider: SnapshotProvider;
  /** The server that serves these parameters. */
  readonly server: LocalServer;
  /** `KEY=VALUE` of namespaces that opt in. */
  readonly namespaceLabel: string;
}

/**
 * Sends every row of the truth table through HTTPS: to the server itself where its policy is the row's, else to one
 * beside it, on a free port, that has the same parameters but for the policy.
 */
export async function demonstrate(options: DemonstrationOptions): Promise<readonly RowResult[]> {
  const { provider, server } = options;
  const served = await servedPolicy(provider);
  const results: RowResult[] = [];
  for (const policy of ['enabled', 'disabled'] as const) {
    const rows = truthTable.filter((row) => row.policy === policy);
    if (policy === served) {
      results.push(...(await sendRows(rows, server, options.namespaceLabel)));
    } else {
      const beside = await startLocalServer({ provider: withPolicy(provider, policy), port: 0 });
      results.push(...(await sendRows(rows, beside, options.namespaceLabel).finally(() => beside.close())));
    }
  }
  return truthTable.flatMap((row) => results.filter((result) => result.row === row));
}

async function sendRows(
  rows: readonly TruthRow[],
  server: LocalServer,
  namespaceLabel: string,
): Promise<readonly RowResult[]> {
  const selector = decodeSelector(namespaceSelector(namespaceLabel));
  const target = reviewTarget(server);
  try {
    // The first review of a connection and a process says little: it is sent, and not shown.
    await Promise.all(rows.slice(0, 1).map((row) => sendReview(target, row.pod, row.namespace)));
    const results: RowResult[] = [];
    for (const row of rows) {
      const isCalled = matchesSelector(selector, row.namespaceLabels);
      results.push({ row, reply: isCalled ? await sendReview(target, row.pod, row.namespace) : null });
    }
    return results;
  } finally {
    target.agent.destroy();
  }
}

async function servedPolicy(provider: SnapshotProvider): Promise<Policy | undefined> {
  const answer = await finishedAnswer(provider, defaultCluster, readMs);
  return answer.kind === 'unavailable' || answer.switch.kind === 'off' ? undefined : answer.snapshot.policy;
}

/** The same configuration under another policy, and switched on; one object for one snapshot, as providers have it. */
function withPolicy(provider: SnapshotProvider, policy: Policy): SnapshotProvider {
  const changed = new WeakMap<Snapshot, Snapshot>();
  return {
    ...provider,
    defaultSwitch: () => switchedOn,
    async snapshot(cluster, call) {
      const answer = await provider.snapshot(cluster, call);
      if (answer.kind === 'unavailable') {
        return answer;
      }
      const snapshot = changed.get(answer.snapshot) ?? { ...answer.snapshot, policy };
      changed.set(answer.snapshot, snapshot);
      return { ...answer, snapshot, switch: switchedOn };
    },
  };
}
