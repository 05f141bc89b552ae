import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { GatewayHandler } from '../../../lib/webhook/gateway-handler.ts';
import { fillParameterStore } from '../../support/fakes/fill-parameter-store.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { review, uid } from '../webhook/webhook-fixture.ts';

const examples = join(import.meta.dirname, '../../../examples/parameters/default');
const token = 'correct-horse-battery-staple';
const digest = createHash('sha256').update(token).digest('hex');

let store: ParameterStoreServer;
let printed: string[] = [];

beforeAll(async () => {
  const parameters = new ParameterStore();
  await fillParameterStore(parameters, '/injector/default', examples);
  parameters.put('/injector/default/tokens', JSON.stringify({ [digest]: ['prod'] }), {});
  store = await startParameterStore(parameters);
});
afterAll(() => store.close());
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A fresh Lambda environment with these variables. */
async function coldStart(env: Readonly<Record<string, string>>): Promise<GatewayHandler> {
  const lambda = { PARAMETER_ROOT: '/injector', ...store.environment, ...env };
  for (const [name, value] of Object.entries(lambda)) {
    vi.stubEnv(name, value);
  }
  printed = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed.push(String(chunk));
    return true;
  });
  vi.resetModules();
  const { handler } = await import('../../../functions/inject.ts');
  return handler;
}

function call(handler: GatewayHandler, path: string) {
  const headers = { 'Content-Type': 'application/json' };
  const event = { httpMethod: 'POST', path, headers, body: JSON.stringify(review()), queryStringParameters: null };
  return handler(event, { getRemainingTimeInMillis: () => 9000 });
}

describe('the Lambda', () => {
  it('injects over Parameter Store where the deployment says AUTH=none', async () => {
    const handler = await coldStart({ AUTH: 'none' });
    const { statusCode, body } = await call(handler, '/inject');
    expect(statusCode).toBe(200);
    expect(JSON.parse(body).response).toMatchObject({ uid, allowed: true, patchType: 'JSONPatch' });
    expect(printed.map((line) => JSON.parse(line))).toMatchObject([{ outcome: 'injected', cluster: 'default' }]);
  });

  it.each([{ AUTH: 'token' }, { AUTH: '' }, { AUTH: 'None' }])('asks for a token with %j', async (env) => {
    const handler = await coldStart(env);
    const answers = await Promise.all(
      ['/inject/cluster/prod', '/t/wrong/inject/cluster/prod', `/t/${token}/inject/cluster/dev`].map((path) =>
        call(handler, path),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(401);
    expect((await call(handler, `/t/${token}/inject/cluster/prod`)).statusCode).toBe(200);
    expect(printed.join('')).not.toContain(token);
  });

  it('is ready once the default is loaded, which it is before the first request', async () => {
    const handler = await coldStart({ AUTH: 'none' });
    expect(await handler({ httpMethod: 'GET', path: '/healthz' })).toMatchObject({ statusCode: 200 });
  });

  it('answers 503 with Retry-After over a root that is empty', async () => {
    const handler = await coldStart({ AUTH: 'none', PARAMETER_ROOT: '/nothing' });
    const answer = await call(handler, '/inject');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toMatch(/^[12]$/);
    expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ outcome: 'unavailable', level: 'error' });
  });
});
