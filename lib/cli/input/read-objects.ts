import { parseJson } from '../../json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { documentSeparator } from '../../yaml/split-documents.ts';
import { CommandError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { InputText } from './read-inputs.ts';

/** A Kubernetes object and the file that it came from. */
export interface ReadObject {
  readonly object: JsonObject;
  readonly file: string;
}

/**
 * All Kubernetes objects of some texts, in order: documents of YAML or JSON, and the items of Lists in place of the
 * Lists (`kubectl get … -o json`; items of a `PodList` get its kind, which API servers leave out there).
 * @throws CommandError with the place for what is no YAML or JSON, and for a document that is no object.
 */
export function readObjects(inputs: readonly InputText[]): readonly ReadObject[] {
  return inputs.flatMap(({ name, text }) =>
    valuesOf(text, name).flatMap((value) => {
      if (!isObject(value) || typeof value.kind !== 'string') {
        throw new CommandError(`${name}: holds ${describe(value)} that is no Kubernetes object: it has no kind`);
      }
      return unlisted(value).map((object) => ({ object, file: name }));
    }),
  );
}

/** The documents of a text; large JSON, as kubectl prints it, goes by the quick way. */
function valuesOf(text: string, name: string): readonly JsonValue[] {
  if (/^\s*\{/.test(text)) {
    const json = attempt(text);
    if (json !== undefined) {
      return [json];
    }
  }
  return yamlDocuments(text).flatMap(({ text: part, line }) => {
    const value = parseInput('\n'.repeat(line) + part, name);
    return value === null ? [] : [value];
  });
}

/** Undefined for what is no JSON: YAML's reader tells where it is wrong, or takes it. */
function attempt(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The documents of a text, each with the number of lines before it. */
function yamlDocuments(text: string): readonly { readonly text: string; readonly line: number }[] {
  const documents: { text: string; line: number }[] = [];
  let start = 0;
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    if (documentSeparator.test(line)) {
      documents.push({ text: lines.slice(start, index).join('\n'), line: start });
      start = index + 1;
    }
  });
  return [...documents, { text: lines.slice(start).join('\n'), line: start }];
}

function unlisted(object: JsonObject): readonly JsonObject[] {
  const { kind, apiVersion, items } = object;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) {
    return [object];
  }
  const each = kind === 'List' ? {} : { kind: kind.slice(0, -'List'.length), apiVersion: apiVersion ?? 'v1' };
  return items.filter(isObject).flatMap((item) => unlisted({ ...each, ...item }));
}

function describe(value: JsonValue): string {
  return Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : 'text';
}
