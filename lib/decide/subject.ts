/** What a decision is about: who asked for what, where, and the parts of the pod that count. */
export interface Subject {
  /** Of the request: `CREATE`, `UPDATE`. */
  readonly operation: string;
  /** `GROUP/VERSION/RESOURCE`, and `/SUBRESOURCE` where there is one. The core group is empty: `/v1/pods`. */
  readonly target: string;
  /** `request.namespace`, never the pod's own field. */
  readonly namespace: string;
  readonly hostNetwork: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

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
  const metadata = member(pod, 'metadata');
  const hostNetwork = member(member(pod, 'spec'), 'hostNetwork') ?? false;
  let labels: Subject['labels'] | undefined;
  let annotations: Subject['annotations'] | undefined;
  return {
    operation,
    target,
    namespace,
    hostNetwork: hostNetwork !== false,
    // There may be very many, and rules on the request alone never ask.
    get labels() {
      labels ??= strings(member(metadata, 'labels'));
      return labels;
    },
    get annotations() {
      annotations ??= strings(member(metadata, 'annotations'));
      return annotations;
    },
  };
}

function member(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Of what the API server sends, the object itself. */
function strings(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) {
    return {};
  }
  if (areStrings(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function areStrings(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, string>> {
  for (const key in value) {
    if (typeof value[key] !== 'string') {
      return false;
    }
  }
  return true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
