import table from './mesh-schema.json' with { type: 'json' };
import type { ProtoSchema } from './proto/schema.ts';

/** Istio's mesh configuration messages, by their full protobuf names. `npm run schema` writes the table. */
export const meshSchema: ProtoSchema = decodeSchema(table);

/** Of a file of JSON TypeScript takes every kind for any text. */
function decodeSchema(written: object): ProtoSchema {
  return written as ProtoSchema;
}
