import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { CommandError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';

/** A pod from a file. */
export interface PodFile {
  readonly json: JsonObject;
  /** Its name or generateName; `''` without either. */
  readonly name: string;
  readonly namespace: string | undefined;
}

/**
 * Reads a Pod from YAML or JSON.
 * @throws CommandError for what is none, with the place where there is one.
 */
export function readPod(text: string, file: string): PodFile {
  const json = parseInput(text, file);
  if (!isObject(json) || json.kind !== 'Pod' || json.apiVersion !== 'v1') {
    const advice = 'explain takes one Pod of v1; use "inject" for other workloads';
    throw new CommandError(`${file}: holds ${kindOf(json)}; ${advice}`);
  }
  const metadata = isObject(json.metadata) ? json.metadata : {};
  const [name, generateName, namespace] = ['name', 'generateName', 'namespace'].map((key) => textAt(metadata, key));
  return { json, name: name ?? generateName ?? '', namespace };
}

function kindOf(json: JsonValue): string {
  const kind = isObject(json) ? textAt(json, 'kind') : undefined;
  return kind === undefined ? 'no Kubernetes object' : `a ${kind}`;
}

function textAt(object: JsonObject, key: string): string | undefined {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
