import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';

/** What goes out: a whole body to a whole address. */
export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What comes back, with the body whole. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Sends requests one by one over connections that it keeps. */
export interface Transport {
  /** @throws Error of Node or of the attempt's limits, and the signal's reason. */
  exchange(request: HttpRequest, signal: AbortSignal | undefined): Promise<HttpAnswer>;
}

/** Limits of one attempt, in milliseconds and bytes. */
export const attemptLimits = {
  /** From the first look-up of the host to the last byte of the answer. */
  milliseconds: 2000,
  /** Connections unused for longer are not used again: behind a freeze their other end may be gone without a word. */
  idleMilliseconds: 5000,
  /** Ten values of 8 KB come to a tenth of this. */
  answerBytes: 1 << 20,
} as const;

/**
 * HTTP for a Lambda that is frozen between requests: an abort or the attempt's limit ends the socket at once, the
 * body's reading included, and a socket that has idled through a freeze is thrown away. Takes `node:http` and
 * `node:https` when they are needed, and by `getBuiltinModule`: an `import` of them reads all their exports, and some
 * load modules of their own.
 * @param onSent called whenever a request has gone out whole
 */
export function createTransport(now: () => number, onSent: () => void = () => {}): Transport {
  const agents = new Map<string, Agent>();
  let open = 0;
  let lastUse = now();
  const agentFor = (protocol: string): Agent => {
    const agent = agents.get(protocol) ?? createAgent(protocol);
    agents.set(protocol, agent);
    return agent;
  };
  return {
    async exchange(request, signal) {
      if (open === 0 && now() - lastUse > attemptLimits.idleMilliseconds) {
        for (const agent of agents.values()) {
          agent.destroy();
        }
      }
      open += 1;
      try {
        return await exchange(request, { agent: agentFor(request.url.protocol), signal, onSent });
      } finally {
        open -= 1;
        lastUse = now();
      }
    },
  };
}

type Agent = ReturnType<typeof createAgent>;

function createAgent(protocol: string) {
  const options = { keepAlive: true, maxSockets: 16, scheduling: 'lifo' } as const;
  return protocol === 'https:'
    ? new (process.getBuiltinModule('node:https').Agent)(options)
    : new (process.getBuiltinModule('node:http').Agent)(options);
}

interface ExchangeOptions {
  readonly agent: Agent;
  readonly signal: AbortSignal | undefined;
  readonly onSent: () => void;
}

function exchange(request: HttpRequest, { agent, signal, onSent }: ExchangeOptions): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = start(request, agent);
    const stop = (): void => {
      outgoing.destroy(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const limit = setTimeout(() => {
      outgoing.destroy(new Error(`no complete answer within ${attemptLimits.milliseconds} ms`));
    }, attemptLimits.milliseconds);
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

function start({ url, method, headers }: HttpRequest, agent: Agent): ClientRequest {
  const { protocol, hostname, port, pathname: path } = url;
  const module = process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http');
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  const options: RequestOptions = { host, ...(port === '' ? {} : { port }), method, path, headers, agent };
  return module.request(options);
}

function collect(incoming: IncomingMessage): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > attemptLimits.answerBytes) {
        incoming.destroy(new Error(`the answer is longer than ${attemptLimits.answerBytes} bytes`));
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
