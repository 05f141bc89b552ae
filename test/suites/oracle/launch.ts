/**
 * Starts the Go programs that tell what the real libraries do. Each is a folder of this one (`yaml`, `merge`) with
 * a `main` package that reads a JSON value per line and answers each with one line, in order.
 */
import { type ChildProcessWithoutNullStreams, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A running Go program. */
export interface Oracle {
  /** Sends one request (anything JSON can hold) and resolves to the answer of the same rank. */
  ask(request: unknown): Promise<unknown>;
  /** Ends the program; requests without an answer are rejected. */
  close(): void;
}

const folder = dirname(fileURLToPath(import.meta.url));

/**
 * Why oracle suites cannot run here, or `undefined` if they can. Pass it to `describe.skipIf`: without Go a
 * developer's run skips them, while in CI (`CI=true`) a missing Go is a failure and never skipped.
 */
export function oracleMissing(): string | undefined {
  if (process.env.CI === 'true' || spawnSync('go', ['version']).status === 0) {
    return undefined;
  }
  return 'skipped: Go is not installed, and the oracle suites compare with real Go libraries';
}

/** How many cases a fuzz suite tries: `FUZZ_CASES`, else its own default. */
export function fuzzCases(preset: number): number {
  return Number(process.env.FUZZ_CASES ?? preset);
}

/** The seed of a fuzz run: `FUZZ_SEED`, else a new one; print it, so that a failure can be run again. */
export function fuzzSeed(): number {
  return Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
}

/** Builds `test/suites/oracle/<name>` into the user's cache folder and starts it. Throws with Go's output if it cannot. */
export async function startOracle(name: string): Promise<Oracle> {
  return converse(spawn(await build(name), [], { stdio: ['pipe', 'pipe', 'pipe'] }), name);
}

/** Builds next to the target and renames, so that suites that start at once do not run half a file. */
async function build(name: string): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME ?? tmpdir(), 'lambda-sidecar-injector-oracle');
  mkdirSync(cache, { recursive: true });
  const target = join(cache, name);
  const fresh = `${target}.${process.pid}`;
  await promisify(execFile)('go', ['build', '-o', fresh, `./${name}`], { cwd: folder });
  renameSync(fresh, target);
  return target;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (cause: Error) => void;
}

const answeredAtMost = 1_000;

/** Talks with a program that answers each line with one line. */
export function converse(child: ChildProcessWithoutNullStreams, name: string): Oracle {
  let waiting: Waiting[] = [];
  let next = 0;
  let outgoing: string[] = [];
  let complaint = '';
  let rest: string[] = [];
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    const [first = '', ...lines] = chunk.split('\n');
    rest.push(first);
    for (const line of lines) {
      waiting[next++]?.resolve(JSON.parse(rest.join('')));
      rest = [line];
    }
    // What is answered is let go, now and then, so that runs of any length need no more room.
    if (next >= answeredAtMost) {
      waiting = waiting.slice(next);
      next = 0;
    }
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  child.stdin.on('error', () => {}); // The exit that follows says why.
  child.on('close', (code) => {
    const cause = new Error(`oracle ${name} ended (status ${code}) with requests open: ${complaint || 'no message'}`);
    for (; next < waiting.length; next++) {
      waiting[next]?.reject(cause);
    }
  });
  const flush = (): void => {
    child.stdin.write(outgoing.join(''));
    outgoing = [];
  };
  return {
    ask(request) {
      if (outgoing.push(`${JSON.stringify(request)}\n`) === 1) {
        setImmediate(flush);
      }
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    close() {
      child.stdin.end();
      child.kill();
    },
  };
}
