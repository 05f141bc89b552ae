import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FailurePolicy, webhookConfiguration } from '../../../lib/cli/manifest/webhook-configuration.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { freePort } from '../../support/free-port.ts';
import { whatIsMissing } from './binaries.ts';
import { type Certificate, certificateFor } from './certificate.ts';
import { hurriedSeconds, inAHurry } from './change-hooks.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { pod } from './pod.ts';
import { type Answer, allow, type SmallWebhook, startSmallWebhook } from './small-webhook.ts';

const missing = whatIsMissing();

/** The status of a creation whose webhook fails. */
const policies = [
  ['Fail', 500],
  ['Ignore', 201],
] as const;

/** Answers as our webhook gives them (DESIGN's table of answers), and what a real API server makes of each. */
const faults: readonly {
  readonly name: string;
  readonly answer: Answer;
  readonly calls: number | 'more than one';
}[] = [
  { name: '400', answer: () => ({ status: 400, body: { error: 'not an AdmissionReview' } }), calls: 1 },
  { name: '500', answer: () => ({ status: 500, body: { error: 'a template failed' } }), calls: 1 },
  {
    name: '503 with Retry-After',
    answer: () => ({ status: 503, headers: { 'retry-after': '1' }, body: { error: 'no configuration' } }),
    calls: 'more than one',
  },
  {
    name: 'an answer that comes too late',
    answer: async (request) => {
      await delay((hurriedSeconds + 2) * 1000);
      return allow(request);
    },
    calls: 1,
  },
];

describe.skipIf(missing !== undefined)('a webhook that fails', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster();
  });

  afterAll(() => cluster?.stop());

  describe.each(faults)('with $name', ({ answer, calls }) => {
    it.each(policies)('and failurePolicy %s makes the creation end with %s', async (failurePolicy, status) => {
      const webhook = await startSmallWebhook(answer);
      try {
        await cluster.register(pointingAt(webhook.url, webhook.ca, failurePolicy));
        expect((await cluster.createPod('selected', pod('hello'), '?dryRun=All')).status).toBe(status);
        expectCalls(webhook, calls);
      } finally {
        await webhook.stop();
      }
    });
  });

  it('with 503 and Retry-After once is asked again, and its second answer counts', async () => {
    let asked = 0;
    const webhook = await startSmallWebhook((request) => {
      asked += 1;
      return asked === 1
        ? { status: 503, headers: { 'retry-after': '1' }, body: { error: 'no configuration' } }
        : allow(request, [{ op: 'add', path: '/metadata/labels', value: { injected: 'yes' } }]);
    });
    try {
      await cluster.register(pointingAt(webhook.url, webhook.ca, 'Fail'));
      const { status, body } = await cluster.createPod('selected', pod('hello'), '?dryRun=All');
      expect(status).toBe(201);
      expect((body.metadata as JsonObject).labels).toEqual({ injected: 'yes' });
    } finally {
      await webhook.stop();
    }
  });

  it.each(policies)(
    'behind a closed port and failurePolicy %s makes the creation end with %s',
    async (failurePolicy, status) => {
      const { cert } = await certificateFor('127.0.0.1');
      await cluster.register(pointingAt(`https://127.0.0.1:${await freePort()}/`, cert, failurePolicy));
      expect((await cluster.createPod('selected', pod('hello'), '?dryRun=All')).status).toBe(status);
    },
  );

  it.each(policies)(
    'with a wrong certificate and failurePolicy %s makes the creation end with %s',
    async (failurePolicy, status) => {
      const trusted: Certificate = await certificateFor('127.0.0.1');
      const webhook = await startSmallWebhook((request) => allow(request));
      try {
        await cluster.register(pointingAt(webhook.url, trusted.cert, failurePolicy));
        const answer = await cluster.createPod('selected', pod('hello'), '?dryRun=All');
        expect(answer.status).toBe(status);
        expect(webhook.calls()).toBe(0);
      } finally {
        await webhook.stop();
      }
    },
  );
});

function pointingAt(url: string, caBundle: string, failurePolicy: FailurePolicy): JsonObject {
  return inAHurry(webhookConfiguration({ url, caBundle, failurePolicy }));
}

function expectCalls(webhook: SmallWebhook, calls: number | 'more than one'): void {
  if (calls === 'more than one') {
    expect(webhook.calls()).toBeGreaterThan(1);
  } else {
    expect(webhook.calls()).toBe(calls);
  }
}
