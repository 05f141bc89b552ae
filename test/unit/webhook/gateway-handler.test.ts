import { describe, expect, it } from 'vitest';
import { openAuthenticator } from '../../../lib/auth/authenticator.ts';
import { goodStanding } from '../../../lib/config/snapshot-provider.ts';
import { decodeGatewayEvent } from '../../../lib/webhook/api-gateway.ts';
import { createGatewayHandler } from '../../../lib/webhook/gateway-handler.ts';
import { RecentPods } from '../../../lib/webhook/recent-pods.ts';
import { createReviewCore } from '../../../lib/webhook/review-core.ts';
import type { WebhookParts } from '../../../lib/webhook/webhook-parts.ts';
import { review, snapshotWith, uid } from './webhook-fixture.ts';

const body = JSON.stringify(review());
const restEvent = {
  resource: '/{proxy+}',
  path: '/inject/cluster/prod',
  httpMethod: 'POST',
  headers: { 'Content-Type': 'application/json', Host: 'abc.execute-api.eu-central-1.amazonaws.com' },
  multiValueHeaders: { 'Content-Type': ['application/json'] },
  queryStringParameters: { timeout: '10s' },
  requestContext: { stage: 'prod', path: '/prod/inject/cluster/prod' },
  body,
  isBase64Encoded: false,
};
const httpEvent = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/prod/inject/cluster/prod',
  rawQueryString: 'timeout=10s',
  headers: { 'content-type': 'application/json' },
  queryStringParameters: { timeout: '10s' },
  requestContext: { stage: 'prod', http: { method: 'POST', path: '/prod/inject/cluster/prod' } },
  body,
  isBase64Encoded: false,
};
const base64 = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };

const parts: WebhookParts = {
  authenticator: openAuthenticator,
  provider: {
    description: 'test',
    isReady: () => true,
    defaultSwitch: () => ({ kind: 'on' as const }),
    snapshot: async () => ({
      kind: 'fresh',
      snapshot: snapshotWith(),
      ageMs: 0,
      ...goodStanding,
      finish: async () => undefined,
    }),
  },
  log: () => {},
  now: Date.now,
  random: Math.random,
  recent: new RecentPods(),
  core: async () => createReviewCore(),
};
const handler = createGatewayHandler(parts);

describe('the line in the log', () => {
  const requestId = '0f2a3b4c-0000-4000-8000-123456789012';
  const awsRequestId = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';

  it.each([
    { verdict: 'granted' as const, event: restEvent, status: 200 },
    { verdict: 'denied' as const, event: restEvent, status: 401 },
    { verdict: 'denied' as const, event: httpEvent, status: 401 },
    { verdict: 'granted' as const, event: { ...restEvent, path: '/nowhere' }, status: 404 },
  ])('has the ids of API Gateway and Lambda: $verdict, $status', async ({ verdict, event, status }) => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const logging = createGatewayHandler({ ...parts, log, authenticator: { authenticate: async () => verdict } });
    const identified = { ...event, requestContext: { ...event.requestContext, requestId } };
    expect(await logging(identified, { awsRequestId })).toMatchObject({ statusCode: status });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ requestId, lambdaRequestId: awsRequestId, status }),
    ]);
  });
});

describe('createGatewayHandler', () => {
  it.each([
    { name: 'a REST API', event: restEvent },
    { name: 'a REST API on a custom domain', event: { ...restEvent, path: '/base/path/inject/cluster/prod' } },
    { name: 'a REST API in base64', event: { ...restEvent, ...base64 } },
    { name: 'an HTTP API', event: httpEvent },
    { name: 'an HTTP API in base64', event: { ...httpEvent, ...base64 } },
  ])('answers an event of $name', async ({ event }) => {
    const result = await handler(event, { getRemainingTimeInMillis: () => 9000 });
    expect(result).toMatchObject({ statusCode: 200, isBase64Encoded: false });
    expect(JSON.parse(result.body).response).toMatchObject({ uid, allowed: true, patchType: 'JSONPatch' });
  });

  it.each([{}, null, 'x', [], { httpMethod: 'POST' }, { version: '2.0', rawPath: '/' }])(
    'says that %j is no event of API Gateway',
    async (event) => {
      expect(await handler(event)).toMatchObject({ statusCode: 400, body: expect.stringContaining('API Gateway') });
    },
  );
});

describe('decodeGatewayEvent', () => {
  it('reads an event without headers, query and body', () => {
    const event = { ...restEvent, headers: null, queryStringParameters: null, body: null };
    const request = decodeGatewayEvent(event);
    expect(request).toMatchObject({ method: 'POST', query: new Map(), headers: new Map() });
    expect(request?.body).toHaveLength(0);
    expect(request).not.toHaveProperty('remainingMs');
  });
});

describe('a trial of a deployment', () => {
  const lines: string[] = [];
  const guarded = createGatewayHandler({
    authenticator: { authenticate: async () => 'denied' },
    provider: {
      description: 'test',
      isReady: () => true,
      defaultSwitch: () => ({ kind: 'on' as const }),
      snapshot: async () => ({
        kind: 'fresh',
        snapshot: snapshotWith(),
        ageMs: 0,
        ...goodStanding,
        finish: async () => undefined,
      }),
    },
    log: (line) => lines.push(line),
    now: Date.now,
    random: Math.random,
    core: async () => createReviewCore(),
    recent: new RecentPods(),
  });

  it('is answered without a token, and marked in the log and not counted', async () => {
    const { statusCode } = await guarded({ ...restEvent, isTrial: true });
    expect(statusCode).toBe(200);
    const entry = JSON.parse(lines.at(-1) ?? '{}');
    expect(entry).toMatchObject({ isTrial: true, outcome: 'injected' });
    expect(entry).not.toHaveProperty('_aws');
  });

  it.each([
    ['a header', { headers: { ...restEvent.headers, isTrial: 'true' } }],
    ['the query', { queryStringParameters: { isTrial: 'true' } }],
    ['the body', { body: JSON.stringify({ ...review(), isTrial: true }) }],
    ['a member that is not exactly true', { isTrial: 'true' }],
    ['the context', { requestContext: { isTrial: true } }],
  ])('is not made by %s', async (_name, change) => {
    expect((await guarded({ ...restEvent, ...change })).statusCode).toBe(401);
  });
});
