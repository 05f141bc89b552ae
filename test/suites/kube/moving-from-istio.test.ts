import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command as importCommand } from '../../../lib/cli/import-istio.ts';
import { command as manifestCommand } from '../../../lib/cli/manifest.ts';
import { stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { messageOf, runCommand } from '../../unit/cli/run-command.ts';
import { whatIsMissing } from './binaries.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { root } from './examples.ts';
import { istioWebhooks } from './istio-webhooks.ts';
import { pod, proxyRegistriesOf } from './pod.ts';
import { allow, type SmallWebhook, startSmallWebhook } from './small-webhook.ts';
import type { RunningTarget } from './target.ts';
import { targets } from './targets.ts';

const missing = whatIsMissing();
if (missing !== undefined && process.env.CI === 'true') {
  throw new Error(missing);
}
if (missing !== undefined) {
  console.warn(`not run: ${missing}`);
}

const template = `metadata:
  annotations: {prometheus.io/path: /stats}
spec:
  containers:
  - name: istio-proxy
    image: "{{ .ProxyImage }}"
`;
const injector = {
  kind: 'ConfigMap',
  metadata: { name: 'istio-sidecar-injector' },
  data: {
    config: stringifyJson({ policy: 'enabled', defaultTemplates: ['sidecar'], templates: { sidecar: template } }),
    values: stringifyJson({ global: { hub: 'ours.example', tag: '1.29.2' } }),
  },
};
const mesh = { kind: 'ConfigMap', metadata: { name: 'istio' }, data: { mesh: 'trustDomain: a.b' } };
const istiod = {
  kind: 'Deployment',
  metadata: { name: 'istiod' },
  spec: { template: { spec: { containers: [{ name: 'discovery', image: 'pilot:1.29.2' }] } } },
};

/** The words of a command of docs/moving-from-istio.md, as they stand there. */
function wordsOf(command: string): readonly string[] {
  const guide = readFileSync(join(root, 'docs/moving-from-istio.md'), 'utf8');
  const line = guide.split('\n').find((each) => each.startsWith(`npx --no-install sidecar-injector ${command} `)) ?? '';
  const words = line
    .replace(/ > .*$/, '')
    .split(' ')
    .slice(4);
  expect(words).not.toEqual([]);
  return words;
}

/** The steps of the guide, with a webhook like Istio's in force all the time. */
describe.skipIf(missing !== undefined)('moving from Istio', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moving-'));
  let cluster: Cluster;
  let istio: SmallWebhook;
  let ours: RunningTarget;

  beforeAll(async () => {
    for (const [name, object] of Object.entries({ injector, mesh, istiod })) {
      writeFileSync(join(folder, `${name}.yaml`), stringifyJson(object));
    }
    const imported = await runCommand(importCommand, wordsOf('import'), { cwd: folder });
    expect([imported.error, imported.out]).toEqual([undefined, expect.stringContaining('Istio 1.29.2 ')]);
    const [target] = targets;
    if (target === undefined) {
      throw new Error('there is no way to serve');
    }
    [cluster, ours, istio] = await Promise.all([
      startCluster(),
      target.start(join(folder, 'parameters')),
      startSmallWebhook((request) =>
        allow(request, [
          { op: 'add', path: '/spec/containers/-', value: { name: 'istio-proxy', image: 'istio.example/proxyv2:1' } },
          {
            op: 'add',
            path: '/metadata/annotations',
            value: { 'sidecar.istio.io/status': '{"containers":["istio-proxy"]}' },
          },
        ]),
      ),
    ]);
    writeFileSync(join(folder, 'ca.pem'), ours.ca);
    const words = wordsOf('manifest').map((word) => (word === '"$URL"' ? ours.url : word));
    const made = await runCommand(manifestCommand, [...words, '--ca-file', 'ca.pem'], { cwd: folder });
    expect(messageOf(made)).toBe('');
    await cluster.register(parseYaml(made.out) as JsonObject, istioWebhooks(istio));
  });

  afterAll(async () => {
    await ours?.stop();
    await istio?.stop();
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const asks = { labels: { 'sidecar.istio.io/inject': 'true' } };
  const refuses = { labels: { 'sidecar.istio.io/inject': 'false' } };
  const rows: readonly (readonly [string, Readonly<Record<string, string | null>>, JsonObject, string])[] = [
    ['before: by istio-injection', { 'istio-injection': 'enabled' }, {}, 'istio.example'],
    ['before: by the default revision', { 'istio-injection': null, 'istio.io/rev': 'default' }, {}, 'istio.example'],
    ['without labels: nobody', { 'istio-injection': null, 'istio.io/rev': null }, {}, ''],
    ['without labels: Istio for a pod that asks', {}, asks, 'istio.example'],
    ['switched: ours', { 'istio.io/rev': 'lambda' }, {}, 'ours.example'],
    ['switched: ours for a pod that asks', {}, asks, 'ours.example'],
    ['switched: nobody for a pod that refuses', {}, refuses, ''],
    ['with both labels: one proxy', { 'istio-injection': 'enabled' }, {}, 'ours.example'],
    ['gone back: Istio', { 'istio.io/rev': null }, {}, 'istio.example'],
  ];

  it('has one injector for every pod at every step', async () => {
    const got: (readonly [string, string])[] = [];
    for (const [step, labels, metadata] of rows) {
      await cluster.namespace('shop', labels as Readonly<Record<string, string>>);
      const { status, body } = await cluster.createPod('shop', pod('web', metadata), '?dryRun=All');
      expect(status).toBe(201);
      got.push([step, proxyRegistriesOf(body).join(' ')]);
    }
    expect(got).toEqual(rows.map(([step, , , want]) => [step, want]));
  });

  it('leaves the other namespaces to Istio', async () => {
    await cluster.namespace('other', { 'istio-injection': 'enabled' });
    const { body } = await cluster.createPod('other', pod('web'), '?dryRun=All');
    expect(proxyRegistriesOf(body)).toEqual(['istio.example']);
  });
});
