import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSnapshot } from '../../../lib/config/load/load-snapshot.ts';
import { systemNamespaces } from '../../../lib/decide/system-namespaces.ts';
import { review, reviewRequest, webhookWith } from './webhook-fixture.ts';

const key = 'sidecar.istio.io/inject';
const sidecar = 'spec:\n  containers:\n  - {name: shipper, image: shop/shipper:1}\n';
const templates = [
  sidecar,
  `metadata: {namespace: shop, labels: {${key}: "true"}, annotations: {${key}: "true"}}\n${sidecar}`,
  `${sidecar}  hostNetwork: true\n`,
  `{{ $spec := .Spec }}${sidecar}  hostNetwork: {{ not $spec.HostNetwork }}\n`,
  'spec:\n  $patch: replace\n  hostNetwork: true\n  containers: []\n',
];
const settings = [
  '',
  'alwaysInjectSelector: [{matchExpressions: [{key: app, operator: Exists}]}]',
  'alwaysInjectSelector: [{}]\ndefaultTemplates: [sidecar, sidecar]',
];

async function configured(template: string, setting: string, policy: string) {
  const values = { policy, template, settings: setting };
  const parameters = new Map(
    Object.entries(values).map(([name, value]) => {
      const full = `default/${name}`;
      return [full, { name: full, value, version: 1 }];
    }),
  );
  const result = await loadSnapshot('default', { parameters, failures: new Map() });
  if (result.kind === 'invalid') {
    throw new Error(JSON.stringify(result.problems));
  }
  return webhookWith({ kind: 'fresh', snapshot: result.snapshot, ageMs: 0 });
}

const configuration = fc.record({
  template: fc.constantFrom(...templates),
  setting: fc.constantFrom(...settings),
  policy: fc.constantFrom('enabled', 'disabled', 'off'),
});
const asks = fc.option(fc.constantFrom('true', 'false', '', 'yes'), { nil: undefined });
const pods = fc
  .record({
    label: asks,
    annotation: asks,
    hostNetwork: fc.boolean(),
    namespace: fc.constantFrom('shop', ...systemNamespaces),
  })
  .map(({ label, annotation, hostNetwork, namespace }) => ({
    isProtected: hostNetwork || namespace !== 'shop',
    change: {
      namespace,
      object: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          namespace: 'shop',
          labels: { app: 'x', ...(label === undefined ? {} : { [key]: label }) },
          annotations: {
            'inject.istio.io/templates': 'sidecar',
            'proxy.istio.io/overrides': '{}',
            ...(annotation === undefined ? {} : { [key]: annotation }),
          },
        },
        spec: { ...(hostNetwork ? { hostNetwork } : {}), containers: [{ name: 'app', image: 'shop/app:1' }] },
      },
    },
  }));

function patchOf(body: string): string {
  const patch = JSON.parse(body).response?.patch;
  return patch === undefined ? '' : Buffer.from(patch, 'base64').toString();
}

describe('whatever pod, settings and template say', () => {
  it('a pod on the host network or in a system namespace never gets a patch', async () => {
    await fc.assert(
      fc.asyncProperty(configuration, pods, async ({ template, setting, policy }, { isProtected, change }) => {
        const answer = await (await configured(template, setting, policy)).send(reviewRequest(review(change)));
        if (isProtected) {
          expect(answer.status).toBe(200);
          expect(JSON.parse(answer.body).response).not.toHaveProperty('patch');
        }
      }),
    );
  });

  it('no pod is put on the host network', async () => {
    await fc.assert(
      fc.asyncProperty(configuration, pods, async ({ template, setting, policy }, { change }) => {
        const answer = await (await configured(template, setting, policy)).send(reviewRequest(review(change)));
        expect(patchOf(answer.body)).not.toMatch(/hostNetwork/);
      }),
    );
  });
});

describe('a template that renders hostNetwork: true', () => {
  it.each(templates.slice(2))('is a fault of the configuration: %j', async (template) => {
    const { send, lines } = await configured(template, '', 'enabled');
    expect((await send()).status).toBe(500);
    expect(lines[0]).toMatchObject({ outcome: 'failed', error: { name: 'InjectError' } });
  });
});
