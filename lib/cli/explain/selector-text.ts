import type { JsonObject } from '../../json/json-value.ts';
import { labelsIn, objectsIn, textIn, textsIn } from '../cluster/json-path.ts';

type Labels = Readonly<Record<string, string>>;

/** What of a selector labels do not meet: `label sidecar-injection=enabled`; the first, or `''` where they meet it all. */
export function unmetPart(selector: JsonObject, labels: Labels): string {
  const label = Object.entries(labelsIn(selector, 'matchLabels')).find(([key, value]) => labels[key] !== value);
  if (label !== undefined) {
    const [key, value] = label;
    const present = labels[key] === undefined ? '' : ` (it has ${key}=${labels[key]})`;
    return `lacks the label ${key}=${value}${present}`;
  }
  const unmet = objectsIn(selector, 'matchExpressions').find((expression) => !holds(expression, labels));
  if (unmet === undefined) {
    return '';
  }
  const values = textsIn(unmet, 'values').join(', ');
  return `does not meet: ${textIn(unmet, 'key')} ${textIn(unmet, 'operator')}${values === '' ? '' : ` (${values})`}`;
}

function holds(expression: JsonObject, labels: Labels): boolean {
  const value = labels[textIn(expression, 'key')];
  const values = textsIn(expression, 'values');
  switch (textIn(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}
