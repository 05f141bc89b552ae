import type { SnapshotProvider } from '../../config/snapshot-provider.ts';
import type { Policy } from '../../decide/policy.ts';
import { decodeSelector, matchesSelector } from '../../kube/label-selector.ts';
import { startLocalServer } from '../../local/local-server.ts';
import { namespaceSelector } from '../manifest/webhook-configuration.ts';
import { type ReviewReply, type ReviewTarget, sendReview } from './send-review.ts';
import { type TruthRow, truthTable } from './truth-table.ts';

/** What became of one row. `reply` is null where the API server would not have called the webhook. */
export interface RowResult {
  readonly row: TruthRow;
  readonly reply: ReviewReply | null;
}

/** What the rows are shown on. */
export interface DemonstrationOptions {
  readonly provider: SnapshotProvider;
  /** `KEY=VALUE` of namespaces that opt in. */
  readonly namespaceLabel: string;
}

/**
 * Sends every row of the truth table through HTTPS to servers of their own on free ports: the same parameters, with
 * the policy that the row asks for.
 */
export async function demonstrate({ provider, namespaceLabel }: DemonstrationOptions): Promise<readonly RowResult[]> {
  const selector = decodeSelector(namespaceSelector(namespaceLabel));
  const results: RowResult[] = [];
  for (const policy of ['enabled', 'disabled'] as const) {
    const server = await startLocalServer({ provider: withPolicy(provider, policy), port: 0 });
    const target: ReviewTarget = { url: `${server.url}/inject`, ca: server.ca };
    try {
      for (const row of truthTable.filter((candidate) => candidate.policy === policy)) {
        const isCalled = matchesSelector(selector, row.namespaceLabels);
        results.push({ row, reply: isCalled ? await sendReview(target, row.pod, row.namespace) : null });
      }
    } finally {
      await server.close();
    }
  }
  return truthTable.flatMap((row) => results.filter((result) => result.row === row));
}

/** The same configuration under another policy. */
function withPolicy(provider: SnapshotProvider, policy: Policy): SnapshotProvider {
  return {
    ...provider,
    async snapshot(cluster, call) {
      const answer = await provider.snapshot(cluster, call);
      return answer.kind === 'unavailable' ? answer : { ...answer, snapshot: { ...answer.snapshot, policy } };
    },
  };
}
