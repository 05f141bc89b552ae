import { factsOf } from '../../../lib/istio/version/changes.ts';
import { parseIstioVersion } from '../../../lib/istio/version/istio-version.ts';

/** A case in which we mean to differ from Istio. */
interface Difference {
  /** Of `docs/istio-differences.md`, which says why. */
  readonly heading: string;
  /** Only in versions whose sidecars are native: in the others the case is compared. */
  readonly isOfNative?: boolean;
}

/** Cases by their name in a version's folder. Nothing else is left out of a comparison. */
const differences: Readonly<Record<string, Difference>> = {
  'cases-with-values/merge-probers': { heading: 'Injecting an injected pod again' },
  // No container but init containers is left, and one name is in both lists: Kubernetes refuses what Istio answers.
  'cases/only-proxy-container': { heading: 'Refusals', isOfNative: true },
  'cases-with-values/sidecar-spire': { heading: 'Refusals', isOfNative: true },
};

/** The heading that says why a check is left out (`goldens/1.22.8/cases/NAME`); undefined where it counts. */
export function headingOf(check: string): string | undefined {
  const [, text = '', name = ''] = /^goldens\/([^/]+)\/(.*)$/.exec(check) ?? [];
  const { heading, isOfNative = false } = differences[name] ?? {};
  const version = parseIstioVersion(text);
  return isOfNative && version !== undefined && !factsOf(version).isNativeByDefault ? undefined : heading;
}

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
