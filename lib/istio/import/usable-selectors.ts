import { isObject, type JsonValue } from '../../json/json-value.ts';
import { KubeError } from '../../kube/errors.ts';
import { decodeSelector } from '../../kube/label-selector.ts';

const members: ReadonlySet<string> = new Set(['matchLabels', 'matchExpressions']);

/** The selectors of a list that Istio uses: it logs the others and goes on. */
export interface UsableSelectors {
  readonly usable: JsonValue;
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/**
 * Leaves out the selectors that are none, as Istio does, and members of others that mean nothing.
 * @param name of the setting, for the notes
 */
export function usableSelectors(name: string, list: JsonValue): UsableSelectors {
  if (!Array.isArray(list)) {
    return { usable: list, notes: [] };
  }
  const notes: string[] = [];
  const usable = list.flatMap((selector: JsonValue, index) => {
    const problem = problemOf(selector);
    if (problem === undefined) {
      return [selector];
    }
    notes.push(`${name}[${index}] is left out, as Istio leaves it out: ${problem}`);
    return [];
  });
  return { usable, notes };
}

function problemOf(selector: JsonValue): string | undefined {
  const unknown = isObject(selector) ? Object.keys(selector).filter((key) => !members.has(key)) : [];
  if (unknown.length > 0) {
    return `${unknown.map((key) => JSON.stringify(key)).join(', ')} is no part of a selector`;
  }
  try {
    decodeSelector(selector);
    return undefined;
  } catch (error) {
    if (error instanceof KubeError) {
      return error.message;
    }
    throw error;
  }
}
