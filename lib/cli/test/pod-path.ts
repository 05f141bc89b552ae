import { isList, isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { textAt } from '../../json/member.ts';
import { unknownFields } from '../check/unknown-fields.ts';

/** A step into a pod: a member, or an item of a list by its name or its number. */
type Step = { readonly kind: 'member'; readonly key: string } | { readonly kind: 'item'; readonly key: string };

const step = /^(?:\.?(?<member>[^.[\]"]+)|\["(?<quoted>[^"]*)"\]|\[(?<item>[^\]"]+)\])/;

/** The steps of `spec.containers[log].env` or `metadata.labels["a.b/c"]`; undefined for what is no path. */
function stepsOf(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let rest = path;
  while (rest !== '') {
    const found = step.exec(rest);
    const { member, quoted, item } = found?.groups ?? {};
    const key = member ?? quoted;
    if (found === null) {
      return undefined;
    }
    steps.push(key === undefined ? { kind: 'item', key: item ?? '' } : { kind: 'member', key });
    rest = rest.slice(found[0].length);
  }
  return steps;
}

/** Whether a pod has something at a path. */
export function hasPath(pod: JsonObject, path: string): boolean {
  let value: JsonValue | undefined = pod;
  for (const each of stepsOf(path) ?? []) {
    value = enter(value, each);
  }
  return value !== undefined;
}

function enter(value: JsonValue | undefined, { kind, key }: Step): JsonValue | undefined {
  if (kind === 'item') {
    const items = isList(value) ? value : [];
    return items.find((item) => isObject(item) && textAt(item, 'name') === key) ?? items[Number(key)];
  }
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Why a path is absent of every pod, so that expecting its absence could not fail; undefined for a path that may be. */
export function absentProblem(path: string): string | undefined {
  const steps = stepsOf(path);
  if (steps === undefined || steps.length === 0) {
    return `${JSON.stringify(path)} is no path; write spec.containers[log] or metadata.labels["a.b/c"]`;
  }
  const [unknown] = unknownFields(shapeOf(steps));
  return unknown === undefined
    ? undefined
    : `no pod has ${JSON.stringify(path)}${unknown.meant === undefined ? '' : `; did you mean ${JSON.stringify(unknown.meant)}?`}`;
}

/** A pod that has little but the path. */
function shapeOf(steps: readonly Step[]): JsonObject {
  const value = steps.reduceRight<JsonValue>(
    (inner, { kind, key }) => (kind === 'item' ? [inner] : { [key]: inner }),
    null,
  );
  return isObject(value) ? value : {};
}
