import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isEncoded } from '../../lib/config/load/decode-value.ts';
import { encodeValue } from '../../lib/config/load/encode-value.ts';

/**
 * The files of a folder as Parameter Store has them after a `push`, by their paths below it: encoded where it asks for
 * that. What is encoded already, as `import istio` writes some, stays as it is.
 */
export function storedParameters(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name.split(sep).join('/'), storedText(join(folder, name))]));
}

function storedText(file: string): string {
  const text = readFileSync(file, 'utf8');
  return isEncoded(text) ? text : encodeValue(text);
}
