import { defaultNamespaceLabel, webhookConfiguration } from '../manifest/webhook-configuration.ts';
import type { ClusterObjects } from './cluster-objects.ts';
import type { Workload } from './created-pod.ts';
import { type Call, predictCalls } from './predict-calls.ts';
import { type Webhook, webhooksOf } from './webhook.ts';

/** What is known of a cluster, as far as it decides whether the webhook is called. */
export interface ClusterView {
  /** In the order in which the API server calls them. */
  readonly webhooks: readonly Webhook[];
  /** Whether no webhook configuration was given, and that of our manifest stands in its place. */
  readonly isAssumed: boolean;
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** What the caller says where the objects do not. */
export interface ViewOptions {
  /** `KEY` or `KEY=VALUE` of namespaces that opt in, for the configuration that is assumed. */
  readonly namespaceLabel?: string;
  /** Of all namespaces that are not among the objects. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
}

/** The view that some objects give; without any webhook configuration, as if our manifest had been applied. */
export function clusterView(objects: ClusterObjects, options: ViewOptions = {}): ClusterView {
  const isAssumed = objects.configurations.length === 0;
  const namespaceLabel = options.namespaceLabel ?? defaultNamespaceLabel;
  const assumed = webhookConfiguration({ url: 'https://injector.invalid/inject', namespaceLabel });
  return {
    webhooks: webhooksOf(isAssumed ? [assumed] : objects.configurations),
    isAssumed,
    namespaces: objects.namespaces,
  };
}

/** Which webhooks the API server calls for the pod of a workload. */
export function callsFor(view: ClusterView, { pod, namespace }: Workload, options: ViewOptions = {}): readonly Call[] {
  const namespaceLabels = view.namespaces.get(namespace) ?? options.namespaceLabels;
  return predictCalls(view.webhooks, { pod, namespace, namespaceLabels });
}

/** The call of ours; a later one where the first is not made. Undefined where no webhook is ours. */
export function ownCall(calls: readonly Call[]): Call | undefined {
  const own = calls.filter(({ webhook }) => webhook.own !== null);
  return own.find(({ called }) => called !== 'no') ?? own[0];
}
