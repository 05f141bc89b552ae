import { rmSync, symlinkSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { builtInEvents } from '../../../lib/rollout/built-in-events.ts';
import { createInjector } from '../../../lib/webhook/create-injector.ts';
import type { ParameterStoreServer } from '../../support/fakes/parameter-store-server.ts';
import { runtimeClient, runUnderRuntimeClient } from './runtime-client.ts';
import { root } from './serverless-package.ts';
import { exampleStore, shippedFunction } from './shipped-function.ts';

const handler = 'dist/functions/before-traffic.handler';
const newVersion = 'arn:aws:lambda:eu-central-1:123456789012:function:injector-prod-inject:8';
const liveVersion = 'injector-prod-inject:live';
const hookEvent = { DeploymentId: 'd-ABCDEF123', LifecycleEventHookExecutionId: 'eyJlbmNyeXB0ZWQ' };
/** The first run builds the runtime client. */
const buildMs = 1_200_000;

/** How one version answers an invocation: its HTTP status, what Lambda calls the fault, and the payload. */
interface Answer {
  readonly status: number;
  readonly fault?: string;
  readonly payload: string;
}

type Version = (event: unknown) => Promise<Answer>;

/** What stands in for Lambda and CodeDeploy on the loopback interface. */
interface Aws {
  readonly versions: Record<string, Version>;
  readonly reports: unknown[];
  readonly calls: string[];
}

describe('the hook before traffic as it is shipped, under the runtime client and with the clients of the SDK', () => {
  const aws: Aws = { versions: {}, reports: [], calls: [] };
  let folder: string;
  let server: Server;
  let store: ParameterStoreServer;
  let works: Version;

  beforeAll(async () => {
    folder = shippedFunction();
    // In Lambda the SDK is the runtime's.
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    await runtimeClient();
    store = await exampleStore();
    const injector = createInjector({ ...store.environment, AUTH: 'token' }, () => {});
    await injector.warm();
    works = async (event) => ({ status: 200, payload: JSON.stringify(await injector.handler(event)) });
    server = createServer((request, response) => void answer(aws, request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  }, buildMs);

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await store.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(() => {
    aws.versions[newVersion] = works;
    aws.versions[liveVersion] = works;
    aws.reports.length = 0;
    aws.calls.length = 0;
  });

  const breaks: Version = async () => ({
    status: 200,
    fault: 'Unhandled',
    payload: '{"errorType":"Runtime.ExitError","errorMessage":"Runtime exited with error: exit status 1"}',
  });
  const denied: Version = async () => ({ status: 403, payload: '{"Message":"not authorized: lambda:InvokeFunction"}' });
  const timesOut: Version = async () => ({
    status: 200,
    fault: 'Unhandled',
    payload: '{"errorMessage":"2026-11-28T12:00:00.000Z 705ab4f5 Task timed out after 10.00 seconds"}',
  });

  it('lets a version through that answers as the one that serves, by the function’s own answers', async () => {
    const { trials } = await runHook();
    expect(aws.reports).toEqual([reported('Succeeded')]);
    expect(trials.map(({ newVersion: verdict }) => verdict)).toEqual(builtInEvents.map(() => 'answered'));
    for (const version of [newVersion, liveVersion]) {
      expect(aws.calls.filter((called) => called === version)).toHaveLength(builtInEvents.length);
    }
  });

  it.each([
    ['crashes', breaks, 'Unhandled: {"errorType":"Runtime.ExitError"'],
    ['runs out of time', timesOut, 'Task timed out'],
    ['may not be called', denied, 'not authorized: lambda:InvokeFunction'],
  ])('stops a version that %s, and logs why', async (_name, version, cause) => {
    aws.versions[newVersion] = version;
    const { level, trials } = await runHook();
    expect(aws.reports).toEqual([reported('Failed')]);
    expect(level).toBe('error');
    expect(trials[0]?.newVersion).toContain(cause);
  });

  it('holds nothing against a version where the one that serves breaks, too', async () => {
    aws.versions[newVersion] = breaks;
    aws.versions[liveVersion] = breaks;
    await runHook();
    expect(aws.reports).toEqual([reported('Succeeded')]);
  });

  it('asks again where Lambda throttles', async () => {
    let throttled = 0;
    aws.versions[newVersion] = async (event) => {
      throttled += 1;
      return throttled === 1
        ? { status: 429, payload: '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded"}' }
        : works(event);
    };
    await runHook();
    expect(aws.reports).toEqual([reported('Succeeded')]);
    expect(throttled).toBe(builtInEvents.length + 1);
  });

  function reported(status: 'Succeeded' | 'Failed'): unknown {
    return {
      target: 'CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus',
      body: {
        deploymentId: hookEvent.DeploymentId,
        lifecycleEventHookExecutionId: hookEvent.LifecycleEventHookExecutionId,
        status,
      },
    };
  }

  /** Runs the hook once; gives its line of log. */
  async function runHook() {
    const { port } = server.address() as AddressInfo;
    const { errors, stdout } = await runUnderRuntimeClient({
      folder,
      handler,
      env: {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
        NEW_VERSION: newVersion,
        LIVE_VERSION: liveVersion,
      },
      events: [hookEvent],
      timeoutMs: 120_000,
    });
    expect(errors).toEqual([]);
    const line = stdout.split('\n').find((text) => text.includes('"event":"before-traffic"')) ?? '{}';
    return JSON.parse(line) as {
      readonly level: string;
      readonly trials: readonly { readonly newVersion: string; readonly liveVersion: string }[];
    };
  }
});

/** Answers an invocation as the version does that it is for, and keeps what is told to CodeDeploy. */
async function answer(aws: Aws, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const body = JSON.parse(Buffer.concat(chunks).toString());
  const [, called] = /\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '') ?? [];
  if (called === undefined) {
    aws.reports.push({ target: request.headers['x-amz-target'], body });
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}');
    return;
  }
  const name = decodeURIComponent(called);
  aws.calls.push(name);
  const { status, fault, payload } = (await aws.versions[name]?.(body)) ?? { status: 404, payload: '{}' };
  const errorType = { 403: 'AccessDeniedException', 429: 'TooManyRequestsException' }[status];
  response.writeHead(status, {
    ...(fault === undefined ? {} : { 'x-amz-function-error': fault }),
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  });
  response.end(payload);
}
