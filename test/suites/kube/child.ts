import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** How much of a program's last output is kept, to show when it fails. */
const keptOutput = 8_000;

/** A program that a suite started and ends itself. */
export interface Child {
  /** What it wrote last. */
  output(): string;
  readonly exited: () => boolean;
  stop(): Promise<void>;
}

/** Starts a program; `stop` asks it to end, and after ten seconds makes it. */
export function startChild(command: string, args: readonly string[], options: ChildOptions = {}): Child {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-keptOutput);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', (error) => keep(Buffer.from(String(error))));
  return { output: () => output, exited: () => hasExited(child), stop: () => stop(child) };
}

export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Waits until `ready` says so; fails with the program's output when it ends or takes longer than `seconds`. */
export async function untilReady(child: Child, seconds: number, ready: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await ready().catch(() => false))) {
    if (child.exited() || Date.now() > deadline) {
      throw new Error(`not ready (${child.exited() ? 'it ended' : `after ${seconds} s`}):\n${child.output()}`);
    }
    await delay(100);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasExited(child) || child.pid === undefined) {
    return;
  }
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(force);
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
