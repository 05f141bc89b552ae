import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { webhookConfiguration } from '../../../lib/cli/manifest/webhook-configuration.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { objectAt } from '../../../lib/json/member.ts';
import { itemsOf, nameOf } from '../../../lib/kube/pod/containers.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { whatIsMissing } from './binaries.ts';
import { changeHooks } from './change-hooks.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { pod } from './pod.ts';
import { allow, type SmallWebhook, startSmallWebhook } from './small-webhook.ts';
import type { RunningTarget } from './target.ts';
import { targets } from './targets.ts';

const template = `
spec:
  containers:
  - name: agent
    image: agents/agent:2
    resources:
      requests: {cpu: 100m, memory: 64Mi}
      limits: {memory: 128Mi, hugepages-2Mi: 2Mi}
`;

function parametersWith(podResources: string): string {
  const settings = `podResources: ${podResources}\n`;
  return parameterFolder({ 'default/policy': 'enabled', 'default/template': template, 'default/settings': settings });
}

/** A pod whose author says what it may use as a whole, and how that is stored. */
const rows: readonly (readonly [string, JsonObject, JsonObject, JsonObject])[] = [
  [
    'requests',
    { requests: { cpu: '1', memory: '1Gi' } },
    {},
    {
      requests: { cpu: '1100m', memory: '1088Mi', 'hugepages-2Mi': '2Mi' },
      limits: { 'hugepages-2Mi': '2Mi' },
    },
  ],
  [
    'limits, from which the API server makes requests',
    { limits: { cpu: '1', memory: '1Gi' } },
    {},
    {
      requests: { cpu: '1100m', memory: '1088Mi', 'hugepages-2Mi': '2Mi' },
      limits: { cpu: '1100m', memory: '1152Mi', 'hugepages-2Mi': '2Mi' },
    },
  ],
  [
    'requests of one thing, which the hugepages of the sidecar make the API server fill in',
    { requests: { memory: '4Gi' } },
    { requests: { cpu: '2' } },
    {
      requests: { cpu: '2100m', memory: '4160Mi', 'hugepages-2Mi': '2Mi' },
      limits: { 'hugepages-2Mi': '2Mi' },
    },
  ],
];

describe.skipIf(whatIsMissing() !== undefined).each(targets)('through $name', (target) => {
  let cluster: Cluster;
  let webhook: RunningTarget | undefined;

  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.namespace('left-alone');
  });

  afterEach(async () => {
    await webhook?.stop();
    webhook = undefined;
    removeParameterFolders();
  });

  afterAll(() => cluster?.stop());

  async function start(podResources: string, ...others: readonly JsonObject[]): Promise<void> {
    webhook = await target.start(parametersWith(podResources));
    await cluster.register(webhookConfiguration({ url: webhook.url, caBundle: webhook.ca }), ...others);
  }

  it('pods that ask for resources as a whole get room for the sidecar, once', async () => {
    const other = await startAnother();
    try {
      await start('pad', another(other));
      for (const [index, [name, whole, app, want]] of rows.entries()) {
        const { status, body } = await cluster.createPod('selected', podWith(`whole-${index}`, whole, app));
        expect(status, name).toBe(201);
        expect(itemsOf(body, 'containers').map(nameOf), name).toEqual(['agent', 'app', 'other']);
        expect(objectAt(body, 'spec', 'resources'), name).toEqual(want);
      }
    } finally {
      await other.stop();
    }
  });

  it('are refused with both sides where the settings say so', async () => {
    await start('refuse');
    const { status, body } = await cluster.createPod('selected', tight);
    expect(status).toBe(400);
    expect(String(body.message)).toMatch(/the pod and template "sidecar".*1100m cpu.*raise spec\.resources/s);
  });

  it('are left to the API server where the settings say so, which refuses them', async () => {
    await start('leave');
    const { status, body } = await cluster.createPod('selected', tight);
    expect(status).toBe(422);
    expect(String(body.message)).toMatch(/spec\.resources/);
    expect((await cluster.createPod('left-alone', tight, '?dryRun=All')).status).toBe(201);
  });
});

const tight = podWith('tight', { requests: { cpu: '1', memory: '1Gi' } }, { requests: { cpu: '1', memory: '1Gi' } });

function podWith(name: string, resources: JsonObject, app: JsonObject): JsonObject {
  return pod(name, {}, { resources, containers: [{ name: 'app', image: 'shop/app:1', resources: app }] });
}

/** A webhook after ours that adds a container, so that ours is called again. */
function startAnother(): Promise<SmallWebhook> {
  return startSmallWebhook((request) =>
    itemsOf(request.object, 'containers').some((container) => nameOf(container) === 'other')
      ? allow(request)
      : allow(request, [{ op: 'add', path: '/spec/containers/-', value: { name: 'other', image: 'other:1' } }]),
  );
}

function another({ url, ca }: SmallWebhook): JsonObject {
  return changeHooks(webhookConfiguration({ url, caBundle: ca, name: 'zzz' }), { name: 'pods.other.example.com' });
}
