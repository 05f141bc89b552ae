import type { LabelRequirement, LabelSelector } from '../../kube/label-selector.ts';

/** Any of some expressions of CEL; `false` for none. */
export function anyOf(expressions: readonly string[]): string {
  return expressions.length === 0 ? 'false' : expressions.map((each) => `(${each})`).join(' || ');
}

/** All of some expressions of CEL; `true` for none. */
export function allOf(expressions: readonly string[]): string {
  return expressions.length === 0 ? 'true' : expressions.map((each) => `(${each})`).join(' && ');
}

/** A text as CEL writes it. */
export function celText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

/** A list of texts as CEL writes it. */
export function celList(texts: readonly string[]): string {
  return `[${texts.map(celText).join(', ')}]`;
}

/** What a label selector says of `variables.labels`. An empty one matches nothing, as in the settings. */
export function selectorExpression({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map(([key, value]) =>
    requirement({ key, operator: 'In', values: [value] }),
  );
  const parts = [...labels, ...matchExpressions.map(requirement)];
  return parts.length === 0 ? 'false' : allOf(parts);
}

function requirement({ key, operator, values = [] }: LabelRequirement): string {
  const has = `${celText(key)} in variables.labels`;
  const isListed = `${has} && variables.labels[${celText(key)}] in ${celList(values)}`;
  switch (operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return `!(${isListed})`;
    case 'Exists':
      return has;
    default:
      return `!(${has})`;
  }
}
