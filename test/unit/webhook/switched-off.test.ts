import { describe, expect, it } from 'vitest';
import type { Authentication } from '../../../lib/auth/authenticator.ts';
import type { Configuration } from '../../../lib/config/snapshot-provider.ts';
import { goodStanding } from '../../../lib/config/snapshot-provider.ts';
import type { SwitchState } from '../../../lib/config/switch.ts';
import { maxReviewBytes } from '../../../lib/review/decode-review.ts';
import { pod, review, reviewRequest, snapshotWith, uid, webhookWith } from './webhook-fixture.ts';

const off = { kind: 'off', parameter: 'default/switch', reason: 'payments fail', since: 0, until: 500_000 } as const;
const on = { kind: 'on' } as const;
const fresh = { ...goodStanding, kind: 'fresh', snapshot: snapshotWith(), ageMs: 0 } as const;
const gone = { ...goodStanding, kind: 'unavailable', cause: 'no', problems: [] } as const;

interface World {
  /** What is known of the default's switch, and what reading it brings. */
  readonly known: SwitchState | undefined;
  readonly all?: Configuration;
  readonly own?: Configuration;
  /** What the refresh beside the first answer brings. */
  readonly newer?: Configuration;
  readonly authentication?: Authentication;
}

function webhook({ known, all = fresh, own = fresh, newer, authentication = 'granted' }: World) {
  const asked: string[] = [];
  let state = known;
  const world = webhookWith(fresh, {
    authenticator: { authenticate: async () => authentication },
    provider: {
      description: 'test',
      isReady: () => true,
      defaultSwitch: () => state,
      snapshot: async (cluster) => {
        asked.push(cluster);
        const finish = async () => {
          state = newer?.switch ?? state;
          return newer;
        };
        return { ...(cluster === 'default' ? all : own), finish };
      },
    },
  });
  return { ...world, asked };
}

const responseOf = ({ body }: { readonly body: string }) => JSON.parse(body).response;

describe("the default's switch that is off", () => {
  const all = { ...fresh, switch: off };

  it.each<[string, Configuration]>([
    ['configuration', all],
    ['no configuration', { ...gone, switch: off }],
  ])('allows the pod as it came, with %s', async (_name, found) => {
    const { send, lines } = webhook({ known: off, all: found });
    const answer = await send();
    expect(answer.status).toBe(200);
    expect(responseOf(answer)).toEqual({
      uid,
      allowed: true,
      auditAnnotations: {
        decision: 'skip',
        reason: 'switched-off',
        trace: 'switch default/switch off: payments fail => skip',
        config: 'not needed',
      },
    });
    expect(lines[0]).toMatchObject({
      level: 'warn',
      outcome: 'skipped',
      reason: 'switched-off',
      cluster: 'prod',
      switchedOff: { parameter: 'default/switch', reason: 'payments fail', seconds: 1000, isOverdue: true },
      switchedOffSeconds: 1000,
      switchOverdue: 1,
    });
  });

  it.each<Authentication>(['denied', 'unavailable'])(
    'allows it where the token is %s, and does not say why',
    async (authentication) => {
      const { send, lines } = webhook({ known: off, all, authentication });
      const answer = await send();
      expect([answer.status, responseOf(answer)]).toEqual([200, { uid, allowed: true, auditAnnotations: {} }]);
      expect(lines[0]).not.toHaveProperty('cluster');
      expect(lines[0]).toMatchObject({ reason: 'switched-off', switchedOff: { reason: 'payments fail' } });
    },
  );

  it.each<[string, unknown]>([
    ['is too large', review({ object: { ...pod, note: 'x'.repeat(maxReviewBytes) } })],
    [
      'nests too deep',
      `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"${uid}","object":${'['.repeat(5000)}${']'.repeat(5000)}}}`,
    ],
    ['is none', review({ object: null })],
  ])('allows a pod that %s', async (_name, body) => {
    const answer = await webhook({ known: off, all }).send(reviewRequest(body));
    expect([answer.status, responseOf(answer).allowed]).toEqual([200, true]);
  });

  it.each(['', '{', '[]', 'null', '{"kind":"AdmissionReview"}'])('does not make a review of %j', async (body) => {
    expect((await webhook({ known: off, all }).send(reviewRequest(body))).status).toBe(400);
  });

  it('is looked at before a caller is turned away, where it was never read', async () => {
    const { send } = webhook({ known: undefined, all, authentication: 'denied' });
    expect((await send()).status).toBe(200);
  });

  it('that tokens brought along is looked at, too', async () => {
    let known: SwitchState = on;
    const world = webhookWith(fresh, {
      authenticator: {
        authenticate: async () => {
          known = off;
          return 'denied';
        },
      },
      provider: {
        description: 'test',
        isReady: () => true,
        defaultSwitch: () => known,
        snapshot: async () => ({ ...all, finish: async () => undefined }),
      },
    });
    expect((await world.send()).status).toBe(200);
  });

  it('goes on with the pod where the refresh brought "on"', async () => {
    const { send, asked } = webhook({ known: off, all, newer: fresh });
    expect(responseOf(await send())).toHaveProperty('patch');
    expect(asked).toEqual(['default', 'prod']);
  });
});

describe("a cluster's switch that is off", () => {
  const own = { parameter: 'prod/switch', kind: 'off', reason: 'x' } as const;

  it.each<[string, Configuration]>([
    ['configuration', { ...fresh, switch: own }],
    ['no configuration', { ...gone, switch: own }],
  ])('allows the pod as it came, with %s', async (_name, found) => {
    expect(responseOf(await webhook({ known: on, own: found }).send())).toMatchObject({
      allowed: true,
      auditAnnotations: { reason: 'switched-off', trace: 'switch prod/switch off: x => skip' },
    });
  });

  it('allows a pod that is too large', async () => {
    const body = review({ object: { ...pod, note: 'x'.repeat(maxReviewBytes) } });
    const answer = await webhook({ known: on, own: { ...fresh, switch: own } }).send(reviewRequest(body));
    expect([answer.status, responseOf(answer).allowed]).toEqual([200, true]);
  });

  it('is looked at after the caller', async () => {
    const { send, asked } = webhook({ known: on, own: { ...fresh, switch: own }, authentication: 'denied' });
    expect((await send()).status).toBe(401);
    expect(asked).toEqual([]);
  });

  it('comes after the rules that need no configuration', async () => {
    const body = review({ object: { ...pod, spec: { hostNetwork: true } } });
    const answer = await webhook({ known: on, own: { ...gone, switch: own } }).send(reviewRequest(body));
    expect(responseOf(answer).auditAnnotations.reason).toBe('host-network');
  });
});

describe('a refresh that lands while its request is answered', () => {
  it('is used for that request: switch', async () => {
    const { send } = webhook({ known: on, newer: { ...fresh, switch: off } });
    expect(responseOf(await send())).toMatchObject({ auditAnnotations: { reason: 'switched-off' } });
  });

  it('is used for that request: configuration', async () => {
    const { send, lines } = webhook({ known: on, newer: { ...fresh, snapshot: snapshotWith({ policy: 'disabled' }) } });
    expect(responseOf(await send())).toMatchObject({ auditAnnotations: { reason: 'policy-disabled' } });
    expect(lines).toHaveLength(1);
  });

  it('mends what failed under the configuration before', async () => {
    const broken = snapshotWith({}, { render: () => JSON.parse('{') });
    const { send } = webhook({ known: on, own: { ...fresh, snapshot: broken }, newer: fresh });
    expect((await send()).status).toBe(200);
  });
});

it('tells what is wrong with a configuration and does no harm, by log and metric', async () => {
  const notices = [
    { code: 'unknown-key', parameter: 'default/settings', line: 1, column: 1, message: 'x: there is no such setting' },
    { code: 'unclear-switch', parameter: 'default/switch', message: 'says nothing' },
  ] as const;
  const { send, lines } = webhook({ known: on, own: { ...fresh, notices, isHeldBack: true } });
  await send();
  expect(lines[0]).toMatchObject({
    level: 'warn',
    unknownSettings: 1,
    unclearSwitch: 1,
    heldBack: 1,
    notices: [
      { code: 'unknown-key', text: 'default/settings:1:1: x: there is no such setting' },
      { code: 'unclear-switch' },
    ],
  });
});

it('counts a pod that fails by configuration, and not by a cluster that nobody has listed', async () => {
  const broken = snapshotWith({}, { render: () => JSON.parse('{') });
  const { send, lines } = webhook({ known: on, own: { ...fresh, snapshot: broken } });
  expect((await send()).status).toBe(500);
  expect(lines[0]).toMatchObject({ outcome: 'failed', cluster: 'prod', fingerprint: 'a1b2c3d4e5f6', failedPods: 1 });
  expect(JSON.stringify(lines[0]?._aws)).toContain('"Dimensions":[["fingerprint"]]');
});
