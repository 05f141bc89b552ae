import { equal } from '../../json/equal.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { valueAt } from '../../json/member.ts';
import { withMetadata } from '../../kube/pod/metadata.ts';
import { objectIn } from '../cluster/json-path.ts';

/** Injects a pod; undefined where that does not work. */
export type InjectAgain = (pod: JsonObject) => JsonObject | undefined;

/** A pod with one thing less. */
type Removal = (pod: JsonObject) => JsonObject;

/**
 * A pod without the labels, annotations and fields that an injection without a record brought. Each goes that an
 * injection of the rest brings again, so that the pod comes out the same; where the author wrote the very same, nothing
 * tells whose it is, and it goes, too.
 * @param pod without the containers and volumes that were brought
 */
export function withoutAdditions(pod: JsonObject, injectAgain: InjectAgain): JsonObject {
  const whole = injectAgain(pod);
  if (whole === undefined) {
    return pod;
  }
  return removalsFrom(pod).reduce((kept, remove) => {
    const less = remove(kept);
    const again = injectAgain(less);
    return again !== undefined && equal(again, whole) ? less : kept;
  }, pod);
}

/** What is looked at elsewhere: the status annotation tells of it. */
const listed: ReadonlySet<string> = new Set(['containers', 'initContainers', 'volumes']);

function removalsFrom(pod: JsonObject): readonly Removal[] {
  const metadata = (['annotations', 'labels'] as const).flatMap((map) =>
    Object.keys(objectIn(pod, 'metadata', map)).map(
      (key): Removal =>
        (each) =>
          withMetadata(each, map, { [key]: null }),
    ),
  );
  const fields = Object.entries(objectIn(pod, 'spec')).filter(([field]) => !listed.has(field));
  return [
    ...metadata,
    ...fields.flatMap(([field, value]) => [
      (each: JsonObject) => withSpec(each, field, undefined),
      ...partsOf(field, value),
    ]),
  ];
}

/** One member of a field, or one item of a list. */
function partsOf(field: string, value: JsonValue): readonly Removal[] {
  const inField = (change: (value: JsonValue) => JsonValue) => (pod: JsonObject) => {
    const now = valueAt(pod, 'spec', field);
    return now === undefined ? pod : withSpec(pod, field, change(now));
  };
  if (isObject(value)) {
    return Object.keys(value).map((key) => inField((now) => (isObject(now) ? without(now, key) : now)));
  }
  return Array.isArray(value)
    ? value.map((item: JsonValue) =>
        inField((now) => (Array.isArray(now) ? now.filter((other: JsonValue) => !equal(other, item)) : now)),
      )
    : [];
}

function withSpec(pod: JsonObject, field: string, value: JsonValue | undefined): JsonObject {
  const spec = without(objectIn(pod, 'spec'), field);
  return { ...pod, spec: value === undefined ? spec : { ...spec, [field]: value } };
}

function without(object: JsonObject, key: string): JsonObject {
  const { [key]: _gone, ...rest } = object;
  return rest;
}
