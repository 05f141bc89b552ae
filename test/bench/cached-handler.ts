import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCachedFunction } from '../support/cached-function.ts';
import { handlerIn, importIstio, root } from './starts.ts';

/** Builds the function with a compile cache, filled over the examples and, if there is one, Istio's configuration. */
export async function buildCachedHandler(istio: string | undefined): Promise<string> {
  const outdir = join(root, 'dist/cached-functions');
  const folder = mkdtempSync(join(tmpdir(), 'cached-'));
  try {
    const folders = ['examples/parameters'];
    if (istio !== undefined) {
      importIstio(istio, join(folder, 'mesh'));
      folders.push(join(folder, 'mesh'));
    }
    await buildCachedFunction(outdir, folders);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return handlerIn(outdir);
}
