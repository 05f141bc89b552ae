/** What the package exports as `./patch`. Nothing within lib imports this file. */
export type { JsonArray, JsonObject, JsonValue } from '../json/json-value.ts';
export type { DiffOptions } from './comparison.ts';
export { diff } from './diff.ts';
export { PatchError, type PatchErrorCode } from './errors.ts';
export type { KeyedField, ListKeys } from './list-keys.ts';
export type { Operation } from './operation.ts';
export { applyPatch, verifyPatch } from './verify.ts';
