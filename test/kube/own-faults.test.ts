import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhookConfiguration } from '../../lib/cli/manifest/webhook-configuration.ts';
import type { JsonObject } from '../../lib/go/json.ts';
import { type ApiServer, startApiServer } from './api-server.ts';
import { whatIsMissing } from './binaries.ts';
import { Cluster } from './cluster.ts';
import { targets } from './targets.ts';

/** Parameters with which the product itself answers as the row says, and what the API server tells its client. */
const faults = [
  {
    name: 'no configuration that validates (503)',
    parameters: { policy: 'enabled', template: 'spec: {{ .Missing' },
    told: /context deadline exceeded/,
  },
  {
    name: 'a template that fails (500)',
    parameters: { policy: 'enabled', template: '{{ fail "on purpose" }}' },
    told: /an error on the server/,
  },
  {
    name: "a template that asks for the host's network (500)",
    parameters: { policy: 'enabled', template: 'spec: {hostNetwork: true}' },
    told: /an error on the server/,
  },
] as const;

const policies = [
  ['Fail', 500],
  ['Ignore', 201],
] as const;

describe.skipIf(whatIsMissing() !== undefined).each(targets)('through $name', (target) => {
  let server: ApiServer;
  let cluster: Cluster;

  beforeAll(async () => {
    server = await startApiServer();
    cluster = new Cluster(server.client);
    await cluster.namespace('selected', { 'sidecar-injection': 'enabled' });
  });

  afterAll(() => server?.stop());

  describe.each(faults)('with $name', ({ parameters, told }) => {
    it('failurePolicy decides, and nobody gets half a pod', async () => {
      const folder = folderOf(parameters);
      const webhook = await target.start(folder);
      try {
        for (const [failurePolicy, status] of policies) {
          await cluster.register(
            inAHurry(webhookConfiguration({ url: webhook.url, caBundle: webhook.ca, failurePolicy })),
          );
          const answer = await cluster.createPod('selected', pod, '?dryRun=All');
          expect(answer.status).toBe(status);
          expect(JSON.stringify(answer.body)).toMatch(status === 201 ? /"name":"hello"/ : told);
          expect(JSON.stringify(answer.body.spec ?? {})).not.toContain('hostNetwork');
        }
      } finally {
        await webhook.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
});

const pod: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'hello' },
  spec: { containers: [{ name: 'app', image: 'shop/app:1' }] },
};

function folderOf(parameters: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-parameters-'));
  mkdirSync(join(folder, 'default'));
  for (const [name, text] of Object.entries(parameters)) {
    writeFileSync(join(folder, 'default', name), text);
  }
  return folder;
}

/** Retries of 503 go on until the timeout: three seconds show as much as ten. */
function inAHurry(configuration: JsonObject): JsonObject {
  const webhooks = configuration.webhooks as readonly JsonObject[];
  return { ...configuration, webhooks: webhooks.map((hook) => ({ ...hook, timeoutSeconds: 3 })) };
}
