/**
 * Cases in which we mean to differ from Istio, by their name in the folder, and the heading of
 * `docs/istio-differences.md` that says why. Nothing else is left out of a comparison.
 */
export const differences: Readonly<Record<string, string>> = {
  'review/serve-000-valid': 'AdmissionReview v1beta1',
  'review/serve-002-skipped': 'AdmissionReview v1beta1',
  'review/serve-004-bad_content': 'Answers to what cannot be decoded',
  'injects again: webhook/injection-056-merge-probers-p0': 'Injecting an injected pod again',
};
