import type { Configuration, SnapshotAnswer, SnapshotCall } from '../snapshot-provider.ts';
import { within } from './clock.ts';
import type { ClusterConfiguration, ConfigurationParts } from './cluster-configuration.ts';
import { type Plan, planFor } from './freshness.ts';
import type { Seat } from './single-flight.ts';

/** A cluster's configuration as a request asks for it. */
export interface Obtaining {
  readonly configuration: ClusterConfiguration;
  readonly parts: Pick<ConfigurationParts, 'clock' | 'source'>;
}

/**
 * Gives one request its configuration, by the plan of its age. Once the answer is ready, `finish` gives the refresh
 * what it may still have, and then what it brought is tried and in force, for this request, too.
 */
export async function obtain(obtaining: Obtaining, call: SnapshotCall): Promise<SnapshotAnswer> {
  const { configuration } = obtaining;
  const plan = planOf(obtaining, call);
  const refresh = plan.kind === 'refresh' ? { ...plan, seat: configuration.flight.join() } : undefined;
  await waitFor(refresh, 'waitMs', obtaining);
  const first = answerFrom(obtaining);
  const finish = async (): Promise<Configuration | undefined> => {
    await waitFor(refresh, 'finishMs', obtaining);
    refresh?.seat.leave();
    configuration.adoptWaiting();
    return isInForce(first, obtaining) ? undefined : answerFrom(obtaining);
  };
  return { ...first, finish };
}

function planOf({ configuration, parts: { clock, source } }: Obtaining, { deadline }: SnapshotCall): Plan {
  if (configuration.good === undefined && configuration.wasJustRejected) {
    return { kind: 'use' };
  }
  const now = clock.now();
  return planFor({ age: configuration.age(), outage: source.outage, now, leftMs: deadline - now });
}

/** A refresh that a request shares, and how long it waits for it before and after its answer. */
type Refresh = Extract<Plan, { kind: 'refresh' }> & { readonly seat: Seat<void> };

async function waitFor(refresh: Refresh | undefined, time: 'waitMs' | 'finishMs', { parts }: Obtaining): Promise<void> {
  if (refresh !== undefined && refresh[time] > 0) {
    await within(parts.clock, refresh[time], refresh.seat.result).catch(() => undefined);
  }
}

/** Whether the same would be answered now. How old it is makes no difference. */
function isInForce(answer: Configuration, { configuration }: Obtaining): boolean {
  return answer.snapshot === configuration.good?.snapshot && answer.switch === configuration.switch;
}

function answerFrom({ configuration, parts }: Obtaining): Configuration {
  const { good, rejection, notices } = configuration;
  const cause = rejection?.cause ?? parts.source.cause ?? 'Parameter Store did not answer in time';
  const standing = { switch: configuration.switch, notices, isHeldBack: rejection?.isHeldBack ?? false };
  if (good === undefined) {
    return { kind: 'unavailable', cause, problems: rejection?.problems ?? [], ...standing };
  }
  const { snapshot } = good;
  const ageMs = Math.max(0, parts.clock.now() - configuration.confirmedAt);
  const isCurrent = rejection === undefined && configuration.age() !== 'old';
  return isCurrent
    ? { kind: 'fresh', snapshot, ageMs, ...standing }
    : { kind: 'stale', snapshot, ageMs, cause, ...standing };
}
