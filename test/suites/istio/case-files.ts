import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../../../lib/json/json-text.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../../lib/json/json-value.ts';

/** Reading of a folder laid out as `istio-cases` is. */

export function readJson(path: string): JsonValue {
  return parseJson(readFileSync(path, 'utf8'));
}

export function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

/** Names of the cases of one kind, sorted; none where the folder is absent. */
export function caseNames(directory: string, kind: string): readonly string[] {
  const folder = join(directory, kind);
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

export function object(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

export function list(value: JsonValue | undefined): JsonArray {
  return Array.isArray(value) ? (value as JsonArray) : [];
}

export function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
