import { equal } from '../../json/equal.ts';
import { isList, isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { textAt } from '../../json/member.ts';
import { formatYaml } from '../../yaml/format-yaml.ts';
import { formatDiff } from '../text-diff.ts';
import type { Actual } from './actual.ts';
import { hasPath } from './pod-path.ts';

/** An expectation that was not met. */
export interface Failure {
  /** Its name: `reason`, `podContains`. */
  readonly expectation: string;
  /** What was expected and what came. */
  readonly message: string;
}

/** Every expectation that a case does not meet. */
export function failuresOf(expect: JsonObject, actual: Actual): readonly Failure[] {
  return Object.entries(expect).flatMap(([name, want]) => {
    const message = checks.get(name)?.(want, actual);
    return message === undefined ? [] : [{ expectation: name, message }];
  });
}

/** What is wrong, or undefined. */
type Check = (want: JsonValue, actual: Actual) => string | undefined;

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['decision', (want, { decision, reason }) => differs(want, decision, `${decision} (${reason})`)],
  ['reason', (want, { reason }) => differs(want, reason)],
  ['result', (want, { result, refusal }) => differs(want, result, refusal === '' ? result : `${result}: ${refusal}`)],
  ['pod', (want, { pod }) => diffOf(want, pod)],
  ['podContains', (want, { pod }) => diffOf(want, partLike(want, pod))],
  ['patch', (want, { patch }) => diffOf(want, patch)],
  ['warnings', (want, { warnings }) => diffOf(want, warnings)],
  [
    'refusal',
    (want, { refusal }) =>
      refusal.includes(String(want)) ? undefined : `expected ${JSON.stringify(want)} in ${JSON.stringify(refusal)}`,
  ],
  ['absent', (want, { pod }) => present(want, pod)],
]);

function differs(want: JsonValue, got: string, shown = got): string | undefined {
  return want === got ? undefined : `expected ${String(want)}, got ${shown}`;
}

function diffOf(want: JsonValue, got: JsonValue): string | undefined {
  return equal(want, got)
    ? undefined
    : formatDiff(formatYaml(want), formatYaml(got), { from: 'expected', to: 'got', color: false });
}

function present(want: JsonValue, pod: JsonObject): string | undefined {
  const found = (isList(want) ? want : []).map(String).filter((path) => hasPath(pod, path));
  return found.length === 0 ? undefined : `the pod has ${found.join(', ')}`;
}

/**
 * The part of a value that another one names: members of the same names, and items of lists by their name, or by their
 * place where they have none. Equal to `want` exactly where the value contains it.
 */
export function partLike(want: JsonValue, value: JsonValue | undefined): JsonValue {
  if (isObject(want) && isObject(value)) {
    const names = Object.keys(want).filter((name) => Object.hasOwn(value, name));
    return Object.fromEntries(names.map((name) => [name, partLike(want[name] ?? null, value[name])]));
  }
  if (isList(want) && isList(value)) {
    return want.flatMap((item, index) => {
      const found = counterpart(item, index, value);
      return found === undefined ? [] : [partLike(item, found)];
    });
  }
  return value ?? null;
}

function counterpart(item: JsonValue, index: number, list: readonly JsonValue[]): JsonValue | undefined {
  const name = isObject(item) ? textAt(item, 'name') : '';
  return name === '' ? list[index] : list.find((each) => isObject(each) && textAt(each, 'name') === name);
}
