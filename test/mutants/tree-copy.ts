import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Told, Try } from './worker.ts';

const root = join(import.meta.dirname, '../..');

/** How a try ended. */
export type Tried =
  /** With milliseconds by test file. */
  | { readonly kind: 'passed'; readonly ms: ReadonlyMap<string, number> }
  | { readonly kind: 'failed'; readonly test: string }
  | { readonly kind: 'stopped'; readonly why: 'by the time limit' | 'as its process ended' };

/** A copy of the tree, so that the tree stays as it is whatever happens, with the process that runs its tests. */
export class TreeCopy {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  #worker: ChildProcess | undefined;

  constructor() {
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
    });
    for (const file of files.split('\n').filter((name) => name !== '' && existsSync(join(root, name)))) {
      cpSync(join(root, file), join(this.#folder, file));
    }
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'));
  }

  /** Runs tests with a mutant or without one, until a file of them fails or takes too long. */
  async try(one: Try): Promise<Tried> {
    this.#worker ??= await this.#start();
    const path = join(this.#folder, one.mutant?.file ?? 'package.json');
    const before = readFileSync(path);
    const tried = await resultOf(this.#worker, one);
    if (tried.kind === 'stopped') {
      this.#stop();
      // The worker would have put it back.
      writeFileSync(path, before);
    }
    return tried;
  }

  remove(): void {
    this.#stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #start(): Promise<ChildProcess> {
    const worker = fork(join(import.meta.dirname, 'worker.ts'), {
      cwd: this.#folder,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('exit', () => reject(new Error('vitest does not start')));
    });
    worker.removeAllListeners();
    return worker;
  }

  #stop(): void {
    this.#worker?.kill('SIGKILL');
    this.#worker = undefined;
  }
}

function resultOf(worker: ChildProcess, one: Try): Promise<Tried> {
  return new Promise((resolve) => {
    const ms = new Map<string, number>();
    const settle = (tried: Tried): void => {
      worker.removeAllListeners();
      resolve(tried);
    };
    worker.on('message', (message) => {
      const told = message as Told;
      if ('ended' in told) {
        ms.set(told.ended, told.ms);
      } else if ('isTooLong' in told) {
        settle({ kind: 'stopped', why: 'by the time limit' });
      } else {
        settle(told.failed === null ? { kind: 'passed', ms } : { kind: 'failed', test: told.failed });
      }
    });
    worker.once('exit', () => settle({ kind: 'stopped', why: 'as its process ended' }));
    worker.send(one);
  });
}
