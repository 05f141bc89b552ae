import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { YamlError } from '../../yaml/errors.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';
import { splitYamlDocuments } from '../../yaml/split-documents.ts';
import { IstioError } from '../errors.ts';

/** A file with its name, for messages. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** An installation is a megabyte of other objects. */
const wantedKinds = /ConfigMap|Deployment|List/;

/**
 * The ConfigMaps and Deployments of a file with one or more documents; those of a `List` one by one.
 * @throws IstioError (`configmap-invalid`) for what is no YAML.
 */
export function objectsIn({ name, text }: NamedText): readonly JsonObject[] {
  const wanted = splitYamlDocuments(text).filter((document) => wantedKinds.test(document));
  return wanted.flatMap((document) => flatten(parseDocument(name, document)));
}

/**
 * The YAML in a text of a file, such as `data.config`.
 * @param name of the file, and of the part of it
 * @throws IstioError (`configmap-invalid`) for what is neither empty nor a mapping.
 */
export function mappingIn({ name, text }: NamedText): JsonObject {
  const value = parseDocument(name, text);
  if (value !== null && !isObject(value)) {
    throw new IstioError('configmap-invalid', `${name} is not a YAML mapping`);
  }
  return value ?? {};
}

function parseDocument(name: string, text: string): JsonValue {
  try {
    return parseYaml(text, { name });
  } catch (cause) {
    if (cause instanceof YamlError) {
      throw new IstioError('configmap-invalid', `${name}: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

function flatten(value: JsonValue): readonly JsonObject[] {
  if (!isObject(value)) {
    return [];
  }
  const { kind, items } = value;
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items.flatMap(flatten) : [value];
}
