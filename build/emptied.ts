import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

/**
 * A folder of the repository, by its path from there, with nothing in it. Names of files hold a digest of what is in
 * them: those of an earlier build would stay, and be packed.
 */
export function emptied(path: string): string {
  const folder = join(root, path);
  rmSync(folder, { recursive: true, force: true });
  return folder;
}
