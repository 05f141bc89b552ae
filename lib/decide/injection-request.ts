import type { Subject } from './subject.ts';

/** The label, and the annotation, with which a pod asks for a sidecar or refuses one. */
export const injectKey = 'sidecar.istio.io/inject';

/**
 * What the pod itself says. A label that is present hides the annotation, even an empty one; `unclear` is any value
 * but `true`, `false` and nothing.
 */
export interface InjectionRequest {
  readonly kind: 'absent' | 'true' | 'false' | 'unclear';
  readonly source: 'label' | 'annotation' | 'neither';
  readonly value: string;
}

/** Reads label and annotation. */
export function injectionRequest({ labels, annotations }: Subject): InjectionRequest {
  if (Object.hasOwn(labels, injectKey)) {
    return classify('label', labels[injectKey] ?? '');
  }
  return Object.hasOwn(annotations, injectKey)
    ? classify('annotation', annotations[injectKey] ?? '')
    : { kind: 'absent', source: 'neither', value: '' };
}

function classify(source: 'label' | 'annotation', value: string): InjectionRequest {
  if (value === 'true' || value === 'false') {
    return { kind: value, source, value };
  }
  return { kind: value === '' ? 'absent' : 'unclear', source, value };
}
