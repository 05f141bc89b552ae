import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { parseJson, stringifyJson } from '../../json/json-text.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../json/json-value.ts';
import { memberOf } from '../../json/member.ts';

/** A connection to a webhook, kept open between reviews as API servers do. */
export interface ReviewTarget {
  /** Ends in `/inject`. */
  readonly url: string;
  readonly agent: Agent;
  /** Beside those that every review has. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Opens the way to a webhook whose certificate is its own authority. The caller destroys the agent. */
export function reviewTarget({ url, ca }: { readonly url: string; readonly ca: string }): ReviewTarget {
  return { url: `${url}/inject`, agent: new Agent({ ca, keepAlive: true, maxSockets: 1 }) };
}

/** What came back, and how long it took. */
export interface ReviewReply {
  readonly status: number;
  readonly milliseconds: number;
  readonly allowed: boolean;
  readonly decision: string;
  readonly reason: string;
  readonly operations: JsonArray;
  /** The audit annotation that tells the configuration: fingerprint, and age where it is stale. */
  readonly config: string;
  /** The release in force, `default/release version 7`; empty where there is none. */
  readonly release: string;
  /** How long ago the configuration was seen to be current, `12 s`; empty where the review was no trial. */
  readonly age: string;
  /** The server's clock, as the answer's `Date` has it. */
  readonly date: string;
  /** What was said instead of an AdmissionReview, or to a refused pod. */
  readonly problem: string;
}

const timeoutMs = 30_000;

/** Sends the creation of a pod as an API server would, and waits for the answer. */
export async function sendReview(target: ReviewTarget, pod: JsonObject, namespace: string): Promise<ReviewReply> {
  const body = stringifyJson({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: randomUUID(),
      kind: { group: '', version: 'v1', kind: 'Pod' },
      resource: { group: '', version: 'v1', resource: 'pods' },
      namespace,
      operation: 'CREATE',
      userInfo: { username: 'sidecar-injector' },
      object: pod,
      oldObject: null,
      dryRun: true,
      options: null,
    },
  });
  const started = performance.now();
  const { status, date, text: answer } = await post(target, body);
  return decodeReply(jsonOf(answer), { status, date, milliseconds: performance.now() - started });
}

/** What stands between a webhook and us may answer with a page of its own. */
function jsonOf(answer: string): JsonValue {
  try {
    return parseJson(answer);
  } catch {
    return { error: answer.slice(0, maxShown) };
  }
}

const maxShown = 200;

function post(
  { url, agent, headers: own }: ReviewTarget,
  body: string,
): Promise<{ status: number; date: string; text: string }> {
  const headers = { ...own, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}?timeout=10s`, { method: 'POST', agent, headers, timeout: timeoutMs });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    sent.on('error', reject);
    sent.on('response', (response) => {
      text(response).then(
        (answer) => resolve({ status: response.statusCode ?? 0, date: response.headers.date ?? '', text: answer }),
        reject,
      );
    });
    sent.end(body);
  });
}

function decodeReply(json: JsonValue, base: Pick<ReviewReply, 'status' | 'milliseconds' | 'date'>): ReviewReply {
  const response = memberOf(json, 'response');
  const audit = memberOf(response, 'auditAnnotations');
  const patch = memberOf(response, 'patch');
  const operations = typeof patch === 'string' ? parseJson(Buffer.from(patch, 'base64').toString()) : [];
  return {
    ...base,
    allowed: memberOf(response, 'allowed') === true,
    decision: string(memberOf(audit, 'decision')),
    reason: string(memberOf(audit, 'reason')),
    config: string(memberOf(audit, 'config')),
    release: string(memberOf(audit, 'release')),
    age: string(memberOf(audit, 'age')),
    operations: Array.isArray(operations) ? operations : [],
    problem: string(memberOf(json, 'error') ?? memberOf(memberOf(response, 'status'), 'message')),
  };
}

function string(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
