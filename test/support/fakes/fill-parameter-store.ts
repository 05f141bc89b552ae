import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { encodeValue } from '../../../lib/config/load/encode-value.ts';
import type { ParameterStore } from './parameter-store.ts';

/** Stores each file of a folder below a root such as `/sidecar-injector`, encoded where Parameter Store asks for it. */
export async function fillParameterStore(store: ParameterStore, root: string, folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    if ((await stat(join(folder, name))).isFile()) {
      const text = await readFile(join(folder, name), 'utf8');
      const value = /^(br|gzip|b64):/.test(text) ? text : encodeValue(text);
      store.put(`${root}/${name.split(sep).join('/')}`, value, { tier: 'Intelligent-Tiering' });
    }
  }
}
