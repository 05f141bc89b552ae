import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { webhookConfiguration } from '../../../lib/cli/manifest/webhook-configuration.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { whatIsMissing } from './binaries.ts';
import { inAHurry } from './change-hooks.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { pod } from './pod.ts';
import { targets } from './targets.ts';

const asItIs = (configuration: JsonObject): JsonObject => configuration;

/** Parameters with which the product itself answers as the row says, and what the API server tells its client. */
const faults = [
  {
    name: 'no configuration that validates (503)',
    parameters: { 'default/policy': 'enabled', 'default/template': 'spec: {{ .Missing' },
    told: /context deadline exceeded/,
    // It is asked again until the time is over, which shows as much in three seconds as in ten.
    inTime: inAHurry,
  },
  {
    name: 'a template that fails (500)',
    parameters: { 'default/policy': 'enabled', 'default/template': '{{ fail "on purpose" }}' },
    told: /an error on the server/,
    inTime: asItIs,
  },
  {
    name: "a template that asks for the host's network (500)",
    parameters: { 'default/policy': 'enabled', 'default/template': 'spec: {hostNetwork: true}' },
    told: /an error on the server/,
    inTime: asItIs,
  },
] as const;

const policies = [
  ['Fail', 500],
  ['Ignore', 201],
] as const;

describe.skipIf(whatIsMissing() !== undefined).each(targets)('through $name', (target) => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster();
  });

  afterAll(() => cluster?.stop());
  afterEach(removeParameterFolders);

  describe.each(faults)('with $name', ({ parameters, told, inTime }) => {
    it('failurePolicy decides, and nobody gets half a pod', async () => {
      const webhook = await target.start(parameterFolder(parameters));
      try {
        for (const [failurePolicy, status] of policies) {
          await cluster.register(
            inTime(webhookConfiguration({ url: webhook.url, caBundle: webhook.ca, failurePolicy })),
          );
          const answer = await cluster.createPod('selected', pod('hello'), '?dryRun=All');
          expect(answer.status).toBe(status);
          expect(JSON.stringify(answer.body)).toMatch(status === 201 ? /"name":"hello"/ : told);
          expect(JSON.stringify(answer.body.spec ?? {})).not.toContain('hostNetwork');
        }
      } finally {
        await webhook.stop();
      }
    });
  });
});
