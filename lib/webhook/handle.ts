import type { Authenticator } from '../auth/authenticator.ts';
import type { SnapshotAnswer, SnapshotProvider } from '../config/snapshot-provider.ts';
import type { InjectMemory } from '../inject/memory/inject-memory.ts';
import { formatRequestLine, type RequestEntry } from '../observe/request-log.ts';
import type { AdmissionRequest } from '../review/admission-review.ts';
import { decodeReview } from '../review/decode-review.ts';
import { ReviewError } from '../review/errors.ts';
import { workloadOf } from '../review/reviewed-pod.ts';
import { type Address, parseAddress } from './address.ts';
import { type AnsweredReview, answerReview, answerWithoutConfiguration } from './answer-review.ts';
import { denial, outcomeOf, type Refusal, refuse, retryAfter, success } from './answers.ts';
import { deadlineOf } from './deadline.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/** What the webhook is given at start. */
export interface WebhookParts {
  readonly provider: SnapshotProvider;
  readonly authenticator: Authenticator;
  /** Writes one line of JSON (without its end). */
  readonly log: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** What injecting remembers between requests. */
  readonly memory: InjectMemory;
}

/** An answer, and what the log says of the request. */
interface Answer {
  readonly response: HttpResponse;
  readonly entry: Partial<RequestEntry> & Pick<RequestEntry, 'outcome'>;
}

/** A request to inject that was let in. */
interface Call {
  readonly request: HttpRequest;
  readonly address: Extract<Address, { kind: 'inject' }>;
  readonly parts: WebhookParts;
  readonly deadline: number;
}

/** Facts about the request for the log, gathered on the way so that a fault has them too. */
type Notes = { -readonly [K in 'uid' | 'namespace' | 'workload' | 'cluster']?: RequestEntry[K] };

/**
 * Answers one request by the table of answers, and writes one line about it to the log. Never rejects: faults are
 * logged with their cause and answered with 500.
 */
export async function handle(request: HttpRequest, parts: WebhookParts): Promise<HttpResponse> {
  const started = parts.now();
  const notes: Notes = {};
  const { response, entry } = await answerOrFault(request, { parts, notes, started });
  const at = parts.now();
  const facts = { ...notes, ...entry, status: response.status };
  parts.log(formatRequestLine({ at, milliseconds: at - started, ...facts }));
  return response;
}

interface Run {
  readonly parts: WebhookParts;
  readonly notes: Notes;
  readonly started: number;
}

async function answerOrFault(request: HttpRequest, run: Run): Promise<Answer> {
  try {
    return await answer(request, run);
  } catch (error) {
    const uid = run.notes.uid === undefined ? '' : ` of ${run.notes.uid}`;
    const problem = `the injector failed; its log has the cause under the uid${uid}`;
    const refusal = refused({ kind: 'fault', problem });
    return { ...refusal, entry: { ...refusal.entry, error } };
  }
}

async function answer(request: HttpRequest, { parts, notes, started }: Run): Promise<Answer> {
  const address = parseAddress(request.path);
  const misrouted = checkRoute(request, address);
  if (misrouted !== null) {
    return refused(misrouted);
  }
  if (address.kind !== 'inject') {
    return health(parts.provider);
  }
  const call: Call = { request, address, parts, deadline: deadlineOf(request, started) };
  const authentication = await parts.authenticator.authenticate(address, { deadline: call.deadline });
  if (authentication !== 'granted') {
    return authentication === 'denied' ? refused(denial) : unavailable(parts, 'tokens cannot be checked now');
  }
  notes.cluster = address.cluster;
  return isJson(request) ? answerCall(call, notes) : refused(wrongContentType);
}

const wrongContentType: Refusal = { kind: 'wrong-content-type', problem: 'send application/json' };

function checkRoute({ method }: HttpRequest, address: Address): Refusal | null {
  if (address.kind === 'unknown') {
    return { kind: 'unknown-path', problem: address.problem };
  }
  const allowed = address.kind === 'health' ? 'GET' : 'POST';
  return method === allowed
    ? null
    : { kind: 'wrong-method', problem: `only ${allowed} is answered here`, headers: { allow: allowed } };
}

/** Parameters such as a charset are fine. */
function isJson({ headers }: HttpRequest): boolean {
  return /^application\/json\s*(?:;|$)/i.test(headers.get('content-type')?.trim() ?? '');
}

function health(provider: SnapshotProvider): Answer {
  const body = JSON.stringify({ ready: provider.isReady() });
  const response = success(body);
  return { response: provider.isReady() ? response : { ...response, status: 503 }, entry: { outcome: 'health' } };
}

async function answerCall(call: Call, notes: Notes): Promise<Answer> {
  try {
    const review = decodeReview(call.request.body);
    Object.assign(notes, { uid: review.uid, namespace: review.namespace, workload: workloadOf(review) });
    const settled = answerWithoutConfiguration(review);
    return settled === null ? await answerConfigured(call, review) : reviewed(settled);
  } catch (error) {
    if (error instanceof ReviewError) {
      return refused({ kind: error.code === 'too-large' ? 'large-body' : 'bad-body', problem: error.message });
    }
    throw error;
  }
}

/** The provider's refresh is settled whatever becomes of the review. */
async function answerConfigured({ address, parts, deadline }: Call, review: AdmissionRequest): Promise<Answer> {
  const configuration: SnapshotAnswer = await parts.provider.snapshot(address.cluster, { deadline });
  try {
    return configuration.kind === 'unavailable'
      ? unavailable(parts, configuration.cause)
      : reviewed(answerReview(review, { pairs: address.pairs, configuration, memory: parts.memory }));
  } finally {
    await configuration.settle();
  }
}

function reviewed({ response, entry }: AnsweredReview): Answer {
  return { response: success(response.body), entry };
}

/** The cause is for operators: it goes to the log, and not to whoever asked. */
function unavailable({ random }: WebhookParts, cause: string): Answer {
  const problem = 'the injector has no configuration for this cluster now';
  const { response, entry } = refused({ kind: 'unavailable', problem, headers: retryAfter(random()) });
  return { response, entry: { ...entry, problem: cause } };
}

function refused(refusal: Refusal): Answer {
  return { response: refuse(refusal), entry: { outcome: outcomeOf(refusal), problem: refusal.problem } };
}
