import type { JsonValue } from '../json/json-value.ts';
import { ownText } from '../json/member.ts';
import { KubeError } from './errors.ts';
import { normalValue } from './normal-form.ts';

/** `metav1.LabelSelector` as decoded. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelRequirement[];
}

/** One of a selector's `matchExpressions`. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Of which there may be very many; what is no text counts as absent. */
type Labels = Readonly<Record<string, unknown>>;

interface Operator {
  /** Whether the expression must list values; otherwise it must list none. */
  readonly takesValues: boolean;
  readonly matches: (value: string | undefined, values: readonly string[]) => boolean;
}

const operators = new Map<string, Operator>([
  ['In', { takesValues: true, matches: (value, values) => value !== undefined && values.includes(value) }],
  ['NotIn', { takesValues: true, matches: (value, values) => value === undefined || !values.includes(value) }],
  ['Exists', { takesValues: false, matches: (value) => value !== undefined }],
  ['DoesNotExist', { takesValues: false, matches: (value) => value === undefined }],
]);

const maxNameBytes = 63;
const maxPrefixBytes = 253;
const namePattern = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const prefixPattern = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Decodes JSON into a selector as Go does, and validates it. Null is `undefined`, which matches nothing.
 * @throws KubeError (`wrong-type`, `bad-selector`) with the path of what is wrong below `path`.
 */
export function decodeSelector(json: JsonValue | undefined, path = ''): LabelSelector | undefined {
  if (json === undefined || json === null) {
    return undefined;
  }
  const selector = normalValue('v1.LabelSelector', json, path) as LabelSelector;
  validateSelector(selector, path);
  return selector;
}

/**
 * Whether the labels match, as `metav1.LabelSelectorAsSelector` decides: no selector matches nothing, an empty one
 * everything, and all labels and expressions must hold. @throws KubeError (`bad-selector`) as `validateSelector`.
 */
export function matchesSelector(selector: LabelSelector | null | undefined, labels: Labels | undefined): boolean {
  if (selector === null || selector === undefined) {
    return false;
  }
  validateSelector(selector);
  const of = (key: string): string | undefined => (labels === undefined ? undefined : ownText(labels, key));
  return (
    Object.entries(selector.matchLabels ?? {}).every(([key, value]) => of(key) === value) &&
    (selector.matchExpressions ?? []).every(
      ({ key, operator, values }) => operators.get(operator)?.matches(of(key), values ?? []) === true,
    )
  );
}

/** Checks keys, operators and values as Kubernetes does. @throws KubeError (`bad-selector`) that says what to change. */
export function validateSelector(selector: LabelSelector, path = ''): void {
  const at = path === '' ? '' : `${path}.`;
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    checkKey(key, `${at}matchLabels`);
    checkValue(value, `${at}matchLabels[${JSON.stringify(key)}]`);
  }
  for (const [index, expression] of (selector.matchExpressions ?? []).entries()) {
    checkExpression(expression, `${at}matchExpressions[${index}]`);
  }
}

function checkExpression({ key, operator, values = [] }: LabelRequirement, path: string): void {
  const rule = operators.get(operator);
  if (rule === undefined) {
    const names = [...operators.keys()].join(', ');
    throw refuse(
      `${JSON.stringify(operator)} is no operator of label selectors; use one of ${names}`,
      `${path}.operator`,
    );
  }
  checkKey(key, `${path}.key`);
  if (rule.takesValues !== values.length > 0) {
    const advice = rule.takesValues ? 'needs at least one value' : 'takes no values';
    throw refuse(`the operator ${operator} ${advice}`, `${path}.values`);
  }
  values.forEach((value, index) => {
    checkValue(value, `${path}.values[${index}]`);
  });
}

function checkKey(key: string, path: string): void {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  if (!isName(key.slice(slash + 1)) || (prefix !== undefined && !isPrefix(prefix))) {
    throw refuse(
      `${JSON.stringify(key)} is not a label key: an optional DNS name and a slash, then up to ${maxNameBytes} letters, digits, -, _ or . that begin and end with a letter or digit`,
      path,
    );
  }
}

function checkValue(value: string, path: string): void {
  if (value !== '' && !isName(value)) {
    throw refuse(
      `${JSON.stringify(value)} is not a label value: up to ${maxNameBytes} letters, digits, -, _ or . that begin and end with a letter or digit, or nothing`,
      path,
    );
  }
}

function isName(text: string): boolean {
  return text.length <= maxNameBytes && namePattern.test(text);
}

function isPrefix(text: string): boolean {
  return text.length <= maxPrefixBytes && prefixPattern.test(text);
}

function refuse(message: string, path: string): KubeError {
  return new KubeError('bad-selector', message, { path });
}
