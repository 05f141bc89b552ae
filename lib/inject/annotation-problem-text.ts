import type { AnnotationProblem } from '../contract/behaviour.ts';

/** Longer values are cut in messages. */
const maxShownValue = 120;

/** What a pod's author reads about an annotation. */
export function annotationProblemText({ annotation, value, message }: AnnotationProblem): string {
  const shown = value.length > maxShownValue ? `${value.slice(0, maxShownValue)}…` : value;
  return `annotation ${annotation} has the value ${JSON.stringify(shown)}: ${message}.`;
}
