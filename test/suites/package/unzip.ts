import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import jszip from 'jszip';

/** Unpacks a zip into a folder. */
export async function unzip(zip: string, folder: string): Promise<void> {
  const archive = await jszip.loadAsync(readFileSync(zip));
  for (const entry of Object.values(archive.files).filter(({ dir }) => !dir)) {
    const path = join(folder, entry.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await entry.async('nodebuffer'));
  }
}
