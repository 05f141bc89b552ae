import { describeSwitch, type SwitchedOff } from '../config/switch.ts';
import type { SwitchedOffEntry } from '../observe/request-log.ts';
import { respond } from '../review/respond.ts';
import type { AnsweredReview } from './answer-review.ts';

/** A pod that is allowed as it came, because a switch is off. */
export interface SwitchedOffCall {
  /** Of the request; nothing else of it is looked at. */
  readonly uid: string;
  readonly switch: SwitchedOff;
  /** Whether the caller learns why: only one that is authenticated. */
  readonly isKnownCaller: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Allows a pod as it came. Needs neither tokens nor a configuration. */
export function answerSwitchedOff({ uid, switch: state, isKnownCaller, now }: SwitchedOffCall): AnsweredReview {
  const decision = { decision: 'skip', reason: 'switched-off', trace: `switch ${describeSwitch(state)} => skip` };
  const stated = isKnownCaller ? { ...decision, config: 'not needed' } : {};
  const response = respond({ uid, verdict: { kind: 'untouched' }, warnings: [], auditAnnotations: stated });
  return { response, entry: { outcome: 'skipped', ...decision, switchedOff: switchedOffFields(state, now) } };
}

function switchedOffFields({ parameter, reason, since, until }: SwitchedOff, now: number): SwitchedOffEntry {
  return {
    parameter,
    reason,
    ...(since === undefined ? {} : { seconds: Math.max(0, Math.round((now - since) / 1000)) }),
    ...(until === undefined ? {} : { isOverdue: now > until }),
  };
}
