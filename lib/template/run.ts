import type { Budget } from '../base/budget.ts';
import { normalizeGoString, utf8Length } from '../go/bytes.ts';
import { GoDepthError, GoError, GoPanic } from '../go/errors.ts';
import { quote } from '../go/quote.ts';
import type { GoValue } from '../go/value.ts';
import { TemplateError, type TemplateErrorCode } from './errors.ts';
import type { RunContext } from './function.ts';
import type { Limits } from './limits.ts';
import { type LocatedNode, nodeText } from './node.ts';
import { positionOf, type Source } from './source.ts';

/** What an expression gives: a value, null for a nil interface, or undefined for no value at all (reflect's zero Value). */
export type Operand = GoValue | undefined;

/** What `missingkey` makes of a key that a map lacks. */
export type MissingKey = 'default' | 'zero' | 'error';

/** A template ready to run: writes to the run's output and tells whether a loop is to be left. */
export interface CompiledTree {
  readonly name: string;
  readonly source: Source;
  readonly walk: Walk;
  /** How many variable slots a call needs. */
  readonly slots: number;
}

/** Runs a list of nodes; the number says how it ended. */
export type Walk = (run: Run) => Completion;
/** Computes an operand. `final` is the value of the pipeline stage before, if there is one. */
export type Evaluate = (run: Run, final: Operand) => Operand;

/** How a list of nodes ended: at its end, or at a `break` or `continue`. */
export type Completion = 0 | 1 | 2;
export const completed = 0;
export const broken = 1;
export const continued = 2;

export interface RunOptions {
  readonly limits: Limits;
  readonly missingKey: MissingKey;
  readonly trees: ReadonlyMap<string, CompiledTree>;
  readonly keepsData: boolean;
  readonly now: (() => bigint) | undefined;
  readonly budget: Budget | undefined;
}

/** A request's budget is charged for so many steps, or of so many bytes, at a time. */
const chargedAtOnce = { steps: 4096, bytes: 1024 * 1024 } as const;

/**
 * The state of one render, apart from the compiled template, which is shared. Expressions return a value and leave
 * in `boxed` whether it sits in an interface (see value.ts: that belongs to the operand).
 */
export class Run {
  readonly trees: ReadonlyMap<string, CompiledTree>;
  readonly missingKey: MissingKey;
  readonly limits: Limits;
  readonly context: RunContext;
  out = '';
  /** The cursor, and whether it sits in an interface. */
  dot: Operand;
  dotBoxed = false;
  /** Whether the operand that was computed last sits in an interface. */
  boxed = false;
  /** Variables of the template that is running; `boxes` tells which sit in an interface. */
  slots: (Operand | typeof unset)[] = [];
  boxes: boolean[] = [];
  tree: CompiledTree;
  /** What is being executed: errors point there. */
  node: LocatedNode | undefined;
  depth = 0;
  steps = 0;
  #work = 0;
  readonly #budget: Budget | undefined;
  /** Steps and work that the budget knows of. */
  #chargedSteps = 0;
  #chargedWork = 0;
  /** Output this long, in UTF-16 units, needs no closer look. */
  #safeLength: number;

  constructor(tree: CompiledTree, data: GoValue, options: RunOptions) {
    this.tree = tree;
    this.trees = options.trees;
    this.missingKey = options.missingKey;
    this.limits = options.limits;
    this.dot = data ?? undefined;
    this.#safeLength = Math.floor(options.limits.outputBytes / 3);
    const charge = (amount: number): void => this.#charge(amount);
    const { keepsData, now } = options;
    this.#budget = options.budget;
    this.context = now === undefined ? { charge, keepsData } : { charge, keepsData, now };
  }

  /** Counts one step. */
  step(): void {
    if (++this.steps > this.limits.steps) {
      this.fail(`exceeded the limit of ${this.limits.steps} steps`, { code: 'step-limit' });
    }
    if (this.steps - this.#chargedSteps >= chargedAtOnce.steps) {
      this.#tellBudget(0);
    }
  }

  write(text: string): void {
    this.out += text;
    if (this.out.length > this.#safeLength) {
      this.#checkOutput();
    }
  }

  #checkOutput(): void {
    const { outputBytes } = this.limits;
    const spare = outputBytes - utf8Length(this.out);
    if (spare < 0) {
      this.fail(`exceeded the limit of ${outputBytes} bytes of output`, { code: 'output-limit' });
    }
    this.#safeLength = this.out.length + Math.floor(spare / 3);
  }

  #charge(amount: number): void {
    this.#work += amount;
    if (!(this.#work <= this.limits.work)) {
      this.fail(`exceeded the limit of ${this.limits.work} bytes and items for functions`, { code: 'work-limit' });
    }
    if (this.#work - this.#chargedWork >= chargedAtOnce.bytes) {
      this.#tellBudget(0);
    }
  }

  #tellBudget(outputBytes: number): void {
    const spent = { steps: this.steps - this.#chargedSteps, bytes: this.#work - this.#chargedWork + outputBytes };
    this.#chargedSteps = this.steps;
    this.#chargedWork = this.#work;
    this.#budget?.spend(spent);
  }

  /** Counts what a function reads: the text of its arguments. Lists are counted by the functions that go through them. */
  read(args: readonly GoValue[]): void {
    for (let at = 0; at < args.length; at++) {
      const value = args[at];
      if (typeof value === 'string') {
        this.#charge(value.length);
      }
    }
  }

  /** Counts what a function made, if it is text. */
  made(result: GoValue): void {
    if (typeof result === 'string') {
      this.#charge(result.length);
    }
  }

  /** The output, with bytes that came together to valid UTF-8 joined. */
  finish(): string {
    this.#tellBudget(this.out.length);
    return normalizeGoString(this.out);
  }

  /** Fails at the present node, in Go's words. */
  fail(message: string, options: { readonly code?: TemplateErrorCode; readonly cause?: unknown } = {}): never {
    const { code = 'execution', cause } = options;
    const { source, name } = this.tree;
    if (this.node === undefined) {
      throw new TemplateError(code, `template: ${name}: ${message}`, { at: { template: name, line: 1 }, cause });
    }
    const at = positionOf(source, this.node.at);
    const place = `${at.template}:${at.line}:${at.column}: executing ${quote(name)} at <${nodeText(this.node)}>`;
    throw new TemplateError(code, `template: ${place}: ${message}`, { at, cause });
  }

  /** Reports what a function threw as Go does; a limit of this room and faults of the function go on as they are. */
  failCall(cause: unknown, call: { readonly name: string; readonly node: LocatedNode }): never {
    if (cause instanceof GoError || cause instanceof GoPanic) {
      this.node = call.node;
      this.fail(`error calling ${call.name}: ${cause.message}`, { cause });
    }
    if (cause instanceof GoDepthError) {
      this.node = call.node;
      this.fail(`error calling ${call.name}: ${cause.message}`, { code: 'value-depth', cause });
    }
    throw cause;
  }
}

/** Marks a variable whose declaration was not executed. */
export const unset: unique symbol = Symbol('unset');
