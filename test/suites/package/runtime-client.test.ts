import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ParameterStoreServer } from '../../support/fakes/parameter-store-server.ts';
import { runtimeClient, runUnderRuntimeClient } from './runtime-client.ts';
import { exampleStore, shippedFunction } from './shipped-function.ts';

const event = JSON.parse(readFileSync(join(import.meta.dirname, 'event.json'), 'utf8'));
const handler = 'dist/functions/inject.handler';
/** The first run builds curl and the client. */
const buildMs = 1_200_000;

describe("the function under AWS's own runtime client", () => {
  let folder: string;
  let store: ParameterStoreServer;

  beforeAll(async () => {
    folder = shippedFunction();
    store = await exampleStore();
    await runtimeClient();
  }, buildMs);

  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  function environment(): NodeJS.ProcessEnv {
    return { ...store.environment, AUTH: 'none', STACK: 'injector-prod', PARAMETER_ROOT: '/sidecar-injector' };
  }

  it('answers a thousand invocations of one environment, each with its line of log', async () => {
    const events = Array.from({ length: 1000 }, () => event);
    const { responses, errors, stdout } = await runUnderRuntimeClient({ folder, handler, env: environment(), events });
    expect(errors).toEqual([]);
    expect(responses.size).toBe(1000);
    for (const answer of responses.values()) {
      expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining('"patchType":"JSONPatch"') });
    }
    const lines = stdout.split('\n').filter((line) => line.startsWith('{"time"'));
    expect(lines).toHaveLength(1000);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ stack: 'injector-prod', version: '7', outcome: 'injected' });
  });

  it('answers a trial of a deployment without a token, and nobody else', async () => {
    const events = [{ ...event, isTrial: true }, event];
    const env = { ...environment(), AUTH: 'token' };
    const { responses } = await runUnderRuntimeClient({ folder, handler, env, events });
    expect(responses.get('request-1')).toMatchObject({ statusCode: 200 });
    expect(responses.get('request-2')).not.toMatchObject({ statusCode: 200 });
  });

  it('answers in time where Parameter Store does not answer', async () => {
    const env = { ...environment(), AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const task = { folder, handler, env, events: [event], timeoutMs: 3000 };
    const { responses, errors } = await runUnderRuntimeClient(task);
    expect(errors).toEqual([]);
    expect(responses.get('request-1')).toMatchObject({ statusCode: 503 });
  });

  it('tells Lambda where it cannot start', async () => {
    writeFileSync(join(folder, 'dist/functions/broken.mjs'), "throw new Error('broken at start');\n");
    const task = { folder, handler: 'dist/functions/broken.handler', env: environment(), events: [event] };
    const { responses, errors } = await runUnderRuntimeClient(task);
    expect(responses.size).toBe(0);
    expect(errors.join()).toMatch(/init\/error: .*broken at start/);
  });
});
