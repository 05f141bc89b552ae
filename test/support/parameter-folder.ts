import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const made: string[] = [];

/** A folder of parameter files for one test. */
export function parameterFolder(values: Readonly<Record<string, string>>): string {
  const parent = mkdtempSync(join(tmpdir(), 'sidecar-injector-'));
  made.push(parent);
  const folder = join(parent, 'parameters');
  mkdirSync(folder);
  for (const [name, value] of Object.entries(values)) {
    writeParameter(folder, name, value);
  }
  return folder;
}

/** Writes one parameter file, as an editor would. */
export function writeParameter(folder: string, name: string, value: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), value);
}

/** Removes what `parameterFolder` made. */
export function removeParameterFolders(): void {
  for (const folder of made.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}
