import table from './pod-schema.json' with { type: 'json' };
import type { Schema } from './schema.ts';

/**
 * Every Go type within `corev1.Pod` of k8s.io/api, by its name as `%T` prints it. `npm run schema` writes the table: a
 * file of JSON, which Node reads as such wherever it runs, and which V8 need not compile.
 */
export const podSchema: Schema = decodeSchema(table);

/** Of a file of JSON TypeScript takes every kind for any text. */
function decodeSchema(written: object): Schema {
  return written as Schema;
}
