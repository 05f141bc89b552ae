import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cacheFolder } from '../../../build/node24.ts';

/** The versions of moto that this is written against. */
const REQUIREMENT = 'moto[server]==5.2.*';
const run = promisify(execFile);

/** A running moto server. */
export interface Moto {
  readonly endpoint: string;
  /** Forgets all parameters. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Why moto cannot run here, or `undefined` if it can. Without Python a developer's run skips what needs it; in CI
 * (`CI=true`) a missing Python is a failure and never skipped.
 */
export function motoMissing(): string | undefined {
  if (process.env.CI === 'true' || spawnSync('python3', ['-c', 'import venv']).status === 0) {
    return undefined;
  }
  return 'skipped: python3 with venv is not installed, and moto runs on it';
}

/** Starts moto on a free loopback port, installed from PyPI into a cache folder outside the tree the first time. */
export async function startMoto(): Promise<Moto> {
  const python = await install();
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
  });
  await answers(server, endpoint);
  return {
    endpoint,
    reset: async () => {
      await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
    },
    close: () =>
      new Promise((resolve) => {
        server.once('exit', () => resolve());
        server.kill();
      }),
  };
}

/** The Python of a virtual environment that has moto. Built beside its place and moved there whole. */
async function install(): Promise<string> {
  const folder = cacheFolder('moto-5.2');
  const python = join(folder, 'bin', 'python3');
  if (existsSync(join(folder, 'complete'))) {
    return python;
  }
  // A virtual environment cannot be moved, so a marker says that it is whole.
  await rm(folder, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', folder]);
  try {
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', REQUIREMENT]);
  } catch (cause) {
    throw new Error(`pip could not install ${REQUIREMENT} into ${folder}; is a package index in reach?`, { cause });
  }
  await run(python, ['-c', `open(${JSON.stringify(join(folder, 'being-completed'))}, 'w').close()`]);
  await rename(join(folder, 'being-completed'), join(folder, 'complete'));
  return python;
}

async function answers(server: ChildProcess, endpoint: string): Promise<void> {
  let complaint = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2000);
  });
  for (let attempt = 0; attempt < 300 && server.exitCode === null; attempt++) {
    const isUp = await fetch(`${endpoint}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) {
      return;
    }
    await wait(100);
  }
  server.kill();
  throw new Error(`moto did not come up at ${endpoint}: ${complaint}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
