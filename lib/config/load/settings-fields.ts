import { suggestName } from '../../base/did-you-mean.ts';
import { categoryTest } from '../../go/unicode.ts';
import { isTooOld, parseIstioVersion } from '../../istio/version/istio-version.ts';
import { oldSignOf, refusalOf } from '../../istio/version/old-versions.ts';
import { isObject, type JsonValue } from '../../json/json-value.ts';
import { KubeError } from '../../kube/errors.ts';
import { decodeSelector, type LabelSelector } from '../../kube/label-selector.ts';
import { isClusterName, isTemplateName } from '../parameter-names.ts';
import type { Report } from './report.ts';
import type { ValuePath } from './yaml-place.ts';

/** A value at its place, and where to report what is wrong with it. */
export interface Field {
  readonly value: JsonValue;
  readonly path: ValuePath;
  readonly report: Report;
}

/** Strings, numbers and the like, each with the words for what it must be. */
export function decodeText(field: Field): string {
  return typeof field.value === 'string' ? field.value : wrong(field, 'must be text; put it in quotes', '');
}

/** The longest `contact`, in characters: what one warning of an answer may have. */
const maxContactCharacters = 120;
/** What would break a line, and what no terminal should get. */
const isUnfitForLine = categoryTest('Cc', 'Cs', 'Zl', 'Zp');

/** Whom to ask: one line of text, without spaces around it. */
export function decodeContact(field: Field): string {
  const contact = decodeText(field).trim();
  if ([...contact].some(isUnfitForLine)) {
    return wrong(field, 'must be one line, without control characters: "#platform" or an address', '');
  }
  return [...contact].length <= maxContactCharacters
    ? contact
    : wrong(field, `must be at most ${maxContactCharacters} characters; name a channel, a page or an address`, '');
}

/** `true` or `false`, not in quotes. */
export function decodeBoolean(field: Field): boolean {
  return typeof field.value === 'boolean' ? field.value : wrong(field, 'must be true or false, without quotes', false);
}

/** One of a few words, of which the first is the default. */
export function decodeChoice<T extends string>(field: Field, [first, ...others]: readonly [T, ...T[]]): T {
  const chosen = [first, ...others].find((word) => word === field.value);
  return chosen ?? wrong(field, `must be one of ${[first, ...others].join(', ')}`, first);
}

/** A whole number from 1 to `most`. */
export function decodeCount(field: Field, most: number): number {
  const { value } = field;
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
  return fits ? value : wrong(field, `must be a whole number from 1 to ${most}`, most);
}

/** A version of Istio that is supported, as it was written; `''` for anything else. */
export function decodeIstioVersion(field: Field): string {
  const { value } = field;
  const version = typeof value === 'string' ? parseIstioVersion(value) : undefined;
  if (typeof value !== 'string' || version === undefined) {
    return wrong(field, 'must be a version of Istio in quotes, such as "1.30" or "1.30.2"', '');
  }
  return isTooOld(version) ? wrong(field, refusalOf(oldSignOf(version, 'istioVersion')), '') : value;
}

/** A list; null is an empty one, as Istio's own configuration has it. */
export function decodeList<T>(field: Field, decodeItem: (item: Field) => T): readonly T[] {
  const { value, path, report } = field;
  if (value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    return wrong(field, 'must be a list', []);
  }
  return value.map((item: JsonValue, index) => decodeItem({ value: item, path: [...path, index], report }));
}

/** A mapping; null is an empty one. */
export function decodeMapping<T>(field: Field, decodeItem: (item: Field) => T): ReadonlyMap<string, T> {
  const { value, path, report } = field;
  if (value === null) {
    return new Map();
  }
  if (!isObject(value)) {
    return wrong(field, 'must be a mapping', new Map());
  }
  const entries = Object.entries(value);
  return new Map(entries.map(([key, item]) => [key, decodeItem({ value: item, path: [...path, key], report })]));
}

/** The name of a template or alias. */
export function decodeTemplateName(field: Field): string {
  return decodeName(field, isTemplateName, 'is no name: use letters, digits, ".", "_" and "-", at most 63');
}

/** The name of a cluster. */
export function decodeClusterName(field: Field): string {
  return decodeName(field, isClusterName, "is no cluster's name: use a-z, 0-9 and -, 63 at most");
}

/** What is no text is reported once, by what decodes texts. */
function decodeName(field: Field, isName: (name: string) => boolean, complaint: string): string {
  const name = decodeText(field);
  const isFit = typeof field.value !== 'string' || isName(name);
  return isFit ? name : wrong(field, `${JSON.stringify(name)} ${complaint}`, name);
}

/** A label selector as Kubernetes has it. An empty one is allowed, and matches nothing here. */
export function decodeLabelSelector(field: Field): LabelSelector {
  checkKeys(field, ['matchLabels', 'matchExpressions'], 'invalid');
  try {
    return decodeSelector(field.value) ?? {};
  } catch (cause) {
    if (!(cause instanceof KubeError)) {
      throw cause;
    }
    return wrong(field, cause.message, {});
  }
}

/**
 * Reports the keys of a mapping that are not among the known ones. `code` is `unknown-key` where the rest means the
 * same without them, and `invalid` where it does not.
 */
export function checkKeys(
  { value, path, report }: Field,
  known: readonly string[],
  code: 'unknown-key' | 'invalid' = 'unknown-key',
): void {
  for (const key of isObject(value) ? Object.keys(value) : []) {
    if (!known.includes(key)) {
      report.add(code, [...path, key], `there is no such setting${suggestName(key, known)}`);
    }
  }
}

function wrong<T>({ path, report }: Field, message: string, instead: T): T {
  report.add('invalid', path, message);
  return instead;
}
