/** What the package exports as `./merge`. Nothing within lib imports this file. */
export type { JsonArray, JsonObject, JsonValue } from '../json/json-value.ts';
export { MergeError, type MergeErrorCode } from './errors.ts';
export type { MergeField, MergeSchema, MergeType } from './schema.ts';
export { strategicMerge } from './strategic-merge.ts';
