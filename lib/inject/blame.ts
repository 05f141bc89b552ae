import type { Injection } from '../istio/behaviour.ts';
import { InjectError } from './errors.ts';
import { annotationsOf, withMetadata } from './pod-parts.ts';
import { templatesAnnotation } from './select-templates.ts';

/** More annotations than that are not tried one by one. */
const maxTried = 40;
const maxShown = 120;

/**
 * Whose fault a failed template is. Templates copy annotations into YAML as they stand, so the text of one can break
 * what works for every other pod. Where rendering works without an annotation, that annotation is named; where it
 * works without all of them, they are. Undefined means that the template is at fault.
 */
export function blameAnnotation(
  failure: InjectError,
  injection: Injection,
  render: (injection: Injection) => unknown,
): string | undefined {
  const names = Object.keys(annotationsOf(injection.pod)).filter((name) => name !== templatesAnnotation);
  if (names.length === 0 || !succeeds(without(injection, names), render)) {
    return undefined;
  }
  const guilty = names.slice(0, maxTried).find((name) => succeeds(without(injection, [name]), render));
  return guilty === undefined
    ? `the pod's annotations together break the sidecar's configuration: ${failure.message}. Remove or correct the ones that it reads.`
    : `annotation ${guilty} has the value ${shown(annotationsOf(injection.pod)[guilty])}, with which ${failure.message}. Correct or remove the annotation.`;
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
