import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../lib/config/load/decode-settings.ts';
import { InjectError } from '../../../lib/inject/errors.ts';
import { trialHeader } from '../../../lib/webhook/http.ts';
import { pod, review, reviewRequest, snapshotWith, uid, webhookWith } from './webhook-fixture.ts';

const fresh = { kind: 'fresh', snapshot: snapshotWith(), ageMs: 0 } as const;

function bodyOf({ body }: { readonly body: string }) {
  return JSON.parse(body);
}

describe('a pod that is injected', () => {
  it('gets 200, allowed, patch and audit annotations', async () => {
    const { send } = webhookWith(fresh);
    const answer = await send();
    const { response } = bodyOf(answer);
    expect(answer.status).toBe(200);
    expect(response).toMatchObject({ uid, allowed: true, patchType: 'JSONPatch' });
    expect(Buffer.from(response.patch, 'base64').toString()).toContain('shop/shipper:1');
    expect(response.auditAnnotations).toMatchObject({
      decision: 'inject',
      reason: 'policy-enabled',
      config: 'a1b2c3d4e5f6',
    });
    expect(response.auditAnnotations.trace).toMatch(/^pod-creation .* => inject$/);
  });

  it('tells the release in force, and the age of the configuration to trials only', async () => {
    const snapshot = snapshotWith({ release: { name: 'default/release', version: 7 } });
    const { send } = webhookWith({ ...fresh, ageMs: 12_000, snapshot });
    const auditOf = async (request: Parameters<typeof send>[0]) =>
      bodyOf(await send(request)).response.auditAnnotations;
    expect(await auditOf({})).toMatchObject({ release: 'default/release version 7' });
    expect(await auditOf({})).not.toHaveProperty('age');
    const headers = new Map([...reviewRequest().headers, [trialHeader, '1']]);
    expect(await auditOf({ headers })).toMatchObject({ release: 'default/release version 7', age: '12 s' });
  });

  it('is logged on one line, without path, pod or secret', async () => {
    const { send, lines } = webhookWith(fresh);
    await send();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'info',
      status: 200,
      outcome: 'injected',
      uid,
      cluster: 'prod',
      namespace: 'shop',
      workload: 'ReplicaSet/checkout-7c9d8f6b5',
      decision: 'inject',
      reason: 'policy-enabled',
      fingerprint: 'a1b2c3d4e5f6',
      milliseconds: expect.any(Number),
      injected: 1,
    });
    expect(lines[0]?.patchBytes).toBeGreaterThan(100);
    expect(JSON.stringify(lines)).not.toMatch(/s3cret|hunter2|shop\/app/);
  });

  it('asks for the cluster of the address, and settles the provider', async () => {
    const { send, asked, settled } = webhookWith(fresh);
    await send();
    expect(asked).toEqual(['prod']);
    expect(settled()).toBe(1);
  });

  it('is the default where the address names no cluster', async () => {
    const { send, asked } = webhookWith(fresh);
    await send({ path: '/inject' });
    expect(asked).toEqual(['default']);
  });
});

describe('a pod that is left alone', () => {
  const rows = [
    {
      name: 'refuses',
      change: { object: { ...pod, metadata: { labels: { 'sidecar.istio.io/inject': 'false' } } } },
      reason: 'opted-out',
    },
    { name: 'is updated', change: { operation: 'UPDATE' }, reason: 'not-a-pod-creation' },
    {
      name: 'gets an ephemeral container',
      change: { subResource: 'ephemeralcontainers' },
      reason: 'not-a-pod-creation',
    },
    {
      name: 'is on the host network',
      change: { object: { ...pod, spec: { hostNetwork: true } } },
      reason: 'host-network',
    },
    { name: 'is in kube-system', change: { namespace: 'kube-system' }, reason: 'system-namespace' },
  ];

  it.each(rows)('because it $name gets 200 without a patch', async ({ change, reason }) => {
    const { send } = webhookWith(fresh);
    const { response } = bodyOf(await send(reviewRequest(review(change))));
    expect(response).toMatchObject({ uid, allowed: true, auditAnnotations: { decision: 'skip', reason } });
    expect(response).not.toHaveProperty('patch');
    expect(response).not.toHaveProperty('patchType');
  });

  it('by the request alone needs no configuration', async () => {
    const { send, asked } = webhookWith({ kind: 'unavailable', cause: 'down', problems: [] });
    const answer = await send(reviewRequest(review({ namespace: 'kube-system' })));
    expect(answer.status).toBe(200);
    expect(bodyOf(answer).response.auditAnnotations.config).toBe('not needed');
    expect(asked).toEqual([]);
  });

  it('is warned of a value that means nothing', async () => {
    const object = { ...pod, metadata: { annotations: { 'sidecar.istio.io/inject': 'yes' } } };
    const { response } = bodyOf(await webhookWith(fresh).send(reviewRequest(review({ object }))));
    expect(response.warnings).toEqual([expect.stringContaining('"yes" is ignored')]);
  });
});

describe('a pod whose own annotations are wrong', () => {
  it('is refused with 200, code 400 and a message that names the annotation', async () => {
    const object = { ...pod, metadata: { annotations: { 'inject.istio.io/templates': 'nosuch' } } };
    const { send, lines } = webhookWith(fresh);
    const answer = await send(reviewRequest(review({ object })));
    const { response } = bodyOf(answer);
    expect(answer.status).toBe(200);
    expect(response).toMatchObject({ uid, allowed: false, status: { code: 400 } });
    expect(response.status.message).toMatch(/nosuch/);
    expect(lines[0]).toMatchObject({ outcome: 'refused', level: 'warn' });
  });

  it('is told whom to ask, where settings name somebody', async () => {
    const object = { ...pod, metadata: { annotations: { 'inject.istio.io/templates': 'nosuch' } } };
    const snapshot = snapshotWith({ settings: { ...defaultSettings, contact: '#platform' } });
    const answer = await webhookWith({ ...fresh, snapshot }).send(reviewRequest(review({ object })));
    expect(bodyOf(answer).response.status.message).toMatch(/nosuch.*\. Questions: #platform$/);
  });
});

describe('requests that get no AdmissionReview', () => {
  const rows = [
    { name: 'an unknown path', request: { path: '/nowhere' }, status: 404 },
    { name: 'a cluster that cannot be', request: { path: '/inject/cluster/NO' }, status: 404 },
    { name: 'another method', request: { method: 'GET' }, status: 405, headers: { allow: 'POST' } },
    { name: 'another content type', request: { headers: new Map([['content-type', 'text/plain']]) }, status: 415 },
    { name: 'no content type', request: { headers: new Map() }, status: 415 },
    {
      name: 'a content type that only begins so',
      request: { headers: new Map([['content-type', 'application/jsonp']]) },
      status: 415,
    },
    { name: 'no body', request: { body: new Uint8Array() }, status: 400 },
    { name: 'a pod that is null', request: reviewRequest(review({ object: null })), status: 400 },
    { name: 'v1beta1', request: reviewRequest({ ...review(), apiVersion: 'admission.k8s.io/v1beta1' }), status: 400 },
    { name: 'a body that is too large', request: { body: new Uint8Array(3 * 1024 * 1024 + 1) }, status: 413 },
  ];

  it.each(rows)('$name: $status', async ({ request, status, headers = {} }) => {
    const { send, lines } = webhookWith(fresh);
    const answer = await send(request);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', ...headers });
    expect(answer.body).not.toContain('\n');
    expect(Object.keys(bodyOf(answer))).toEqual(['error']);
    expect(lines[0]).toMatchObject({ status, outcome: 'rejected' });
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;v=1'])('takes %s', async (type) => {
    const { send } = webhookWith(fresh);
    expect((await send({ headers: new Map([['content-type', type]]) })).status).toBe(200);
  });
});

describe('tokens', () => {
  it.each([
    { verdict: 'denied' as const, status: 401 },
    { verdict: 'unavailable' as const, status: 503 },
  ])('$verdict: $status, and nothing is read or said of the cluster', async ({ verdict, status }) => {
    const { send, asked, lines } = webhookWith(fresh, { authenticator: { authenticate: async () => verdict } });
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(asked).toEqual([]);
    expect(lines[0]).not.toHaveProperty('cluster');
    expect(JSON.stringify([lines, answer])).not.toContain('s3cret');
  });

  it('are handed on with the cluster that they are for', async () => {
    const seen: unknown[] = [];
    const authenticate = async (credentials: { token: string | null; cluster: string }) => {
      seen.push([credentials.token, credentials.cluster]);
      return 'granted' as const;
    };
    await webhookWith(fresh, { authenticator: { authenticate } }).send();
    expect(seen).toEqual([['s3cret', 'prod']]);
  });
});

describe('configuration that is not there', () => {
  it.each([
    { random: 0.2, want: '1' },
    { random: 0.7, want: '2' },
  ])('gives 503 with Retry-After $want', async ({ random, want }) => {
    const state = { kind: 'unavailable', cause: 'AccessDenied for ssm:GetParameters', problems: [] } as const;
    const { send, lines, settled } = webhookWith(state, { random: () => random });
    const answer = await send();
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe(want);
    expect(answer.body).not.toContain('AccessDenied');
    expect(lines[0]).toMatchObject({ level: 'error', outcome: 'unavailable', unavailable: 1, problem: state.cause });
    expect(settled()).toBe(1);
  });
});

describe('configuration that is stale', () => {
  const stale = { kind: 'stale', snapshot: snapshotWith(), ageMs: 312_000, cause: 'throttled' } as const;

  it('still injects, and says so in audit, warning, log, metric and the pod', async () => {
    const { send, lines } = webhookWith(stale);
    const { response } = bodyOf(await send());
    expect(response.auditAnnotations.config).toBe('a1b2c3d4e5f6, 312 s old: throttled');
    expect(response.warnings).toEqual([expect.stringContaining('312 s old')]);
    expect(lines[0]).toMatchObject({
      level: 'warn',
      stale: { ageSeconds: 312, cause: 'throttled' },
      staleSeconds: 312,
    });
    expect(Buffer.from(response.patch, 'base64').toString()).toContain('a1b2c3d4e5f6 stale');
  });
});

describe('a fault', () => {
  it('in a template gives 500 without Retry-After, logged with its cause', async () => {
    const template = {
      render: () => {
        throw new InjectError('template-failed', 'template: sidecar:3:5: no such key');
      },
    };
    const { send, lines, settled } = webhookWith({ ...fresh, snapshot: snapshotWith({}, template) });
    const answer = await send();
    expect(answer.status).toBe(500);
    expect(answer.headers).not.toHaveProperty('retry-after');
    expect(bodyOf(answer).error).toContain(uid);
    expect(lines[0]).toMatchObject({ level: 'error', outcome: 'failed', failed: 1, uid, cluster: 'prod' });
    expect(JSON.stringify(lines[0]?.error)).toContain('sidecar:3:5');
    expect(settled()).toBe(1);
  });

  it('in what takes too long is answered the same, and the log names the step', async () => {
    const { send, lines } = webhookWith(fresh);
    const answer = await send({ query: new Map([['timeout', '1ms']]) });
    expect(answer.status).toBe(500);
    expect(answer.headers).not.toHaveProperty('retry-after');
    expect(lines[0]).toMatchObject({ outcome: 'failed', failed: 1, uid, cluster: 'prod', namespace: 'shop' });
    expect(lines[0]?.error).toMatchObject({ code: 'budget-time', message: expect.stringContaining('"prepare"') });
  });

  it('of our own is answered the same, with where it was thrown', async () => {
    const authenticate = () => Promise.reject(new TypeError('boom'));
    const { send, lines } = webhookWith(fresh, { authenticator: { authenticate } });
    expect((await send()).status).toBe(500);
    expect(lines[0]?.error).toMatchObject({ name: 'TypeError', message: 'boom', stack: expect.any(Array) });
  });
});

describe('the health check', () => {
  it.each([
    { state: fresh, status: 200 },
    { state: { kind: 'unavailable', cause: '', problems: [] } as const, status: 503 },
  ])('gives $status and reads nothing', async ({ state, status }) => {
    const { send, asked } = webhookWith(state);
    const answer = await send({ method: 'GET', path: '/prod/healthz' });
    expect(answer.status).toBe(status);
    expect(bodyOf(answer)).toEqual({ ready: status === 200 });
    expect(asked).toEqual([]);
  });

  it('answers GET only', async () => {
    expect((await webhookWith(fresh).send({ path: '/healthz' })).status).toBe(405);
  });
});
