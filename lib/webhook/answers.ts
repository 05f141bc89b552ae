import type { Outcome } from '../observe/metrics.ts';
import type { HttpResponse } from './http.ts';

/** The answers that are no AdmissionReview: each with its status and what it counts as. */
const answers = {
  'unknown-path': { status: 404, outcome: 'rejected' },
  'wrong-method': { status: 405, outcome: 'rejected' },
  'wrong-content-type': { status: 415, outcome: 'rejected' },
  'bad-body': { status: 400, outcome: 'rejected' },
  'large-body': { status: 413, outcome: 'rejected' },
  denied: { status: 401, outcome: 'denied' },
  unavailable: { status: 503, outcome: 'unavailable' },
  fault: { status: 500, outcome: 'failed' },
} as const satisfies Readonly<Record<string, { status: number; outcome: Outcome }>>;

/** Why a request gets no AdmissionReview. */
export type RefusalKind = keyof typeof answers;

/** A request that gets no AdmissionReview, and what is said instead: one line, without anything of the request. */
export interface Refusal {
  readonly kind: RefusalKind;
  readonly problem: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const json = { 'content-type': 'application/json' } as const;

/** The same for a token that is missing, wrong, revoked or good for other clusters only. */
export const denial: Refusal = { kind: 'denied', problem: 'not authorized' };

/** 200 with an AdmissionReview, or with the state of health. */
export function success(body: string): HttpResponse {
  return { status: 200, headers: json, body };
}

/** The answer to a request that gets no AdmissionReview: one line of JSON. */
export function refuse({ kind, problem, headers = {} }: Refusal): HttpResponse {
  return { status: answers[kind].status, headers: { ...json, ...headers }, body: JSON.stringify({ error: problem }) };
}

/** What a refusal counts as. */
export function outcomeOf({ kind }: Refusal): Outcome {
  return answers[kind].outcome;
}

/**
 * For API servers, which retry inside their timeout when asked to. They wait exactly as long as the answer says, without jitter
 * of their own, so the answer says one or two seconds, at random.
 */
export function retryAfter(random: number): Readonly<Record<string, string>> {
  return { 'retry-after': random < 0.5 ? '1' : '2' };
}
