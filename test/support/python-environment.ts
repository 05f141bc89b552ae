import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './node24.ts';

const run = promisify(execFile);

/**
 * Why no Python is here, or `undefined` if one is. Without it a developer's run skips what needs it; in CI (`CI=true`)
 * a missing Python is a failure and never skipped.
 */
export function pythonMissing(): string | undefined {
  if (process.env.CI === 'true' || spawnSync('python3', ['-c', 'import venv']).status === 0) {
    return undefined;
  }
  return 'skipped: python3 with venv is not installed';
}

/**
 * The `bin` folder of a virtual environment with these packages, installed from PyPI into a cache folder outside the
 * tree the first time.
 * @param requirements pinned: `moto[server]==5.2.5`
 * @throws Error where pip cannot install them
 */
export async function pythonEnvironment(name: string, requirements: readonly string[]): Promise<string> {
  const folder = cacheFolder(name);
  const bin = join(folder, 'bin');
  // A virtual environment cannot be moved, so a marker says that it is whole.
  const marker = join(folder, 'complete');
  if (existsSync(marker)) {
    return bin;
  }
  await rm(folder, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', folder]);
  try {
    await run(join(bin, 'python3'), [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      ...requirements,
    ]);
  } catch (cause) {
    const wanted = requirements.join(', ');
    throw new Error(`pip could not install ${wanted} into ${folder}; is a package index in reach?`, { cause });
  }
  await writeFile(marker, '');
  return bin;
}
