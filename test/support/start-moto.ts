import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { pythonEnvironment, pythonMissing } from './python-environment.ts';

/** The version of moto that this is written against. */
const requirement = 'moto[server]==5.2.5';

/** A running moto server. */
export interface Moto {
  readonly endpoint: string;
  /** Forgets all that was made. */
  reset(): Promise<void>;
  /** What it has written to stderr so far. */
  complaints(): string;
  close(): Promise<void>;
}

/** Why moto cannot run here, or `undefined` if it can. */
export function motoMissing(): string | undefined {
  return pythonMissing();
}

/** What is started in the place of moto's own server. */
export interface MotoProgram {
  /** A Python file that ends in moto's `main`. */
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Starts moto on a free loopback port, installed from PyPI into a cache folder outside the tree the first time. */
export async function startMoto(program?: MotoProgram): Promise<Moto> {
  const python = join(await pythonEnvironment('moto-5.2', [requirement]), 'python3');
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const started = program === undefined ? ['-m', 'moto.server'] : [program.file];
  const server = spawn(python, [...started, '-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1', ...program?.env },
  });
  let complaints = '';
  server.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk;
  });
  await answers(server, { endpoint, complaints: () => complaints });
  return {
    endpoint,
    complaints: () => complaints,
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

async function answers(
  server: ChildProcess,
  { endpoint, complaints }: Pick<Moto, 'endpoint' | 'complaints'>,
): Promise<void> {
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
  throw new Error(`moto did not come up at ${endpoint}: ${complaints().slice(-2000)}`);
}
