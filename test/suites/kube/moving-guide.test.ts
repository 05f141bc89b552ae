import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployParameters } from '../../../build/deploy/parameter-table.ts';
import { decodeValue } from '../../../lib/config/load/decode-value.ts';
import { stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { hasKubectl, whatIsMissing } from './binaries.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { root } from './examples.ts';
import { istioWebhooks } from './istio-webhooks.ts';
import { pod, proxyRegistriesOf } from './pod.ts';
import { allow, type SmallWebhook, startSmallWebhook } from './small-webhook.ts';
import type { RunningTarget } from './target.ts';
import { targets } from './targets.ts';

const missing = whatIsMissing() ?? (hasKubectl() ? undefined : 'kubectl (Debian package kubernetes-client)');
if (missing !== undefined && process.env.CI === 'true') {
  throw new Error(missing);
}
if (missing !== undefined) {
  console.warn(`not run: ${missing}`);
}

const namespace = 'istio-system';

/** What istiod of a revision has in a cluster: two ConfigMaps and a Deployment, by their paths. */
function installation(suffix: string, tag: string, registry: string): readonly (readonly [string, JsonObject])[] {
  const labels = { 'istio.io/rev': suffix.slice(1) || 'default' };
  const template = `spec:\n  containers:\n  - {name: istio-proxy, image: "${registry}/proxyv2:{{ .Values.global.tag }}"}\n`;
  const config = stringifyJson({ policy: 'enabled', defaultTemplates: ['sidecar'], templates: { sidecar: template } });
  const core = `/api/v1/namespaces/${namespace}/configmaps`;
  const selected = { app: `istiod${suffix}` };
  return [
    [
      core,
      {
        ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `istio-sidecar-injector${suffix}`, labels } },
        data: { config, values: stringifyJson({ global: { tag } }) },
      },
    ],
    [
      core,
      {
        ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `istio${suffix}`, labels } },
        data: { mesh: 'trustDomain: a.b' },
      },
    ],
    [
      `/apis/apps/v1/namespaces/${namespace}/deployments`,
      {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: `istiod${suffix}`, labels } },
        spec: {
          selector: { matchLabels: selected },
          template: {
            metadata: { labels: selected },
            spec: { containers: [{ name: 'discovery', image: `istio/pilot:${tag}` }] },
          },
        },
      },
    ],
  ];
}

/** Commands of the guide, block by block as they stand there, with the heading above each. */
function blocksOfGuide(): readonly { readonly heading: string; readonly script: string }[] {
  const guide = readFileSync(join(root, 'docs/moving-from-istio.md'), 'utf8');
  return guide.split(/^## /m).flatMap((section) => {
    const [heading = ''] = section.split('\n');
    return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, script = '']) => ({ heading, script }));
  });
}

/**
 * Programs that stand in front of the real ones: `npx` runs the source, answers the question before a push, trusts the
 * suite's certificate and writes down what would be deployed; `istioctl` prints what it is given. That a diff finds
 * differences (exit code 1) stops nobody.
 */
const standIns: Readonly<Record<string, string>> = {
  npx: `#!/bin/bash
[ "$1" = --no-install ] && shift
case "$1 $2" in
  'sidecar-injector push') set -- "$@" --yes ;;
  'sidecar-injector manifest') set -- "$@" --ca-file "$CA" ;;
  'serverless deploy') echo "$*" >> "$DEPLOYED"; exit ;;
esac
shift
"$TSX" "$MAIN" "$@"
code=$?
[ "$1 $code" = 'diff 1' ] || exit "$code"
`,
  istioctl: `#!/bin/bash
[ "$1 $2" = 'kube-inject -f' ] && cat "$3" && echo '# injected'
`,
  diff: `#!/bin/bash
/usr/bin/diff "$@" || [ $? = 1 ]
`,
};

describe.skipIf(missing !== undefined)('docs/moving-from-istio.md, as typed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moving-guide-'));
  const blocks = blocksOfGuide();
  let cluster: Cluster;
  let istio: SmallWebhook;
  let store: ParameterStoreServer;
  let webhooks: readonly RunningTarget[] = [];
  let environment: Readonly<Record<string, string | undefined>> = {};

  beforeAll(async () => {
    const serve = (name: string) => targets[0]!.start(join(folder, name));
    [cluster, store, istio, ...webhooks] = await Promise.all([
      startCluster(),
      startParameterStore(new ParameterStore()),
      startSmallWebhook((request) =>
        allow(request, [
          { op: 'add', path: '/spec/containers/-', value: { name: 'istio-proxy', image: 'istio.example/proxyv2:1' } },
        ]),
      ),
      serve('parameters'),
      serve('parameters-canary'),
    ]);
    const [ours, canary] = webhooks;
    mkdirSync(join(folder, 'bin'));
    for (const [name, text] of Object.entries(standIns)) {
      writeFileSync(join(folder, 'bin', name), text);
      chmodSync(join(folder, 'bin', name), 0o755);
    }
    writeFileSync(join(folder, 'ca.pem'), `${ours?.ca}\n${canary?.ca}`);
    writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(cluster.server.kubeconfig()));
    environment = {
      ...process.env,
      ...store.environment,
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      KUBECONFIG: join(folder, 'kubeconfig'),
      TSX: join(root, 'node_modules/.bin/tsx'),
      MAIN: join(root, 'lib/cli/main.ts'),
      CA: join(folder, 'ca.pem'),
      DEPLOYED: join(folder, 'deployed'),
      URL: ours?.url,
      CANARY_URL: canary?.url,
    };
    await cluster.namespace(namespace);
    await cluster.namespace('shop', { 'istio-injection': 'enabled' });
    await cluster.register(istioWebhooks(istio));
    await install(installation('', '1.28.1', 'ours.example'));
    await install(installation('-canary', '1.30.0', 'canary.example'));
    const [[, { metadata: _metadata, ...web }] = ['', {}]] = installation('', '1', '').slice(2);
    await install([['/apis/apps/v1/namespaces/shop/deployments', { ...web, metadata: { name: 'web' } }]]);
  });

  afterAll(async () => {
    await Promise.all([istio?.stop(), store?.close(), ...webhooks.map((each) => each.stop())]);
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function install(objects: ReturnType<typeof installation>, method: 'POST' | 'PUT' = 'POST'): Promise<void> {
    for (const [path, body] of objects) {
      const name = method === 'PUT' ? `/${(body.metadata as JsonObject).name}` : '';
      const { status, body: answer } = await cluster.server.client.call({ method, path: `${path}${name}`, body });
      expect(status, JSON.stringify(answer)).toBeLessThan(300);
    }
  }

  /** Runs the blocks below a heading; what they print is the answer. */
  async function follow(heading: string): Promise<string> {
    const scripts = blocks.filter((block) => block.heading.includes(heading)).map(({ script }) => script);
    expect(scripts).not.toEqual([]);
    const words = ['-euo', 'pipefail', '-c', scripts.join('')];
    const { stdout, stderr } = await promisify(execFile)('bash', words, { cwd: folder, env: environment });
    return `${stdout}${stderr}`;
  }

  async function registryIn(name: string): Promise<readonly string[]> {
    await cluster.settled();
    const { status, body } = await cluster.createPod(name, pod('tried'), '?dryRun=All');
    expect(status, JSON.stringify(body)).toBe(201);
    return proxyRegistriesOf(body);
  }

  const stored = (name: string) => decodeValue(store.store.find(name)?.value ?? '');

  it('1. imports, and pushes', async () => {
    const said = await follow('Import');
    expect(said).toContain("Istio 1.28.1 (the tag of istiod's image), revision default");
    expect(said).toMatch(/^sidecar +works +works +works$/m);
    expect(stored('/sidecar-injector/default/template')).toContain('ours.example/proxyv2');
  });

  it('2. compares', async () => {
    await follow('Compare');
    expect(readFileSync(join(folder, 'istio.yaml'), 'utf8')).toContain('# injected');
    expect(readFileSync(join(folder, 'ours.yaml'), 'utf8')).toContain('image: ours.example/proxyv2:1.28.1');
  });

  it('3. shadows in one namespace', async () => {
    expect(await follow('Shadow')).toContain('mutatingwebhookconfiguration');
    expect([await registryIn('trial'), await registryIn('shop')]).toEqual([['ours.example'], ['istio.example']]);
  });

  it('4. switches', async () => {
    expect(await follow('Switch')).toContain('deployment.apps/web restarted');
    expect(await registryIn('shop')).toEqual(['ours.example']);
  });

  it('5. goes back', async () => {
    // kubectl refuses two restarts within one second.
    await delay(1_100);
    expect(await follow('Go back')).toContain('deployment.apps/web restarted');
    expect(await registryIn('shop')).toEqual(['istio.example']);
    expect(readFileSync(join(folder, 'plain.yaml'), 'utf8')).not.toContain('istio-proxy');
  });

  it('6. takes a new version over', async () => {
    await install(installation('', '1.29.2', 'ours.example'), 'PUT');
    expect(await follow('A new version')).toContain('1.29.2');
    expect(stored('/sidecar-injector/default/settings')).toContain('istioVersion: 1.29.2');
  });

  it('7. has several revisions at once', async () => {
    const said = await follow('Several revisions');
    expect(said).toContain("Istio 1.30.0 (the tag of istiod's image), revision canary");
    expect(stored('/sidecar-injector-canary/default/settings')).toContain('revision: canary');
    await cluster.namespace('shop', { 'istio-injection': '', 'istio.io/rev': 'lambda-canary' });
    expect(await registryIn('shop')).toEqual(['canary.example']);
    const deployed = readFileSync(join(folder, 'deployed'), 'utf8').trim();
    const given = [...deployed.matchAll(/--param[= ](\w+)=/g)].map(([, name = '']) => name);
    expect(given).toEqual(['parameterRoot', 'auth']);
    expect(given.filter((name) => !(name in deployParameters))).toEqual([]);
  });
});
