import type { SnapshotProvider } from '../config/snapshot-provider.ts';
import { formatRequestLine } from '../observe/request-log.ts';
import { type Address, parseAddress } from './address.ts';
import { type Answer, refused } from './answer.ts';
import { type Refusal, success } from './answers.ts';
import { deadlineOf } from './deadline.ts';
import { type HttpRequest, type HttpResponse, trialHeader } from './http.ts';
import { isInternalFault } from './internal-fault.ts';
import type { Notes, WebhookParts } from './webhook-parts.ts';

/**
 * Answers one request by the table of answers, and writes one line about it to the log. Never rejects: faults are
 * logged with their cause and answered with 500. It waits for as few promises as can be, since they are a good part of
 * what stands around a small review.
 */
export async function handle(request: HttpRequest, parts: WebhookParts): Promise<HttpResponse> {
  const started = parts.now();
  const notes: Notes = { ...request.ids };
  let answer: Answer;
  try {
    const address = (parts.addressOf ?? parseAddress)(request.path);
    const misrouted = checkRoute(request, address);
    if (misrouted !== null) {
      answer = refused(misrouted);
    } else if (address.kind === 'inject') {
      const { answerCall } = await parts.core();
      answer = await answerCall({ request, address, parts, notes, deadline: deadlineOf(request, started) });
    } else {
      answer = health(parts.provider);
    }
  } catch (error) {
    answer = fault(error, notes);
  }
  const { response, entry } = answer;
  const at = parts.now();
  const marks = request.isTrial === true ? { isTrial: true } : trialMark(request, notes);
  const facts = { milliseconds: at - started, ...notes, ...entry, ...marks, status: response.status };
  parts.log(formatRequestLine(at, facts, parts.labels));
  return response;
}

/** Only who was let in can ask not to be counted. */
function trialMark({ headers }: HttpRequest, { cluster }: Notes): { readonly isTrial: true } | undefined {
  return headers.has(trialHeader) && cluster !== undefined ? { isTrial: true } : undefined;
}

function fault(error: unknown, { uid }: Notes): Answer {
  const problem = `the injector failed; its log has the cause under the uid${uid === undefined ? '' : ` of ${uid}`}`;
  const refusal = refused({ kind: 'fault', problem });
  return { ...refusal, entry: { ...refusal.entry, error, ...(isInternalFault(error) ? { isFault: true } : {}) } };
}

function checkRoute({ method }: HttpRequest, address: Address): Refusal | null {
  if (address.kind === 'unknown') {
    return { kind: 'unknown-path', problem: address.problem };
  }
  const allowed = address.kind === 'health' ? 'GET' : 'POST';
  return method === allowed
    ? null
    : { kind: 'wrong-method', problem: `only ${allowed} is answered here`, headers: { allow: allowed } };
}

function health(provider: SnapshotProvider): Answer {
  const body = JSON.stringify({ ready: provider.isReady() });
  const response = success(body);
  return { response: provider.isReady() ? response : { ...response, status: 503 }, entry: { outcome: 'health' } };
}
