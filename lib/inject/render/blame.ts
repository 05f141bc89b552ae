import type { Injection } from '../../contract/injection.ts';
import { annotationsOf, withMetadata } from '../../kube/pod/metadata.ts';
import { InjectError } from '../errors.ts';
import { templatesAnnotation } from './select-templates.ts';

/** More annotations than that are not tried one by one. */
const maxTried = 40;
const maxShown = 120;

/**
 * Whose fault a failed template is. Templates copy annotations into YAML as they stand, so the text of one can break
 * what works for every other pod. Where rendering works without an annotation, that annotation is named; where it
 * works without all of them, they are. A pod may also ask for a template that is not for pods: then what it asks for
 * is named. Undefined means that the template is at fault.
 */
export function blameAnnotation(
  failure: InjectError,
  injection: Injection,
  render: (injection: Injection) => unknown,
): string | undefined {
  const annotations = annotationsOf(injection.pod);
  const names = Object.keys(annotations).filter((name) => name !== templatesAnnotation);
  const isGuilty = (name: string) => succeeds(without(injection, [name]), render);
  const blame = (name: string) =>
    `annotation ${name} has the value ${shown(annotations[name])}, with which ${failure.message}. Correct or remove the annotation.`;
  if (names.length > 0 && succeeds(without(injection, names), render)) {
    const guilty = names.slice(0, maxTried).find(isGuilty);
    return guilty === undefined
      ? `the pod's annotations together break the sidecar's configuration: ${failure.message}. Remove or correct the ones that it reads.`
      : blame(guilty);
  }
  return Object.hasOwn(annotations, templatesAnnotation) && isGuilty(templatesAnnotation)
    ? blame(templatesAnnotation)
    : undefined;
}

function without(injection: Injection, names: readonly string[]): Injection {
  const removed = Object.fromEntries(names.map((name) => [name, null]));
  return { ...injection, pod: withMetadata(injection.pod, 'annotations', removed) };
}

function succeeds(injection: Injection, render: (injection: Injection) => unknown): boolean {
  try {
    render(injection);
    return true;
  } catch (error) {
    if (error instanceof InjectError) {
      return false;
    }
    throw error;
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}
