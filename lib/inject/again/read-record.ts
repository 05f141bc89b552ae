import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { objectAt } from '../../json/member.ts';
import { itemsOf, nameOf, specOf, withItems } from '../../kube/pod/containers.ts';
import { applyChanges, withMetadata } from '../../kube/pod/metadata.ts';
import { annotationObject } from './annotation-object.ts';
import { type InjectionRecord, type RecordedContainer, withoutLists } from './record.ts';

/** Reads the annotation; null where it is absent, huge or not of this shape. It is text that anyone may have written. */
export function decodeRecord(text: string | undefined): InjectionRecord | null {
  const record = annotationObject(text, 64);
  if (record === null) {
    return null;
  }
  return {
    config: typeof record.config === 'string' ? record.config : '',
    labels: decodeChanges(objectAt(record, 'labels')),
    annotations: decodeChanges(objectAt(record, 'annotations')),
    spec: objectAt(record, 'spec'),
    volumes: new Map(
      Object.entries(decodeChanges(objectAt(record, 'volumes'))).map(([name, text]) => [name, String(text)]),
    ),
    imagePullSecrets: decodeNames(record.imagePullSecrets),
    containers: decodeContainers(objectAt(record, 'containers')),
    initContainers: decodeContainers(objectAt(record, 'initContainers')),
  };
}

/** Takes back the recorded changes other than containers and volumes. */
export function restoreRecorded(pod: JsonObject, record: InjectionRecord): JsonObject {
  const secrets = itemsOf(pod, 'imagePullSecrets');
  const added = new Set(record.imagePullSecrets);
  const kept = secrets.filter((secret) => !added.has(nameOf(secret)));
  const spec = applyChanges(specOf(pod), withoutLists(record.spec));
  let restored = spec === specOf(pod) ? pod : { ...pod, spec };
  restored = kept.length === secrets.length ? restored : withItems(restored, 'imagePullSecrets', kept);
  restored = withMetadata(restored, 'labels', record.labels);
  return withMetadata(restored, 'annotations', record.annotations);
}

function decodeChanges(changes: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value === null || typeof value === 'string'));
}

function decodeNames(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}

function decodeContainers(containers: JsonObject): ReadonlyMap<string, RecordedContainer> {
  return new Map(
    Object.entries(containers).map(([name, value]) => {
      const [content = '', identity = ''] = typeof value === 'string' ? value.split('.') : [];
      return [name, { content, identity }];
    }),
  );
}
