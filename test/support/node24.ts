import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The release that Lambda's nodejs24.x runs by, of the npm package that carries its binary. */
const runtimeVersion = '24.21.0';
const run = promisify(execFile);

/** Where downloads for special suites stay between runs, outside the tree: `XDG_CACHE_HOME`, else `~/.cache`. */
export function cacheFolder(name: string): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lambda-sidecar-injector', name);
}

/**
 * The path of a Node 24 binary, which benchmarks and package tests start, whatever Node runs them: this process's own
 * if it is one, else npm's `node-<platform>-<arch>` package in a cache folder outside the tree.
 * @throws Error that says what was tried, where npm cannot get it.
 */
export async function node24(): Promise<string> {
  if (process.versions.node.startsWith('24.')) {
    return process.execPath;
  }
  const name = `node-${process.platform}-${process.arch}`;
  const folder = cacheFolder(`node-${runtimeVersion}`);
  const binary = join(folder, 'node_modules', name, 'bin', 'node');
  if (
    await access(binary).then(
      () => true,
      () => false,
    )
  ) {
    return binary;
  }
  try {
    await run('npm', [
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-audit',
      '--no-fund',
      `${name}@${runtimeVersion}`,
    ]);
    await access(binary);
    return binary;
  } catch (cause) {
    const advice = 'run this under Node 24, or make that package available to npm';
    throw new Error(
      `Node 24 is needed, and npm could not install ${name}@${runtimeVersion} into ${folder}: ${advice}`,
      {
        cause,
      },
    );
  }
}
