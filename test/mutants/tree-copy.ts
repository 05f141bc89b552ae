import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tried, Try } from './worker.ts';

const root = join(import.meta.dirname, '../..');

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

  /** Runs tests with a mutant or without one. One that ends its process, or takes longer, has failed as well. */
  async try(one: Try, longestMs: number): Promise<Tried> {
    this.#worker ??= await this.#start();
    const path = join(this.#folder, one.mutant?.file ?? 'package.json');
    const before = readFileSync(path);
    const tried = await answerOf(this.#worker, one, longestMs);
    if (tried.failed === stopped) {
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

const stopped = 'had to be stopped';

function answerOf(worker: ChildProcess, one: Try, longestMs: number): Promise<Tried> {
  return new Promise((resolve) => {
    const settle = (tried: Tried): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      resolve(tried);
    };
    const timer = setTimeout(() => settle({ failed: stopped }), longestMs);
    worker.once('message', (message) => settle(message as Tried));
    worker.once('exit', () => settle({ failed: stopped }));
    worker.send(one);
  });
}
