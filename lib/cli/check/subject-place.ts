import type { Subject } from '../../inject/check/problem.ts';
import { isList, isObject, type JsonValue } from '../../json/json-value.ts';
import { textAt } from '../../json/member.ts';
import { containerLists } from '../../kube/pod/containers.ts';
import type { Rendering } from '../trial/watched-templates.ts';
import type { FindingPlace } from './finding.ts';
import { placeOfValue, readRendered } from './rendered-findings.ts';

/** Where a template wrote a part of a pod; undefined where it did not. */
export function subjectPlace(rendering: Rendering, subject: Subject): FindingPlace | undefined {
  const value = rendering.text === undefined ? undefined : readRendered(rendering.text);
  const [steps] = waysTo(subject).flatMap(({ way, atLeast }) => {
    const found = stepsAlong(value, way);
    return found.length < atLeast ? [] : [found];
  });
  // The item itself has no key to point at: its name has.
  return steps && placeOfValue(rendering, subject.kind !== 'pod' && steps.length === 3 ? [...steps, 'name'] : steps);
}

interface Way {
  /** Members, and names of items. */
  readonly way: readonly string[];
  /** How much of it has to be there; what is below is a matter of luck. */
  readonly atLeast: number;
}

function waysTo({ kind, name, path = [] }: Subject): readonly Way[] {
  if (kind === 'pod') {
    return [{ way: path, atLeast: path.length }];
  }
  const lists = kind === 'volume' ? ['volumes'] : containerLists;
  return lists.map((list) => ({ way: ['spec', list, name, ...path], atLeast: 3 }));
}

/** The steps of a way as far as the value has them, items of lists by their places. */
function stepsAlong(value: JsonValue | undefined, way: readonly string[]): readonly (string | number)[] {
  const [step, ...rest] = way;
  if (step === undefined) {
    return [];
  }
  if (!isList(value)) {
    return isObject(value) && Object.hasOwn(value, step) ? [step, ...stepsAlong(value[step], rest)] : [];
  }
  const named = value.findIndex((item) => isObject(item) && textAt(item, 'name') === step);
  if (named >= 0) {
    return [named, ...stepsAlong(value[named], rest)];
  }
  const having = value.findIndex((item) => isObject(item) && Object.hasOwn(item, step));
  return having < 0 ? [] : [having, ...stepsAlong(value[having], way)];
}
