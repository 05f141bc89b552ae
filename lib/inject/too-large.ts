import type { JsonObject } from '../json/json-value.ts';
import { checkPodDecodes } from '../kube/check-decodes.ts';
import { annotationBytes, maxAnnotationBytes } from '../kube/pod/metadata.ts';
import { podResourcesAnnotation } from './again/pod-resources.ts';
import { recordAnnotation } from './again/record.ts';
import { statusAnnotation } from './again/status.ts';

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

/** Annotations that an injection writes anew, whatever they were; long ones are not looked at. */
export const writtenAnew: ReadonlySet<string> = new Set([statusAnnotation, recordAnnotation, podResourcesAnnotation]);

/**
 * What the author of a pod reads whose annotations are more than Kubernetes takes: what they ask for would be worked out
 * for nothing. `bytes` are those that the pod needs at least.
 */
export function tooManyAnnotations(pod: JsonObject, bytes: number): string | undefined {
  if (bytes <= maxAnnotationBytes) {
    return undefined;
  }
  const ofAnnotations = annotationBytes(pod, writtenAnew);
  return ofAnnotations <= maxAnnotationBytes
    ? undefined
    : `the annotations of the pod have ${ofAnnotations} bytes together, and Kubernetes takes ${maxAnnotationBytes} at most; shorten or remove annotations.`;
}

/**
 * What is told of a pod that is larger than etcd takes with what is injected. It is only counted where the texts that
 * were rendered, `added` bytes, might be what is too much beside the `own` bytes of the pod as it came.
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
