import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import type { JsonObject } from '../../../lib/json/json-value.ts';

/** What the API server answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: JsonObject;
  /** Texts of the `Warning` headers, unquoted. */
  readonly warnings: readonly string[];
  /** What its audit events are called by. */
  readonly auditId: string;
}

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** A Kubernetes client of one function: a call with a bearer token, the answer with its warnings. */
export class ApiClient {
  readonly #address: string;
  readonly #agent: Agent;
  readonly #token: string;

  constructor(address: string, token: string) {
    this.#address = address;
    this.#token = token;
    // The server makes its certificate at its first start, on this machine, for this suite alone.
    this.#agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  }

  call(call: ApiCall): Promise<ApiAnswer> {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': call.contentType ?? 'application/json' };
    return new Promise((resolve, reject) => {
      const options = { method: call.method, headers, agent: this.#agent };
      const outgoing = request(`${this.#address}${call.path}`, options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const { statusCode: status = 0, headers: given } = incoming;
          resolve({ status, body: bodyOf(text), warnings: warningsOf(given), auditId: String(given['audit-id']) });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(call.body === undefined ? undefined : JSON.stringify(call.body));
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function bodyOf(text: string): JsonObject {
  return text.startsWith('{') ? JSON.parse(text) : { text };
}

function warningsOf(headers: IncomingHttpHeaders): string[] {
  const joined = headers.warning ?? '';
  return [...joined.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text]) => (text ?? '').replaceAll(/\\(.)/g, '$1'));
}
