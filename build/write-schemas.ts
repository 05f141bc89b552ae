/** Writes the JSON Schemas that editors read: `npm run schemas`. A test holds them to what the decoders take. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaVersion } from '../lib/cli/init.ts';
import { settingsSchema } from '../lib/cli/schema/settings-schema.ts';
import { fixtureSchema } from '../lib/cli/test/fixture-schema.ts';

const folder = join(import.meta.dirname, '../schemas');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of [
  ['settings', settingsSchema()],
  ['fixture', { $schema: schemaVersion, ...fixtureSchema }],
] as const) {
  writeFileSync(join(folder, `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
