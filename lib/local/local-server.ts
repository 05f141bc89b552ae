import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Authenticator, openAuthenticator } from '../auth/authenticator.ts';
import type { SnapshotProvider } from '../config/snapshot-provider.ts';
import { maxReviewBytes } from '../review/decode-review.ts';
import { handle } from '../webhook/handle.ts';
import type { HttpRequest } from '../webhook/http.ts';
import { RecentPods } from '../webhook/recent-pods.ts';
import { createReviewCore } from '../webhook/review-core.ts';
import type { WebhookParts } from '../webhook/webhook-parts.ts';
import { type Certificate, createCertificate } from './certificate.ts';
import { LocalServerError } from './errors.ts';

/** How to serve. */
export interface LocalServerOptions {
  readonly provider: SnapshotProvider;
  /** Lets everyone in by default. */
  readonly authenticator?: Authenticator;
  /** 0 takes any port that is free. */
  readonly port: number;
  /** Takes one line of JSON a request; nowhere by default. */
  readonly log?: (line: string) => void;
  /** A throw-away one is made unless given. */
  readonly certificate?: Certificate;
}

/** A server that serves. */
export interface LocalServer {
  /** `https://127.0.0.1:8443`, without a path. */
  readonly url: string;
  /** PEM of the authority that vouches for the server: its own certificate. */
  readonly ca: string;
  /** Ends all connections and frees the port. */
  close(): Promise<void>;
}

const host = '127.0.0.1';

/**
 * Serves the webhook over HTTPS on the loopback interface: the same code that the Lambda ships, behind another shell.
 * @throws LocalServerError where the port cannot be had.
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { provider, authenticator = openAuthenticator, port, log = () => {} } = options;
  const certificate = options.certificate ?? (await createCertificate());
  const core = createReviewCore();
  const parts: WebhookParts = {
    provider,
    authenticator,
    log,
    now: Date.now,
    random: Math.random,
    core: async () => core,
    recent: new RecentPods(),
  };
  const server = createServer(certificate, (request, response) => {
    answer(request, response, parts).catch(() => response.destroy());
  });
  await listen(server, port);
  const { port: taken } = decodeAddress(server.address());
  return { url: `https://${host}:${taken}`, ca: certificate.cert, close: () => close(server) };
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, parts: WebhookParts): Promise<void> {
  const { status, headers, body } = await handle(await readRequest(incoming), parts);
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const { method = 'GET', url = '/', headers } = incoming;
  const [path = '/', search = ''] = url.split('?', 2);
  const single = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const query = new Map(new URLSearchParams(search));
  return { method, path, query, headers: new Map(single), body: await readBody(incoming) };
}

/** One byte more than a review may have shows that it has too many; what follows is read and dropped. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    if (bytes <= maxReviewBytes && chunk instanceof Uint8Array) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
    }
  }
  return Buffer.concat(chunks);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(explain(cause, port)));
    server.listen(port, host, resolve);
  });
}

function explain(cause: Error, port: number): Error {
  const code = 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') {
    return new LocalServerError('port-in-use', `port ${port} is in use; choose another one with --port`, { cause });
  }
  return new LocalServerError('port-refused', `port ${port} cannot be had: ${cause.message}`, { cause });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function decodeAddress(address: ReturnType<Server['address']>): AddressInfo {
  if (address === null || typeof address === 'string') {
    throw new LocalServerError('port-refused', 'the server listens on no port');
  }
  return address;
}
