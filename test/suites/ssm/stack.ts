import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CommandModule } from '../../../lib/cli/command.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { createInjector, type Injector } from '../../../lib/webhook/create-injector.ts';
import { podEvent } from '../../support/fakes/gateway-event.ts';
import { type CommandRun, runCommand } from '../../unit/cli/run-command.ts';

/** The variables of a process that reaches a Parameter Store, in a Region. */
export function environmentOf(endpoint: string, region: string): Readonly<Record<string, string>> {
  return { AWS_REGION: region, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL: endpoint };
}

/** Runs a command as its user would, with an answer to every question. */
export function command(endpoint: string, module: CommandModule, args: readonly string[]): Promise<CommandRun> {
  return runCommand(module, args, { env: environmentOf(endpoint, 'eu-central-1') });
}

/** A new environment of the function, in a Region, after INIT. */
export async function startEnvironment(endpoint: string, region: string): Promise<Injector> {
  const injector = createInjector(environmentOf(endpoint, region), () => {});
  await injector.warm();
  return injector;
}

/** What an API server is answered. */
export interface PodAnswer {
  readonly statusCode: number;
  readonly allowed: boolean | undefined;
  readonly patch: string | undefined;
  readonly audit: Readonly<Record<string, string>>;
}

const pod: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
};

/** Asks for a sidecar, as the API server does. */
export async function askFor({ handler }: Injector, path: string): Promise<PodAnswer> {
  const { statusCode, body } = await handler(podEvent(pod, path), { getRemainingTimeInMillis: () => 9000 });
  const { response } = statusCode === 200 ? JSON.parse(body) : { response: undefined };
  return { statusCode, allowed: response?.allowed, patch: response?.patch, audit: response?.auditAnnotations ?? {} };
}

/** Whether an environment says that it is ready: what a health check sees. */
export async function isReady({ handler }: Injector): Promise<boolean> {
  const { statusCode } = await handler(
    { httpMethod: 'GET', path: '/healthz' },
    { getRemainingTimeInMillis: () => 9000 },
  );
  return statusCode === 200;
}

/** The way to a Parameter Store of several Regions, which can be cut for one of them. */
export interface RegionGate {
  readonly endpoint: string;
  /** Regions whose calls are cut off. */
  readonly cut: Set<string>;
  close(): Promise<void>;
}

/** Stands before a Parameter Store, and looks at the Region in the signature of each call. */
export async function startRegionGate(target: string): Promise<RegionGate> {
  const cut = new Set<string>();
  const server = createServer((from, to) => {
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(from.headers.authorization ?? '')?.[1] ?? '';
    if (cut.has(region)) {
      from.socket.destroy();
      return;
    }
    const passed = request(
      new URL(from.url ?? '/', target),
      { method: from.method, headers: from.headers },
      (answer) => {
        to.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(to);
      },
    );
    passed.on('error', () => to.destroy());
    from.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { endpoint: `http://127.0.0.1:${portOf(server)}`, cut, close: () => closed(server) };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
