import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { type Certificate, certificateFor } from './certificate.ts';

/** The request of an AdmissionReview, as far as the suite looks at it. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly object: JsonObject;
}

/** What a small webhook does with a call; it may take its time. */
export type Answer = (request: AdmissionRequest, path: string) => Promise<HttpAnswer> | HttpAnswer;

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface SmallWebhook {
  readonly url: string;
  readonly ca: string;
  /** Calls so far. */
  readonly calls: () => number;
  stop(): Promise<void>;
}

/** A webhook of the suite's own beside ours: another vendor's, or one that fails in a way we choose. */
export async function startSmallWebhook(answer: Answer, certificate?: Certificate): Promise<SmallWebhook> {
  const { cert, key } = certificate ?? (await certificateFor('127.0.0.1'));
  let calls = 0;
  const server = createServer({ cert, key }, (request, response) => {
    calls += 1;
    void respond(answer, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the webhook has no port');
  }
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `https://127.0.0.1:${address.port}/`, ca: cert, calls: () => calls, stop };
}

async function respond(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const review = JSON.parse(await text(request)) as { readonly request: AdmissionRequest };
  const { status, headers, body } = await answer(review.request, request.url?.replace(/\?.*$/, '') ?? '');
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** An answer that allows the request, with a patch where there is one. */
export function allow(request: AdmissionRequest, patch?: readonly unknown[]): HttpAnswer {
  const patched =
    patch === undefined ? {} : { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') };
  return {
    status: 200,
    body: {
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: request.uid, allowed: true, ...patched },
    },
  };
}
