import type { JsonObject } from '../../json/json-value.ts';
import { member, objectAt, objectsOf, textAt } from '../../json/member.ts';

/** The environment of istiod, as far as a file tells it. */
export interface IstiodEnvironment {
  readonly values: ReadonlyMap<string, string>;
  /** Variables whose value is not known, and why: `the key "native" of the Secret "flags", and Secrets are not read`. */
  readonly elsewhere: ReadonlyMap<string, string>;
  /** Sources of any number of variables that are not known: `the Secret "flags", and Secrets are not read`. */
  readonly unread: readonly string[];
}

/** What the variables of a container may point to. */
export interface EnvironmentSources {
  /** The container itself. */
  readonly container: JsonObject;
  readonly deployment: JsonObject;
  /** All objects of the file; its ConfigMaps count. */
  readonly objects: readonly JsonObject[];
}

/** One variable, or what is known of it. */
type Variable =
  | { readonly kind: 'value'; readonly name: string; readonly value: string }
  | { readonly kind: 'elsewhere'; readonly name: string; readonly where: string };

/**
 * Resolves the variables of a container as a kubelet would: `envFrom` first, then `env`, and of one name the last. A
 * Secret is never read.
 */
export function istiodEnvironment(sources: EnvironmentSources): IstiodEnvironment {
  const bulk = objectsOf(member(sources.container, 'envFrom')).map((item) => readBulk(item, sources));
  const single = objectsOf(member(sources.container, 'env')).map((item) => readVariable(item, sources));
  const last = new Map([...bulk.flatMap(({ variables }) => variables), ...single].map((each) => [each.name, each]));
  return {
    values: new Map([...last.values()].flatMap((each) => (each.kind === 'value' ? [[each.name, each.value]] : []))),
    elsewhere: new Map(
      [...last.values()].flatMap((each) => (each.kind === 'elsewhere' ? [[each.name, each.where]] : [])),
    ),
    unread: bulk.flatMap(({ unread }) => unread),
  };
}

interface Bulk {
  readonly variables: readonly Variable[];
  readonly unread: readonly string[];
}

function readBulk(item: JsonObject, sources: EnvironmentSources): Bulk {
  const prefix = textAt(item, 'prefix');
  const name = textAt(objectAt(item, 'configMapRef'), 'name');
  const map = findMap(name, sources);
  if (map === undefined) {
    const secret = textAt(objectAt(item, 'secretRef'), 'name');
    return { variables: [], unread: [name === '' ? `the Secret "${secret}"${unreadSecret}` : notHere(name)] };
  }
  const texts = Object.entries(objectAt(map, 'data')).flatMap(([key, value]) =>
    typeof value === 'string' ? [{ kind: 'value' as const, name: `${prefix}${key}`, value }] : [],
  );
  return { variables: texts, unread: [] };
}

const unreadSecret = ', and Secrets are not read';

function notHere(name: string): string {
  return `the ConfigMap "${name}", which is not in the file`;
}

function readVariable(item: JsonObject, sources: EnvironmentSources): Variable {
  const name = textAt(item, 'name');
  const from = objectAt(item, 'valueFrom');
  if (member(item, 'valueFrom') === undefined) {
    return { kind: 'value', name, value: textAt(item, 'value') };
  }
  const found = followed(from, sources);
  return found === undefined
    ? { kind: 'elsewhere', name, where: whereOf(from) }
    : { kind: 'value', name, value: found };
}

function followed(from: JsonObject, sources: EnvironmentSources): string | undefined {
  const reference = objectAt(from, 'configMapKeyRef');
  const map = findMap(textAt(reference, 'name'), sources);
  const value =
    map === undefined
      ? fieldOf(textAt(objectAt(from, 'fieldRef'), 'fieldPath'), sources.deployment)
      : dataOf(map, reference);
  return typeof value === 'string' ? value : undefined;
}

function dataOf(map: JsonObject, reference: JsonObject) {
  return member(objectAt(map, 'data'), textAt(reference, 'key'));
}

/** `metadata.labels['a/b']`, and the annotations alike. */
const ofMetadata = /^metadata\.(labels|annotations)\['([^']+)'\]$/;

/** A field of the pods that their Deployment settles. */
function fieldOf(path: string, deployment: JsonObject) {
  const template = objectAt(deployment, 'spec', 'template');
  const [, map, key] = ofMetadata.exec(path) ?? [];
  if (map !== undefined && key !== undefined) {
    return member(objectAt(template, 'metadata', map), key);
  }
  switch (path) {
    case 'metadata.namespace':
      return member(objectAt(deployment, 'metadata'), 'namespace');
    case 'spec.serviceAccountName':
      return member(objectAt(template, 'spec'), 'serviceAccountName');
    default:
      return undefined;
  }
}

function whereOf(from: JsonObject): string {
  const [map, secret] = [objectAt(from, 'configMapKeyRef'), objectAt(from, 'secretKeyRef')];
  if (textAt(map, 'name') !== '') {
    return `the key "${textAt(map, 'key')}" of ${notHere(textAt(map, 'name'))}`;
  }
  if (textAt(secret, 'name') !== '') {
    return `the key "${textAt(secret, 'key')}" of the Secret "${textAt(secret, 'name')}"${unreadSecret}`;
  }
  const path = textAt(objectAt(from, 'fieldRef'), 'fieldPath');
  return path === '' ? 'valueFrom, which does not say from where' : `the field ${path} of its pods`;
}

function findMap(name: string, { objects, deployment }: EnvironmentSources): JsonObject | undefined {
  const namespace = textAt(objectAt(deployment, 'metadata'), 'namespace');
  return objects.find((object) => {
    const metadata = objectAt(object, 'metadata');
    const other = textAt(metadata, 'namespace');
    const isNear = other === namespace || other === '' || namespace === '';
    return name !== '' && textAt(object, 'kind') === 'ConfigMap' && textAt(metadata, 'name') === name && isNear;
  });
}
