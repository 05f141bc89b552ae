import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';

/** The parts of the SDK's request that one call to Parameter Store uses. */
export interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/** The SDK's answer, with the body whole. */
export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** Limits of one attempt, in milliseconds and bytes. */
export const ATTEMPT = {
  /** From the first look-up of the host to the last byte of the answer. */
  milliseconds: 2000,
  /** Connections unused for longer are not used again: behind a freeze their other end may be gone without a word. */
  idleMilliseconds: 5000,
  /** Ten values of 8 KB come to a tenth of this. */
  answerBytes: 1 << 20,
} as const;

/**
 * The SDK's transport, made for a Lambda that is frozen between requests: an abort or the attempt's limit ends the
 * socket at once, the body's reading included, and a socket that has idled through a freeze is thrown away. Takes
 * `node:http` and `node:https` when they are needed, which keeps both out of the start of the process.
 * @param onSent called whenever a request has gone out whole
 */
export function createHttpHandler(now: () => number, onSent: () => void = () => {}) {
  const agents = new Map<string, ReturnType<typeof createAgent>>();
  let open = 0;
  let lastUse = now();
  const destroy = (): void => {
    for (const agent of agents.values()) {
      agent.destroy();
    }
  };
  const agentFor = (protocol: string) => {
    const agent = agents.get(protocol) ?? createAgent(protocol);
    agents.set(protocol, agent);
    return agent;
  };
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: SdkRequest, options: { abortSignal?: unknown } = {}): Promise<{ response: SdkResponse }> {
      if (open === 0 && now() - lastUse > ATTEMPT.idleMilliseconds) {
        destroy();
      }
      open += 1;
      try {
        const { abortSignal } = options;
        const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
        return { response: await exchange(request, { agent: agentFor(request.protocol), signal, onSent }) };
      } finally {
        open -= 1;
        lastUse = now();
      }
    },
    destroy,
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

function createAgent(protocol: string) {
  const options = { keepAlive: true, maxSockets: 16, scheduling: 'lifo' } as const;
  return protocol === 'https:'
    ? new (process.getBuiltinModule('node:https').Agent)(options)
    : new (process.getBuiltinModule('node:http').Agent)(options);
}

interface ExchangeOptions {
  readonly agent: ReturnType<typeof createAgent>;
  readonly signal: AbortSignal | undefined;
  readonly onSent: () => void;
}

function exchange(request: SdkRequest, { agent, signal, onSent }: ExchangeOptions): Promise<SdkResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = start(request, agent);
    const stop = (): void => {
      outgoing.destroy(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const limit = setTimeout(() => {
      outgoing.destroy(new Error(`no complete answer within ${ATTEMPT.milliseconds} ms`));
    }, ATTEMPT.milliseconds);
    const end = (): void => {
      clearTimeout(limit);
      signal?.removeEventListener('abort', stop);
    };
    signal?.addEventListener('abort', stop, { once: true });
    outgoing.on('error', (cause) => {
      end();
      reject(cause);
    });
    outgoing.on('response', (incoming) => {
      collect(incoming).then(resolve, reject).finally(end);
    });
    outgoing.end(request.body, onSent);
    if (signal?.aborted === true) {
      stop();
    }
  });
}

function start(request: SdkRequest, agent: ReturnType<typeof createAgent>): ClientRequest {
  const { protocol, hostname, method, path, headers } = request;
  const module = process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http');
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  const port = request.port === undefined ? {} : { port: request.port };
  const options: RequestOptions = { host, ...port, method, path, headers, agent };
  return module.request(options);
}

function collect(incoming: IncomingMessage): Promise<SdkResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > ATTEMPT.answerBytes) {
        incoming.destroy(new Error(`the answer is longer than ${ATTEMPT.answerBytes} bytes`));
      }
    });
    incoming.on('error', reject);
    incoming.on('aborted', () => reject(new Error('the connection was cut within the answer')));
    incoming.on('end', () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
      const body = Buffer.concat(chunks);
      resolve({ statusCode: incoming.statusCode ?? 0, headers: Object.fromEntries(headers), body });
    });
  });
}
