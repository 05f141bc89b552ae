import type { JsonObject } from '../../../lib/json/json-value.ts';
import type { SmallWebhook } from './small-webhook.ts';

const revision = 'istio.io/rev';
const injection = 'istio-injection';
const inject = 'sidecar.istio.io/inject';
const is = (key: string, ...values: readonly string[]) => ({ key, operator: 'In', values });
const isNot = (key: string, ...values: readonly string[]) => ({ key, operator: 'NotIn', values });
const lacks = (key: string) => ({ key, operator: 'DoesNotExist' });

/** Which namespaces and pods Istio's webhooks of the default revision are called for, as its chart has it. */
const selectors = [
  ['rev.namespace', [is(revision, 'default'), lacks(injection)], [isNot(inject, 'false')]],
  ['rev.object', [lacks(revision), lacks(injection)], [isNot(inject, 'false'), is(revision, 'default')]],
  ['namespace', [is(injection, 'enabled')], [isNot(inject, 'false')]],
  ['object', [lacks(injection), lacks(revision)], [is(inject, 'true'), lacks(revision)]],
] as const;

/** A configuration like Istio's, answered by a webhook of the suite's own. */
export function istioWebhooks({ url, ca }: SmallWebhook): JsonObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'istio-sidecar-injector', labels: { [revision]: 'default', app: 'sidecar-injector' } },
    webhooks: selectors.map(([prefix, namespaces, objects]) => ({
      name: `${prefix}.sidecar-injector.istio.io`,
      clientConfig: { url, caBundle: btoa(ca) },
      sideEffects: 'None',
      rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
      failurePolicy: 'Fail',
      reinvocationPolicy: 'Never',
      admissionReviewVersions: ['v1'],
      namespaceSelector: { matchExpressions: namespaces },
      objectSelector: { matchExpressions: objects },
    })),
  };
}
