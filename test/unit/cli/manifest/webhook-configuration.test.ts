import { describe, expect, it } from 'vitest';
import {
  calledAfterUs,
  defaultConfigurationName,
  type WebhookConfigurationOptions,
  webhookConfiguration,
} from '../../../../lib/cli/manifest/webhook-configuration.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const url = 'https://hooks.example.com/prod/t/secret/inject';

describe('webhookConfiguration', () => {
  it('asks for creations of pods only, without side effects, and to be called again when others change the pod', () => {
    expect(hook({ url })).toMatchObject({
      admissionReviewVersions: ['v1'],
      rules: [
        { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: 'Namespaced' },
      ],
      sideEffects: 'None',
      reinvocationPolicy: 'IfNeeded',
      timeoutSeconds: 10,
      failurePolicy: 'Fail',
    });
  });

  it("is named before EKS's webhook, so that it is called before it", () => {
    expect(defaultConfigurationName < calledAfterUs).toBe(true);
  });

  it.each<[string, WebhookConfigurationOptions, JsonObject]>([
    ['the address alone', { url }, { url }],
    ['the cluster', { url, cluster: 'prod' }, { url: `${url}/cluster/prod` }],
    [
      'the cluster after an address that ends in a slash',
      { url: `${url}/`, cluster: 'prod' },
      { url: `${url}/cluster/prod` },
    ],
    ['the authority, in base64', { url, caBundle: 'PEM' }, { url, caBundle: 'UEVN' }],
  ])('gives the client %s', (_name, options, want) => {
    expect(hook(options).clientConfig).toEqual(want);
  });

  it.each([
    [undefined, { 'sidecar-injection': 'enabled' }],
    ['mesh', { mesh: 'enabled' }],
    ['mesh=on', { mesh: 'on' }],
    ['istio-injection', { 'istio-injection': 'enabled' }],
    ['istio.io/rev', { 'istio.io/rev': 'default' }],
    ['istio.io/rev=canary', { 'istio.io/rev': 'canary' }],
  ])('opts namespaces in by the label %s', (namespaceLabel, matchLabels) => {
    const options = namespaceLabel === undefined ? { url } : { url, namespaceLabel };
    expect(hook(options).namespaceSelector).toEqual({
      matchLabels,
      matchExpressions: [
        {
          key: 'kubernetes.io/metadata.name',
          operator: 'NotIn',
          values: ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'],
        },
      ],
    });
  });

  it('has match conditions only where they are asked for', () => {
    expect(hook({ url })).not.toHaveProperty('matchConditions');
    expect(hook({ url, matchConditions: true }).matchConditions).toHaveLength(3);
  });
});

function hook(options: WebhookConfigurationOptions): JsonObject {
  const [only] = webhookConfiguration(options).webhooks as readonly JsonObject[];
  return only!;
}
