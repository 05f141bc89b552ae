import type { JsonObject } from '../../json/json-value.ts';
import { valueAt } from '../../json/member.ts';
import { labelsIn } from '../cluster/json-path.ts';

const injectKey = 'sidecar.istio.io/inject';

/** A match condition as the manifest has it, and what it says in our own words. */
interface OwnCondition {
  readonly name: string;
  /** CEL, evaluated by the API server. */
  readonly expression: string;
  readonly holds: (pod: JsonObject) => boolean;
}

/** A present label hides the annotation, as in the decision itself. */
const conditions: readonly OwnCondition[] = [
  {
    name: 'not-on-the-host-network',
    expression: '!(has(object.spec.hostNetwork) && object.spec.hostNetwork)',
    holds: (pod) => valueAt(pod, 'spec', 'hostNetwork') !== true,
  },
  {
    name: 'not-refused-by-label',
    expression: `!(has(object.metadata.labels) && '${injectKey}' in object.metadata.labels && object.metadata.labels['${injectKey}'] == 'false')`,
    holds: (pod) => labelsIn(pod, 'metadata', 'labels')[injectKey] !== 'false',
  },
  {
    name: 'not-refused-by-annotation',
    expression: [
      `(has(object.metadata.labels) && '${injectKey}' in object.metadata.labels)`,
      `!(has(object.metadata.annotations) && '${injectKey}' in object.metadata.annotations && object.metadata.annotations['${injectKey}'] == 'false')`,
    ].join(' || '),
    holds: (pod) =>
      Object.hasOwn(labelsIn(pod, 'metadata', 'labels'), injectKey) ||
      labelsIn(pod, 'metadata', 'annotations')[injectKey] !== 'false',
  },
];

/** What the manifest says to the API server. */
export const matchConditions: readonly JsonObject[] = conditions.map(({ name, expression }) => ({ name, expression }));

/** Whether all conditions hold that are ours, and the names of those that are not and were not evaluated. */
export function matchConditionsHold(
  given: readonly { readonly name: string; readonly expression: string }[],
  pod: JsonObject,
): { readonly holds: boolean; readonly notEvaluated: readonly string[] } {
  const known = given.map((each) => conditions.find(({ expression }) => expression === each.expression));
  return {
    holds: known.every((condition) => condition === undefined || condition.holds(pod)),
    notEvaluated: given.filter((_, index) => known[index] === undefined).map(({ name }) => name),
  };
}
