import type { Policy } from '../../contract/policy.ts';
import type { JsonObject } from '../../json/json-value.ts';

/** One row: a pod, where it is created, under which policy. */
export interface TruthRow {
  readonly name: string;
  /** Labels of the namespace, which only the API server looks at. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly namespace: string;
  readonly policy: Exclude<Policy, 'off'>;
  readonly pod: JsonObject;
  /** What the row must give. */
  readonly injected: boolean;
}

const optedIn = { 'kubernetes.io/metadata.name': 'shop', 'sidecar-injection': 'enabled' };
const notOptedIn = { 'kubernetes.io/metadata.name': 'shop' };

/** The eight rows: namespaceSelector, policy and the pod's own request; then the two security rules. */
export const truthTable: readonly TruthRow[] = [
  row({ selected: true, policy: 'enabled', asks: 'true', injected: true }),
  row({ selected: true, policy: 'enabled', asks: 'false', injected: false }),
  row({ selected: true, policy: 'disabled', asks: 'true', injected: true }),
  row({ selected: true, policy: 'disabled', asks: 'false', injected: false }),
  row({ selected: false, policy: 'enabled', asks: 'true', injected: false }),
  row({ selected: false, policy: 'enabled', asks: 'false', injected: false }),
  row({ selected: false, policy: 'disabled', asks: 'true', injected: false }),
  row({ selected: false, policy: 'disabled', asks: 'false', injected: false }),
  {
    name: 'security: host network',
    namespaceLabels: optedIn,
    namespace: 'shop',
    policy: 'enabled',
    pod: examplePod('true', { hostNetwork: true }),
    injected: false,
  },
  {
    name: 'security: kube-system',
    // With the label that opts in, so that the webhook's own rule is seen and not the selector's.
    namespaceLabels: optedIn,
    namespace: 'kube-system',
    policy: 'enabled',
    pod: examplePod('true'),
    injected: false,
  },
];

interface RowParts {
  readonly selected: boolean;
  readonly policy: TruthRow['policy'];
  readonly asks: 'true' | 'false';
  readonly injected: boolean;
}

function row({ selected, policy, asks, injected }: RowParts): TruthRow {
  return {
    name: `namespaceSelector ${selected ? 'yes' : 'no'}, policy ${policy}, inject: ${asks}`,
    namespaceLabels: selected ? optedIn : notOptedIn,
    namespace: 'shop',
    policy,
    pod: examplePod(asks),
    injected,
  };
}

/** A pod as an API server sends it: with the defaults filled in that matter to a reader of the diff. */
function examplePod(asks: 'true' | 'false', spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: 'checkout-7c9d8f6b5-',
      labels: { app: 'checkout' },
      annotations: { 'sidecar.istio.io/inject': asks },
    },
    spec: {
      ...spec,
      containers: [{ name: 'checkout', image: 'shop/checkout:2.0', ports: [{ containerPort: 8080, protocol: 'TCP' }] }],
    },
  };
}
