import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { errorText } from '../../lib/base/coded-error.ts';
import { BenchOptionsError } from './bench-options.ts';

/** What one review took, and the AdmissionReview that answers it, as text. */
export interface Reviewed {
  readonly cpuNanoseconds: number;
  readonly nanoseconds: number;
  readonly response: string;
}

/** A process that answers reviews, a line of JSON for a line of JSON. */
export class Reviewer {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  /** Why it cannot be asked: it did not start, or reads no more. */
  #failure: Error | undefined;

  private constructor(child: ChildProcess, answers: Readable) {
    this.#child = child;
    this.#lines = createInterface({ input: answers })[Symbol.asyncIterator]();
    for (const source of [child, child.stdin]) {
      source?.on('error', (error) => {
        this.#failure ??= error;
      });
    }
  }

  /** Our own: answers come on file descriptor 3, since the handler logs to standard output. */
  static ours(node: string, args: readonly string[], env: Readonly<Record<string, string>>): Reviewer {
    const child = spawn(node, args, { env, stdio: ['pipe', 'ignore', 'inherit', 'pipe'] });
    return new Reviewer(child, readable(child.stdio[3]));
  }

  /**
   * The program that `ISTIO_BENCH` names, which is told its configuration first, and answers that with a line, too.
   * @throws BenchOptionsError where it does not
   */
  static async program(path: string, setUp: object): Promise<Reviewer> {
    const child = spawn(path, { stdio: ['pipe', 'pipe', 'inherit'] });
    const reviewer = new Reviewer(child, readable(child.stdout));
    try {
      await reviewer.#ask(setUp);
    } catch (cause) {
      const advice = 'name a program with the protocol that test/bench/inject.ts tells';
      throw new BenchOptionsError(`ISTIO_BENCH=${path}: ${errorText(cause)}; ${advice}`, { cause });
    }
    return reviewer;
  }

  /** @throws Error where the process ends instead of an answer */
  async review(path: string, review: string): Promise<Reviewed> {
    const { cpuNanoseconds, nanoseconds, response } = JSON.parse(await this.#ask({ path, review }));
    return {
      cpuNanoseconds,
      nanoseconds,
      response: typeof response === 'string' ? response : JSON.stringify(response),
    };
  }

  /** The process that answers. @throws Error where there is none */
  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) {
      throw new Error('the process that answers reviews did not start');
    }
    return pid;
  }

  /** Lets the process end. */
  close(): void {
    this.#child.stdin?.end();
    this.#child.kill();
  }

  async #ask(question: object): Promise<string> {
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) {
      const reason = this.#failure === undefined ? '' : `: ${this.#failure.message}`;
      throw new Error(`the process that answers reviews has ended${reason}`);
    }
    return value;
  }
}

function readable(stream: unknown): Readable {
  if (stream === null || typeof stream !== 'object' || !('read' in stream)) {
    throw new TypeError('the child has no such stream');
  }
  return stream as Readable;
}
