/** What a decision is about: who asked for what, where, and the parts of the pod that count. */
export interface Subject {
  /** Of the request: `CREATE`, `UPDATE`. */
  readonly operation: string;
  /** `GROUP/VERSION/RESOURCE`, and `/SUBRESOURCE` where there is one. The core group is empty: `/v1/pods`. */
  readonly target: string;
  /** `request.namespace`, never the pod's own field. */
  readonly namespace: string;
  readonly hostNetwork: boolean;
  readonly labels: Texts;
  readonly annotations: Texts;
}

/** Labels or annotations as they came, of which there may be very many: looked up by `ownText`, never gone through. */
export type Texts = Readonly<Record<string, unknown>>;

/** The parts of an AdmissionRequest that decisions look at; the pod is whatever the request's object is. */
export interface SubjectSource {
  readonly operation: string;
  readonly target: string;
  readonly namespace: string;
  readonly pod: unknown;
}

/**
 * Reads the parts of a pod that count. Anything but an absent, null or false `hostNetwork` is taken for true, and
 * labels that are not strings for absent: what cannot be understood is not a reason to inject.
 */
export function decodeSubject({ operation, target, namespace, pod }: SubjectSource): Subject {
  const hostNetwork = (member(member(pod, 'spec'), 'hostNetwork') ?? false) !== false;
  const metadata = member(pod, 'metadata');
  const [labels, annotations] = [textsAt(metadata, 'labels'), textsAt(metadata, 'annotations')];
  return { operation, target, namespace, hostNetwork, labels, annotations };
}

function textsAt(metadata: unknown, key: string): Texts {
  const value = member(metadata, key);
  return isRecord(value) ? value : {};
}

function member(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
