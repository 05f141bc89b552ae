import type { JsonValue } from '../json/json-value.ts';
import type { PodForm } from '../kube/pod/volatile-names.ts';

/** The version of AdmissionReview that is spoken, in both directions. */
export const reviewVersion = 'admission.k8s.io/v1';
/** The kind of the envelope. */
export const reviewKind = 'AdmissionReview';

/** What is used of `request` in an AdmissionReview, by the Kubernetes documentation of admission webhooks. */
export interface AdmissionRequest {
  /** Echoed exactly. */
  readonly uid: string;
  /** `CREATE`, `UPDATE`, `DELETE` or `CONNECT`. */
  readonly operation: string;
  readonly resource: { readonly group: string; readonly version: string; readonly resource: string };
  /** `''` where the request is about the resource itself. */
  readonly subResource: string;
  /** `''` for resources without a namespace. */
  readonly namespace: string;
  /** The new object; null on DELETE. */
  readonly object: JsonValue;
  /**
   * Set where the review is so large that only the part of the object was read that Kubernetes knows: what in it stands for
   * something larger, and all that it stands in.
   */
  readonly cut?: ReadonlySet<JsonValue>;
  /** Of the whole body. */
  readonly bytes: number;
  /** Of the pod, where other reviews have had the same text but for names. */
  readonly form?: PodForm;
}

/** `GROUP/VERSION/RESOURCE`, and `/SUBRESOURCE` where there is one: `/v1/pods`, `/v1/pods/ephemeralcontainers`. */
export function reviewTarget({ resource, subResource }: Pick<AdmissionRequest, 'resource' | 'subResource'>): string {
  const target = `${resource.group}/${resource.version}/${resource.resource}`;
  return subResource === '' ? target : `${target}/${subResource}`;
}
