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
export function decodeSubject(source: SubjectSource): Subject {
  return new PodSubject(source);
}

class PodSubject implements Subject {
  readonly operation: string;
  readonly target: string;
  readonly namespace: string;
  readonly hostNetwork: boolean;
  readonly #metadata: unknown;
  #labels: Subject['labels'] | undefined;
  #annotations: Subject['annotations'] | undefined;

  constructor({ operation, target, namespace, pod }: SubjectSource) {
    this.operation = operation;
    this.target = target;
    this.namespace = namespace;
    this.hostNetwork = (member(member(pod, 'spec'), 'hostNetwork') ?? false) !== false;
    this.#metadata = member(pod, 'metadata');
  }

  // There may be very many, and rules on the request alone never ask.
  get labels(): Subject['labels'] {
    this.#labels ??= strings(member(this.#metadata, 'labels'));
    return this.#labels;
  }

  get annotations(): Subject['annotations'] {
    this.#annotations ??= strings(member(this.#metadata, 'annotations'));
    return this.#annotations;
  }
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
