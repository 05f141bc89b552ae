import type { Budget } from '../base/budget.ts';
import { describeProblem } from '../config/config-problem.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { Configuration } from '../config/snapshot-provider.ts';
import { decide, formatTrace } from '../decide/decide.ts';
import type { Decision } from '../decide/decision.ts';
import { decodeSubject } from '../decide/subject.ts';
import { inject } from '../inject/inject.ts';
import type { InjectMemory } from '../inject/memory/inject-memory.ts';
import type { RequestEntry } from '../observe/request-log.ts';
import { type AdmissionRequest, reviewTarget } from '../review/admission-review.ts';
import { type ReviewResponse, type ReviewVerdict, respond } from '../review/respond.ts';
import { reviewedPod } from '../review/reviewed-pod.ts';
import { refusalWithContact, staleWarnings } from './contact.ts';

/** The configuration that a review is answered by: perhaps the last known good one. */
export type UsableSnapshot = Exclude<Configuration, { kind: 'unavailable' }>;

/** What a review is answered with. */
export interface ReviewSurroundings {
  /** The pairs after `inject` in the address, in order. */
  readonly pairs: ReadonlyMap<string, string>;
  readonly configuration: UsableSnapshot;
  readonly memory: InjectMemory;
  /** What the work may come to. */
  readonly budget: Budget;
  /** Whether the age of the configuration is asked for; elsewhere no answer depends on when it was read. */
  readonly isTrial?: boolean;
}

/** An AdmissionReview to send, and what the log says of it. */
export interface AnsweredReview {
  readonly response: ReviewResponse;
  readonly entry: Partial<RequestEntry> & Pick<RequestEntry, 'outcome'>;
}

/** A verdict on one pod, before it is put into words. */
interface Ruling {
  readonly verdict: ReviewVerdict;
  readonly warnings: readonly string[];
}

const untouched: Ruling = { verdict: { kind: 'untouched' }, warnings: [] };

/** The answer that needs no configuration: rules on the request alone decide. Null where they do not. */
export function answerWithoutConfiguration(request: AdmissionRequest): AnsweredReview | null {
  const decision = decide(subjectOf(request), null);
  return decision.kind === 'undecided' ? null : answered(request, { decision, ruling: untouched, configuration: null });
}

/**
 * Decides about a pod, injects it where that is the decision, and puts it into words. Pure, but for what injecting
 * remembers.
 * @throws InjectError where the configuration or this program is at fault; BudgetError where the work was given up.
 * @throws ReviewError where the request has no pod.
 */
export function answerReview(request: AdmissionRequest, around: ReviewSurroundings): AnsweredReview {
  const { configuration, isTrial = false } = around;
  const decision = decide(subjectOf(request), configuration.snapshot);
  const ruling = decision.kind === 'inject' ? injectPod(request, around) : untouched;
  return answered(request, { decision, ruling, configuration, isTrial });
}

function subjectOf(request: AdmissionRequest) {
  const { operation, namespace, object } = request;
  return decodeSubject({ operation, namespace, pod: object, target: reviewTarget(request) });
}

function injectPod(request: AdmissionRequest, { pairs, configuration, memory, budget }: ReviewSurroundings): Ruling {
  const pod = reviewedPod(request);
  const { contact } = configuration.snapshot.settings;
  const isStale = configuration.kind === 'stale';
  const { namespace, form, cut } = request;
  const known = { ...(form === undefined ? {} : { form }), ...(cut === undefined ? {} : { cut }) };
  const asked = { pod, namespace, address: pairs, isStale, budget, ...known };
  const outcome = inject(asked, configuration.snapshot, memory);
  switch (outcome.kind) {
    case 'injected':
      return { verdict: { kind: 'patch', patch: outcome.patch }, warnings: outcome.warnings };
    case 'unchanged':
      return { verdict: { kind: 'untouched' }, warnings: outcome.warnings };
    case 'refused':
      return { verdict: { kind: 'refused', message: refusalWithContact(outcome.message, contact) }, warnings: [] };
  }
}

interface Decided {
  readonly decision: Decision;
  readonly ruling: Ruling;
  readonly configuration: UsableSnapshot | null;
  readonly isTrial?: boolean;
}

const outcomes = { patch: 'injected', untouched: 'skipped', refused: 'refused' } as const;

function answered({ uid }: AdmissionRequest, { decision, ruling, configuration, isTrial }: Decided): AnsweredReview {
  const trace = formatTrace(decision);
  const { kind, reason } = decision;
  const stale = configuration === null ? undefined : staleness(configuration);
  const warnings = [...decision.warnings, ...ruling.warnings, ...ageWarnings(configuration)];
  const config = describe(configuration?.snapshot, stale);
  const origin = configuration === null ? {} : originOf(configuration, isTrial);
  const auditAnnotations = { decision: kind, reason, trace, config, ...origin };
  const response = respond({ uid, verdict: ruling.verdict, warnings, auditAnnotations });
  const { patchBytes } = response;
  const known = configuration === null ? {} : factsOf(configuration);
  const optional = { ...known, ...(stale === undefined ? {} : { stale }) };
  const outcome = outcomes[ruling.verdict.kind];
  const problem = ruling.verdict.kind === 'refused' ? { problem: ruling.verdict.message } : {};
  const warned = warnings.length === 0 ? {} : { warnings };
  const entry = { outcome, decision: kind, reason, trace, patchBytes, ...warned, ...problem, ...optional };
  return { response, entry };
}

/** For the audit log: the release in force; for a trial also how long ago the configuration was seen to be current. */
function originOf({ snapshot: { release }, ageMs }: UsableSnapshot, isTrial = false): Readonly<Record<string, string>> {
  return {
    ...(release === undefined ? {} : { release: `${release.name} version ${release.version}` }),
    ...(isTrial ? { age: `${Math.round(ageMs / 1000)} s` } : {}),
  };
}

/** For the log: which configuration, and what is wrong with it and does no harm. */
function factsOf({ snapshot, notices, isHeldBack }: UsableSnapshot): Partial<RequestEntry> {
  const described = notices.map((notice) => ({ code: notice.code, text: describeProblem(notice) }));
  return {
    fingerprint: snapshot.fingerprint,
    ...(described.length === 0 ? {} : { notices: described }),
    ...(isHeldBack ? { isHeldBack } : {}),
    ...(snapshot.clusters?.has(snapshot.cluster) === true ? { isListedCluster: true } : {}),
  };
}

function staleness(answer: UsableSnapshot): RequestEntry['stale'] {
  return answer.kind === 'stale' ? { ageSeconds: Math.round(answer.ageMs / 1000), cause: answer.cause } : undefined;
}

function ageWarnings(answer: UsableSnapshot | null): readonly string[] {
  const stale = answer === null ? undefined : staleness(answer);
  return answer === null || stale === undefined
    ? []
    : staleWarnings(stale.ageSeconds, answer.snapshot.settings.contact);
}

/** For the audit log: `a1b2c3d4e5f6`, or `a1b2c3d4e5f6, 312 s old: CAUSE`. */
function describe(snapshot: Snapshot | undefined, stale: RequestEntry['stale']): string {
  if (snapshot === undefined) {
    return 'not needed';
  }
  return stale === undefined
    ? snapshot.fingerprint
    : `${snapshot.fingerprint}, ${stale.ageSeconds} s old: ${stale.cause}`;
}
