/**
 * Cases in which we mean to differ from Istio, by their name in a version's folder, and the heading of
 * `docs/istio-differences.md` that says why. Nothing else is left out of a comparison.
 */
export const differences: Readonly<Record<string, string>> = {
  'cases-with-values/merge-probers': 'Injecting an injected pod again',
  // Where sidecars are native, no container but init containers is left, and one name is in both lists: Kubernetes
  // refuses what Istio answers.
  'cases/only-proxy-container': 'Refusals',
  'cases-with-values/sidecar-spire': 'Refusals',
};

/**
 * Cases whose files have quantities or fields that Istio's injector writes anew ("What the user wrote stays as it is"):
 * they are compared as Kubernetes decodes them.
 */
export const keepsWriting: ReadonlySet<string> = new Set([
  'cases/deploymentconfig',
  'cases/deploymentconfig-multi',
  'cases/deploymentconfig-with-canonical-service-label',
  'cases/proxy-override',
]);
