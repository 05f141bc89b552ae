import type { ConfigProblem } from './config-problem.ts';
import type { Snapshot } from './snapshot.ts';
import type { SwitchState } from './switch.ts';

/** How long a request can wait. */
export interface SnapshotCall {
  /** Milliseconds since 1970 by which the request's answer must be on its way. */
  readonly deadline: number;
}

/** What goes with a configuration, and with there being none. */
export interface Standing {
  /** Goes before everything else. */
  readonly switch: SwitchState;
  /** What is wrong and does no harm: for the log, and for who edits. */
  readonly notices: readonly ConfigProblem[];
  /** Whether the newest configuration is valid, and held back because pods fail under it. */
  readonly isHeldBack: boolean;
}

/** Switched on, and nothing to say. */
export const goodStanding: Standing = { switch: { kind: 'on' }, notices: [], isHeldBack: false };

/**
 * What a request gets instead of configuration reads of its own.
 *
 * - `fresh`: read recently enough. Nothing to say about it.
 * - `stale`: the last known good configuration, because a newer one could not be had or does not validate. `cause`
 *   tells operators why, in one line without values or secrets; the answer and the log repeat it.
 * - `unavailable`: no configuration and no last known good one.
 *
 */
export type Configuration = (
  | { readonly kind: 'fresh'; readonly snapshot: Snapshot; readonly ageMs: number }
  | { readonly kind: 'stale'; readonly snapshot: Snapshot; readonly ageMs: number; readonly cause: string }
  | {
      readonly kind: 'unavailable';
      readonly snapshot?: undefined;
      readonly cause: string;
      readonly problems: readonly ConfigProblem[];
    }
) &
  Standing;

/**
 * A configuration, and how to be done with it. `finish` is called once the answer is ready, and always: it gives a
 * refresh in flight a last moment, then ends it, so that nothing runs when a Lambda environment freezes. It never
 * rejects. Where that moment has brought another configuration or switch, it resolves to what the answer should have
 * been made of.
 */
export type SnapshotAnswer = Configuration & { readonly finish: () => Promise<Configuration | undefined> };

/** Hands out snapshots by cluster. `file` and the Parameter Store cache implement it. */
export interface SnapshotProvider {
  /** Where the configuration comes from, for messages. */
  readonly description: string;
  /** Never rejects for what a source or an operator did: that is `stale` or `unavailable`. */
  snapshot(cluster: string, call: SnapshotCall): Promise<SnapshotAnswer>;
  /** The default's switch as it is known, which is without a read; undefined where it was never read. */
  defaultSwitch(): SwitchState | undefined;
  /** Whether the default snapshot is loaded. Reads nothing. */
  isReady(): boolean;
}
