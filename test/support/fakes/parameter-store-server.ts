import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { signatureProblem } from './check-signature.ts';
import { ParameterStore, Refusal } from './parameter-store.ts';
import { operations } from './parameter-store-operations.ts';

/** What one call meets instead of, or before, its answer. */
export type Fault =
  | { readonly kind: 'refusal'; readonly code: string; readonly message: string; readonly status?: number }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'hang' | 'cut' | 'reset' | 'wrong-json' | 'html' | 'wrong-shape' };

/** One call, as the server saw it. */
export interface Call {
  readonly operation: string;
  readonly names: readonly string[];
  /** Of the caller's signature. */
  readonly region: string;
  readonly at: number;
  /** Whether it was throttled: such a call uses nothing up of the rate. */
  throttled?: boolean;
}

/** A Parameter Store on the loopback interface, with faults by order. */
export interface ParameterStoreServer {
  readonly endpoint: string;
  /** The variables with which the AWS SDK reaches it, as if it stood in eu-central-1. */
  readonly environment: Readonly<Record<string, string>>;
  readonly store: ParameterStore;
  /** Regions with a store of their own, by name; any other has `store`. */
  readonly regions: Map<string, ParameterStore>;
  readonly calls: Call[];
  /** Asked before each call; `undefined` lets it pass. */
  fault: (call: Call) => Fault | undefined;
  /** Reads a second, shared by all callers; unbounded unless set. */
  readsPerSecond: number;
  openSockets(): number;
  /** Closes every kept-alive connection without a word, as a load balancer does to a frozen environment. */
  dropSockets(): void;
  close(): Promise<void>;
}

/** Ready-made faults by name. */
export const faults = {
  throttled: { kind: 'refusal', code: 'ThrottlingException', message: 'Rate exceeded' },
  unavailable: { kind: 'refusal', code: 'InternalServerError', message: 'An error occurred', status: 500 },
  denied: {
    kind: 'refusal',
    code: 'AccessDeniedException',
    message:
      'User: arn:aws:sts::123456789012:assumed-role/inject/inject is not authorized to perform: ssm:GetParameters ' +
      'on resource: arn:aws:ssm:eu-central-1:123456789012:parameter/sidecar-injector/default/policy ' +
      'because no identity-based policy allows the ssm:GetParameters action',
  },
  'signature expired': {
    kind: 'refusal',
    code: 'InvalidSignatureException',
    message: 'Signature expired: 20260101T000000Z is now earlier than 20260101T010000Z',
  },
  'credentials expired': { kind: 'refusal', code: 'ExpiredTokenException', message: 'The security token expired' },
  hanging: { kind: 'hang' },
  cut: { kind: 'cut' },
  reset: { kind: 'reset' },
  'wrong JSON': { kind: 'wrong-json' },
  'a page of HTML': { kind: 'html' },
  'JSON of another shape': { kind: 'wrong-shape' },
} as const satisfies Record<string, Fault>;

const credentials = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/** Starts a server on a free loopback port. */
export async function startParameterStore(store = new ParameterStore()): Promise<ParameterStoreServer> {
  const sockets = new Set<Socket>();
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void serve(fake, request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${portOf(server)}`;
  const fake: ParameterStoreServer = {
    endpoint,
    environment: { AWS_ENDPOINT_URL: endpoint, ...credentials },
    store,
    regions: new Map(),
    calls,
    fault: () => undefined,
    readsPerSecond: Number.POSITIVE_INFINITY,
    openSockets: () => sockets.size,
    dropSockets: () => {
      for (const socket of sockets) {
        socket.destroy();
      }
    },
    close: () => {
      fake.dropSockets();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return fake;
}

async function serve(fake: ParameterStoreServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const sent = await bodyOf(request);
  const problem = signatureProblem(request, sent, credentials.AWS_SECRET_ACCESS_KEY);
  if (problem !== undefined) {
    return answer(response, 400, { __type: 'InvalidSignatureException', message: problem });
  }
  const input = sent.length === 0 ? {} : JSON.parse(sent.toString());
  const operation = String(request.headers['x-amz-target']).replace('AmazonSSM.', '');
  const names = Array.isArray(input.Names) ? input.Names.map(String) : [String(input.Name ?? input.Path ?? '')];
  const region = regionOf(request);
  const call: Call = { operation, names, region, at: Date.now() };
  const fault = throttled(fake, call) ?? fake.fault(call);
  fake.calls.push(call);
  if (fault?.kind === 'slow') {
    await new Promise((resolve) => setTimeout(resolve, fault.milliseconds).unref());
  } else if (fault !== undefined) {
    return misbehave(fault, response);
  }
  try {
    const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (run === undefined) {
      throw new Refusal('UnknownOperationException', `no operation ${operation}`);
    }
    answer(response, 200, run(fake.regions.get(region) ?? fake.store, input));
  } catch (cause) {
    const refusal = cause instanceof Refusal ? cause : new Refusal('InternalServerError', String(cause), 500);
    answer(response, refusal.status, { __type: refusal.code, message: refusal.message });
  }
}

/** The Region in the scope of a signature. */
function regionOf({ headers }: IncomingMessage): string {
  return /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
}

function throttled(fake: ParameterStoreServer, call: Call): Fault | undefined {
  const lately = fake.calls.filter(({ at, throttled }) => at > call.at - 1000 && throttled !== true).length;
  if (lately < fake.readsPerSecond) {
    return undefined;
  }
  call.throttled = true;
  return faults.throttled;
}

function misbehave(fault: Exclude<Fault, { kind: 'slow' }>, response: ServerResponse): void {
  switch (fault.kind) {
    case 'refusal':
      answer(response, fault.status ?? 400, { __type: fault.code, message: fault.message });
      return;
    case 'hang':
      return;
    case 'reset':
      response.socket?.destroy();
      return;
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': '500' });
      response.write('{"Parameters":[{"Name":');
      setTimeout(() => response.socket?.destroy(), 5).unref();
      return;
    case 'wrong-json':
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"Parameters": [}');
      return;
    case 'html':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad Gateway</body></html>');
      return;
    case 'wrong-shape':
      answer(response, 200, { Parameters: [{ Name: 7 }, null], InvalidParameters: 'none' });
  }
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}
