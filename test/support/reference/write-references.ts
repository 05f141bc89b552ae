/** Writes the pages of `docs` that follow from the code: `npm run reference`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { references } from './references.ts';

for (const [file, text] of references()) {
  writeFileSync(join(import.meta.dirname, '../../..', file), text);
  console.log(`wrote ${file}`);
}
