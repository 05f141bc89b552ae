import { systemNamespaces } from '../../decide/system-namespaces.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { matchConditions } from './match-conditions.ts';

/** How a cluster shall call the webhook. */
export interface WebhookConfigurationOptions {
  /** Where the webhook answers, up to and with `/inject`; may hold a token. Without cluster and pairs. */
  readonly url: string;
  /** The cluster's name in parameters; without it the defaults apply. */
  readonly cluster?: string;
  /** Of the configuration. API servers call webhooks in the order of these names. */
  readonly name?: string;
  /** The namespace label that opts in: `KEY` or `KEY=VALUE`. */
  readonly namespaceLabel?: string;
  /** What happens to a pod when the webhook cannot be reached or fails. */
  readonly failurePolicy?: FailurePolicy;
  /** PEM of the authority that signed the webhook's certificate, where it is not a public one. */
  readonly caBundle?: string;
  /** Let the API server itself skip host-network pods and explicit refusals: fewer calls, but no trace of them. */
  readonly matchConditions?: boolean;
}

export type FailurePolicy = 'Fail' | 'Ignore';

export const defaultConfigurationName = 'lambda-sidecar-injector';
export const defaultNamespaceLabel = 'sidecar-injection=enabled';

/** The name of our webhook within whatever configuration, by which it is known again. */
export const ownWebhookName = 'pods.lambda-sidecar-injector.internal';

/**
 * EKS's webhook that gives containers AWS credentials. Ours must be called before it, so that injected containers
 * get credentials too.
 */
export const calledAfterUs = 'pod-identity-webhook';

/** An API server waits this long at most; it retries answers with Retry-After within it. */
const timeoutSeconds = 10;

/** Labels with a value of their own when the user names only the key: those that teams on Istio already have. */
const labelValues: Readonly<Record<string, string>> = {
  'istio-injection': 'enabled',
  'istio.io/rev': 'default',
};

/**
 * The `MutatingWebhookConfiguration` (admissionregistration.k8s.io/v1) that points a cluster at the webhook: only
 * creations of pods, only in namespaces that opted in, never in system namespaces.
 */
export function webhookConfiguration(options: WebhookConfigurationOptions): JsonObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: options.name ?? defaultConfigurationName },
    webhooks: [
      {
        name: ownWebhookName,
        admissionReviewVersions: ['v1'],
        clientConfig: clientConfig(options),
        rules: [
          { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: 'Namespaced' },
        ],
        namespaceSelector: namespaceSelector(options.namespaceLabel ?? defaultNamespaceLabel),
        ...(options.matchConditions === true ? { matchConditions: [...matchConditions] } : {}),
        failurePolicy: options.failurePolicy ?? 'Fail',
        reinvocationPolicy: 'IfNeeded',
        sideEffects: 'None',
        timeoutSeconds: timeoutSeconds,
      },
    ],
  };
}

/** The selector of the namespaces that a label opts in; `explain` evaluates it offline. */
export function namespaceSelector(label: string): JsonObject {
  const [key = '', value = labelValues[key] ?? 'enabled'] = label.split('=');
  return {
    matchLabels: { [key]: value },
    matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: [...systemNamespaces] }],
  };
}

function clientConfig({ url, cluster, caBundle }: WebhookConfigurationOptions): JsonObject {
  const address = url.replace(/\/+$/, '');
  return {
    url: cluster === undefined ? address : `${address}/cluster/${cluster}`,
    ...(caBundle === undefined ? {} : { caBundle: btoa(caBundle) }),
  };
}
