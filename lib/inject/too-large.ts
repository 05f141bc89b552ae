import type { JsonObject } from '../json/json-value.ts';
import { checkPodDecodes } from '../kube/check-decodes.ts';

/** What etcd takes for one object, unless it is set up otherwise. */
const maxStoredBytes = 1.5 * 1024 * 1024;

/**
 * What the author of a pod reads that is larger than etcd takes: API servers call webhooks before that is looked at.
 * Undefined for any other. `bytes` are those that it needs at least, by `checkPodDecodes`.
 */
export function tooLarge(bytes: number): string | undefined {
  return bytes <= maxStoredBytes
    ? undefined
    : `the pod has at least ${bytes} bytes, and etcd, in which it would be kept, takes ${maxStoredBytes} at most; make it smaller.`;
}

/**
 * The same of a pod with what is injected. It is only counted where the texts that were rendered, `added` bytes, might
 * be what is too much beside the `own` bytes of the pod as it came.
 */
export function tooLargeTogether(
  pod: JsonObject,
  { own, added }: { readonly own: number; readonly added: number },
): string | undefined {
  const bytes = own + added <= maxStoredBytes ? 0 : checkPodDecodes(pod);
  return bytes <= maxStoredBytes
    ? undefined
    : `the pod has at least ${bytes} bytes together with what the templates bring, and etcd, in which it would be kept, takes ${maxStoredBytes} at most. Please make the pod smaller, correct the template, or opt out with the label sidecar.istio.io/inject: "false".`;
}
