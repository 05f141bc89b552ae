import type { Authentication } from '../auth/authenticator.ts';
import { Budget, requestLimits } from '../base/budget.ts';
import { defaultCluster } from '../config/snapshot.ts';
import type { Configuration } from '../config/snapshot-provider.ts';
import type { SwitchedOff } from '../config/switch.ts';
import type { InjectMemory } from '../inject/memory/inject-memory.ts';
import type { AdmissionRequest } from '../review/admission-review.ts';
import { decodeReview } from '../review/decode-review.ts';
import { ReviewError } from '../review/errors.ts';
import type { KnownReviews } from '../review/known-reviews.ts';
import { readUid } from '../review/read-uid.ts';
import { reviewedPod, workloadOf } from '../review/reviewed-pod.ts';
import { type Answer, refused, reviewed, unavailable } from './answer.ts';
import { answerReview, answerWithoutConfiguration } from './answer-review.ts';
import { answerSwitchedOff } from './answer-switched-off.ts';
import { denial, type Refusal } from './answers.ts';
import { type HttpRequest, trialHeader } from './http.ts';
import type { IncomingCall } from './webhook-parts.ts';

/** A request to inject, and what is remembered between such requests. */
export interface Call extends IncomingCall {
  readonly memory: InjectMemory;
  readonly reviews: KnownReviews;
}

/**
 * Answers a request to inject: the switch for all clusters, then who asks, then the pod and its cluster. The first
 * goes before everything, because it must work where tokens, configuration or pod are broken; one that is off, or was
 * never read, is looked at again as old configuration is.
 * @throws whatever is a fault of the configuration or of this program.
 */
export async function answerCall(call: Call): Promise<Answer> {
  try {
    const isOn = call.parts.provider.defaultSwitch()?.kind === 'on';
    const off = isOn ? null : await answerBy(call, defaultCluster, (all) => answerAllOff(call, all));
    return off ?? (await answerCaller(call, await authenticate(call)));
  } catch (error) {
    if (error instanceof ReviewError) {
      return refused({ kind: error.code === 'too-large' ? 'large-body' : 'bad-body', problem: error.message });
    }
    throw error;
  }
}

async function answerAllOff(call: Call, { switch: state }: Configuration): Promise<Answer | null> {
  return state.kind === 'on'
    ? null
    : switchedOff(call, { state, isKnownCaller: (await authenticate(call)) === 'granted' });
}

function authenticate({ address, parts, deadline }: Call): Promise<Authentication> {
  return parts.authenticator.authenticate(address, { deadline });
}

function answerCaller(call: Call, authentication: Authentication): Answer | Promise<Answer> {
  const { parts, notes, address, request } = call;
  const all = parts.provider.defaultSwitch();
  if (all?.kind === 'off') {
    // Tokens were read anew meanwhile, and the switch with them.
    return switchedOff(call, { state: all, isKnownCaller: authentication === 'granted' });
  }
  if (authentication !== 'granted') {
    return authentication === 'denied' ? refused(denial) : unavailable(parts, 'tokens cannot be checked now');
  }
  notes.cluster = address.cluster;
  return isJson(request) ? answerGranted(call) : refused(wrongContentType);
}

const wrongContentType: Refusal = { kind: 'wrong-content-type', problem: 'send application/json' };

/** Parameters such as a charset are fine. */
function isJson({ headers }: HttpRequest): boolean {
  const type = headers.get('content-type')?.trim() ?? '';
  return type === 'application/json' || /^application\/json\s*(?:;|$)/i.test(type);
}

/** What rules on the request alone decide needs no configuration, and no fault of one can hold it up. */
function answerGranted(call: Call): Answer | Promise<Answer> {
  const { request, reviews, notes } = call;
  const review = reviews.find(request.path, request.body) ?? decodeOrError(request.body);
  if (review instanceof ReviewError) {
    return answerBy(call, call.address.cluster, (found) => answerOff(call, found) ?? raise(review));
  }
  const workload = workloadOf(review);
  notes.uid = review.uid;
  notes.namespace = review.namespace;
  if (workload !== undefined) {
    notes.workload = workload;
  }
  // What has a form was injected before, and then no rule on the request alone speaks against it.
  const early = review.form === undefined ? answerWithoutConfiguration(review) : null;
  if (early !== null) {
    return reviewed(early);
  }
  return answerBy(call, call.address.cluster, (found) => answerOff(call, found) ?? answerPod(call, review, found));
}

function answerPod(call: Call, review: AdmissionRequest, found: Configuration): Answer {
  const { parts, notes, address, deadline } = call;
  if (found.kind === 'unavailable') {
    return unavailable(parts, found.cause);
  }
  notes.fingerprint = found.snapshot.fingerprint;
  const budget = new Budget(requestLimits, { at: deadline, now: parts.now });
  const isTrial = call.request.headers.has(trialHeader);
  const around = { pairs: address.pairs, configuration: found, memory: call.memory, budget, isTrial };
  const answer = answerReview(review, around);
  if (answer.entry.outcome === 'injected') {
    const recent = { pod: reviewedPod(review), namespace: review.namespace, pairs: address.pairs };
    parts.recent.add(found.snapshot.cluster, recent, review.bytes);
    call.reviews.keep(call.request.path, call.request.body, review);
  }
  return reviewed(answer);
}

/** Where a switch is off, also a body that is too large to be looked at is answered. */
function answerOff(call: Call, { switch: state }: Configuration): Answer | null {
  return state.kind === 'off' ? switchedOff(call, { state, isKnownCaller: true }) : null;
}

function switchedOff(
  { request, parts, notes, address }: Call,
  { state, isKnownCaller }: { readonly state: SwitchedOff; readonly isKnownCaller: boolean },
): Answer {
  const uid = readUid(request.body);
  Object.assign(notes, { uid, ...(isKnownCaller ? { cluster: address.cluster } : {}) });
  return reviewed(answerSwitchedOff({ uid, switch: state, isKnownCaller, now: parts.now() }));
}

/**
 * Makes an answer of a cluster's configuration, and makes it anew where the refresh that was under way meanwhile has
 * brought another one. The refresh is finished whatever becomes of the answer.
 */
async function answerBy<T>(
  { parts, deadline }: Call,
  cluster: string,
  make: (configuration: Configuration) => T | Promise<T>,
): Promise<T> {
  const answer = await parts.provider.snapshot(cluster, { deadline });
  const made = (async () => make(answer))();
  await made.catch(() => undefined);
  const newer = await answer.finish();
  return newer === undefined ? made : make(newer);
}

function decodeOrError(body: string | Uint8Array): AdmissionRequest | ReviewError {
  try {
    return decodeReview(body);
  } catch (error) {
    return error instanceof ReviewError ? error : raise(error);
  }
}

function raise(error: unknown): never {
  throw error;
}
