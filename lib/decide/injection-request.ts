import { ownText } from '../json/member.ts';
import type { Subject } from './subject.ts';

/** The label, and the annotation, with which a pod asks for a sidecar or refuses one. */
export const injectKey = 'sidecar.istio.io/inject';

/**
 * What the pod itself says. A label that is present hides the annotation, even an empty one; `unclear` is any value
 * but `true`, `false` and nothing. Where words count, it is never unclear.
 */
export interface InjectionRequest {
  readonly kind: 'absent' | 'true' | 'false' | 'unclear';
  readonly source: 'label' | 'annotation' | 'neither';
  readonly value: string;
}

/** YAML's words for true, as Istio took them until 1.26. */
const wordsForTrue: ReadonlySet<string> = new Set(['y', 'yes', 'true', 'on']);

/**
 * Reads label and annotation.
 * @param asksExactly false where words count, as they did until Istio 1.26: y, yes, true and on in any case are true,
 *   everything else is false
 */
export function injectionRequest({ labels, annotations }: Subject, asksExactly = true): InjectionRequest {
  const label = ownText(labels, injectKey);
  if (label !== undefined) {
    return { ...classify(label, asksExactly), source: 'label' };
  }
  const annotation = ownText(annotations, injectKey);
  return annotation === undefined
    ? { kind: 'absent', source: 'neither', value: '' }
    : { ...classify(annotation, asksExactly), source: 'annotation' };
}

function classify(value: string, asksExactly: boolean): Pick<InjectionRequest, 'kind' | 'value'> {
  if (value === 'true' || value === 'false' || value === '') {
    return { kind: value || 'absent', value };
  }
  const word = wordsForTrue.has(value.toLowerCase()) ? 'true' : 'false';
  return { kind: asksExactly ? 'unclear' : word, value };
}
