import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../support/free-port.ts';
import { cacheFolder, node24 } from '../../support/node24.ts';
import { runtimeClient } from './runtime-client.ts';

const module = 'github.com/aws/aws-lambda-runtime-interface-emulator';
/** It has no releases that Go knows: a commit. */
const version = 'v0.0.0-20261030222936-bef5c4ba774d';

/** A function under AWS's Runtime Interface Emulator, which ends invocations that take too long, as Lambda does. */
export interface EmulatedFunction {
  /** What an invocation is answered, as text. */
  invoke(event: object): Promise<string>;
  /** What function and emulator have written so far. */
  log(): string;
  close(): Promise<void>;
}

/** What is run: a folder with the function, and its environment. */
export interface EmulatedTask {
  readonly folder: string;
  readonly handler: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutSeconds: number;
}

/** Why the emulator cannot run here, or `undefined` if it can. In CI a missing Go is a failure and never skipped. */
export function emulatorMissing(): string | undefined {
  return process.env.CI === 'true' || spawnSync('go', ['version']).status === 0
    ? undefined
    : 'skipped: go is not installed';
}

/**
 * The emulator's path; it is built the first time, by Go, into a cache folder outside the tree.
 * @throws Error where it cannot be built
 */
export async function runtimeEmulator(): Promise<string> {
  const folder = cacheFolder(`aws-lambda-rie-${version}`);
  const binary = join(folder, 'aws-lambda-rie');
  if (!existsSync(binary)) {
    await mkdir(folder, { recursive: true });
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' };
    await promisify(execFile)('go', ['install', `${module}/cmd/aws-lambda-rie@${version}`], { env });
  }
  return binary;
}

/** Starts a function under the emulator, with AWS's runtime client, on the loopback interface. */
export async function startEmulatedFunction(task: EmulatedTask): Promise<EmulatedFunction> {
  const [port, runtimePort] = [await freePort(), await freePort()];
  const addresses = ['--runtime-interface-emulator-address', `127.0.0.1:${port}`];
  const runtime = ['--runtime-api-address', `127.0.0.1:${runtimePort}`];
  const command = [await node24(), join(await runtimeClient(), 'index.mjs'), task.handler];
  const child = spawn(await runtimeEmulator(), ['--log-level', 'error', ...addresses, ...runtime, ...command], {
    cwd: task.folder,
    // Its own group, so that the function's process ends with it.
    detached: true,
    env: {
      PATH: process.env.PATH,
      LAMBDA_TASK_ROOT: task.folder,
      AWS_LAMBDA_FUNCTION_NAME: 'injector-prod-inject',
      AWS_LAMBDA_FUNCTION_VERSION: '7',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_FUNCTION_TIMEOUT: String(task.timeoutSeconds),
      ...task.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log += chunk;
    });
  }
  const url = `http://127.0.0.1:${port}/2015-03-31/functions/function/invocations`;
  await listens(child, url);
  return {
    invoke: async (event) => (await fetch(url, { method: 'POST', body: JSON.stringify(event) })).text(),
    log: () => log,
    close: () => end(child),
  };
}

/** Waits until something answers, be it with an error: a GET is no invocation. */
async function listens(child: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt++) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) {
      return;
    }
    await wait(50);
  }
  await end(child);
  throw new Error(`aws-lambda-rie did not come up at ${url}`);
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    if (child.pid !== undefined && child.exitCode === null) {
      process.kill(-child.pid, 'SIGKILL');
    } else {
      resolve();
    }
  });
}
