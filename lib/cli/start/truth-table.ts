import type { Policy } from '../../contract/policy.ts';
import type { JsonObject } from '../../json/json-value.ts';

/** One row: a pod, where it is created, under which policy. */
export interface TruthRow {
  /** Whether the namespace opts in, for the table: `yes`, `no`, or a security rule instead. */
  readonly selector: string;
  /** What the pod says, for the table: `true`, `false`, `absent`. */
  readonly annotation: string;
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

/** All of namespaceSelector, policy and annotation; then the two security rules. */
export const truthTable: readonly TruthRow[] = [
  ...(['yes', 'no'] as const).flatMap((selector) =>
    (['enabled', 'disabled'] as const).flatMap((policy) =>
      (['true', 'false', 'absent'] as const).map((annotation) => row({ selector, policy, annotation })),
    ),
  ),
  {
    ...row({ selector: 'yes', policy: 'enabled', annotation: 'true' }),
    selector: 'host network',
    pod: examplePod('true', { hostNetwork: true }),
    injected: false,
  },
  {
    // With the label that opts in, so that the webhook's own rule is seen and not the selector's.
    ...row({ selector: 'yes', policy: 'enabled', annotation: 'true' }),
    selector: 'kube-system',
    namespace: 'kube-system',
    injected: false,
  },
];

interface RowParts {
  readonly selector: 'yes' | 'no';
  readonly policy: TruthRow['policy'];
  readonly annotation: 'true' | 'false' | 'absent';
}

function row({ selector, policy, annotation }: RowParts): TruthRow {
  const isWanted = annotation === 'true' || (annotation === 'absent' && policy === 'enabled');
  return {
    ...{ selector, policy, annotation },
    namespaceLabels: selector === 'yes' ? optedIn : notOptedIn,
    namespace: 'shop',
    pod: examplePod(annotation),
    injected: selector === 'yes' && isWanted,
  };
}

/** A pod as an API server sends it: with the defaults filled in that matter to a reader of the diff. */
function examplePod(annotation: RowParts['annotation'], spec: JsonObject = {}): JsonObject {
  const annotations = annotation === 'absent' ? {} : { annotations: { 'sidecar.istio.io/inject': annotation } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'checkout-7c9d8f6b5-', labels: { app: 'checkout' }, ...annotations },
    spec: {
      ...spec,
      containers: [{ name: 'checkout', image: 'shop/checkout:2.0', ports: [{ containerPort: 8080, protocol: 'TCP' }] }],
    },
  };
}
