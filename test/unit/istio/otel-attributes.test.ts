import { describe, expect, it } from 'vitest';
import { decodeMeshConfig } from '../../../lib/istio/mesh-config.ts';
import { otelResourceAttributes } from '../../../lib/istio/otel-attributes.ts';

const mesh = decodeMeshConfig({
  extensionProviders: [
    { name: 'o', opentelemetry: { service: 's', port: 1, serviceAttributeEnrichment: 'OTEL_SEMANTIC_CONVENTIONS' } },
  ],
});
const attributes = (changes: Partial<Parameters<typeof otelResourceAttributes>[0]>) =>
  otelResourceAttributes({
    mesh,
    annotations: new Map(),
    labels: new Map(),
    namespace: 'n',
    containers: [{ name: 'a', image: 'r:5000/a:1' }],
    ...changes,
  });
const instance = 'service.instance.id=n.$(POD_NAME).a';

describe('otelResourceAttributes', () => {
  it.each([
    ['a mesh without such a provider', { mesh: decodeMeshConfig(null) }, ''],
    ['a tag behind a port', {}, `service.namespace=n,service.version=1,${instance}`],
    [
      'a digest',
      { containers: [{ name: 'a', image: 'a@sha256:x' }] },
      `service.namespace=n,service.version=sha256:x,${instance}`,
    ],
    ['an image without a tag', { containers: [{ name: 'a', image: 'r:5000/a' }] }, `service.namespace=n,${instance}`],
    [
      'a label',
      { labels: new Map([['app.kubernetes.io/version', 'v']]) },
      `service.namespace=n,service.version=v,${instance}`,
    ],
    ['no namespace', { namespace: '' }, 'service.version=1,service.instance.id=.$(POD_NAME).a'],
    ['no container', { containers: [] }, 'service.namespace=n'],
    [
      'annotations',
      {
        annotations: new Map([
          ['resource.opentelemetry.io/service.namespace', 'own'],
          ['resource.opentelemetry.io/service.instance.id', 'id'],
        ]),
      },
      'service.namespace=own,service.version=1,service.instance.id=id',
    ],
  ])('follows %s', (_name, changes, want) => {
    expect(attributes(changes)).toBe(want);
  });
});
