import type { RequestEntry } from '../observe/request-log.ts';
import type { AnsweredReview } from './answer-review.ts';
import { outcomeOf, type Refusal, refuse, retryAfter, success } from './answers.ts';
import type { HttpResponse } from './http.ts';

/** An answer, and what the log says of the request. */
export interface Answer {
  readonly response: HttpResponse;
  readonly entry: Partial<RequestEntry> & Pick<RequestEntry, 'outcome'>;
}

/** An AdmissionReview. */
export function reviewed({ response, entry }: AnsweredReview): Answer {
  return { response: success(response.body), entry };
}

/** Any other answer, with why in the log. */
export function refused(refusal: Refusal): Answer {
  return { response: refuse(refusal), entry: { outcome: outcomeOf(refusal), problem: refusal.problem } };
}

/**
 * No configuration. The cause is for operators: it goes to the log, and not to the caller.
 * @param parts `random` from 0 up to 1
 */
export function unavailable({ random }: { readonly random: () => number }, cause: string): Answer {
  const problem = 'the injector has no configuration for this cluster now';
  const { response, entry } = refused({ kind: 'unavailable', problem, headers: retryAfter(random()) });
  return { response, entry: { ...entry, problem: cause } };
}
