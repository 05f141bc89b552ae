import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cacheFile, probeFile, scriptFile } from '../../functions/cached/compiled-script.ts';
import { bundleScript } from './script.ts';

/** What goes into the package beside the function's files: their contents by name. */
export type PackedFiles = ReadonlyMap<string, Uint8Array>;

const advice = 'run `npm run compile-cache`, fill it as that says, and build again';

/**
 * The script in a folder and what was compiled of it.
 * @throws Error where the cache is not filled, or was filled for other sources: V8 compares no more than a script's
 *   length, and would run what is not the script.
 */
export async function filledCache(folder: string): Promise<PackedFiles> {
  const files = new Map((await bundleScript(folder)).map(({ path, contents }) => [basename(path), contents]));
  for (const name of [scriptFile, cacheFile, probeFile]) {
    if (!existsSync(join(folder, name))) {
      throw new Error(`COMPILE_CACHE: there is no ${name} in ${folder}: ${advice}`);
    }
  }
  const script = files.get(scriptFile);
  if (script === undefined || Buffer.compare(script, readFileSync(join(folder, scriptFile))) !== 0) {
    throw new Error(`COMPILE_CACHE: what is in ${folder} was made of other sources: ${advice}`);
  }
  return new Map([
    ...files,
    ...[cacheFile, probeFile].map((name) => [name, readFileSync(join(folder, name))] as const),
  ]);
}
