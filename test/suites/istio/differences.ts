/**
 * Cases in which we mean to differ from Istio, by their name in the folder, and the heading of
 * `docs/istio-differences.md` that says why. Nothing else is left out of a comparison.
 */
export const differences: Readonly<Record<string, string>> = {
  'review/serve-000-valid': 'AdmissionReview v1beta1',
  'review/serve-002-skipped': 'AdmissionReview v1beta1',
  'review/serve-004-bad_content': 'Answers to what cannot be decoded',
  // No container but init containers is left, and one name is in both lists: Kubernetes refuses what Istio answers.
  'webhook/injection-039-only-proxy-container-p0': 'Refusals',
  'kube-inject/injection-039-only-proxy-container': 'Refusals',
  'webhook/injection-069-sidecar-spire-p0': 'Refusals',
  'kube-inject/injection-069-sidecar-spire': 'Refusals',
  'injects again: webhook/injection-056-merge-probers-p0': 'Injecting an injected pod again',
};
