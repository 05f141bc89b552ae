import { CodedError } from './coded-error.ts';

/** How much the work on one request may come to. */
export interface BudgetLimits {
  /** Steps of all its templates together. */
  readonly steps: number;
  /** Bytes that its templates read and made, and that its pod was copied or compared in. */
  readonly bytes: number;
}

/**
 * Four times what one template may come to (`lib/template/limits.ts`), so that a template's own limit, which says
 * where in the template, is what fires first.
 */
export const requestLimits: BudgetLimits = { steps: 4_000_000, bytes: 256 * 1024 * 1024 };

/** What is spent: one of the limits, or the request's time. */
export type BudgetErrorCode = 'budget-steps' | 'budget-bytes' | 'budget-time';

/** The work on a request was given up. Nothing that it had made so far may be kept. */
export class BudgetError extends CodedError<BudgetErrorCode> {
  override readonly name = 'BudgetError';
  /** What was being done: `render sidecar`. */
  readonly step: string;

  constructor(code: BudgetErrorCode, step: string, what: string) {
    super(code, `gave up at the step "${step}": ${what}`);
    this.step = step;
  }
}

/** When the answer must be on its way, by whose clock: both in milliseconds since 1970. */
export interface Deadline {
  readonly at: number;
  readonly now: () => number;
}

/**
 * What is left to one request. Its steps and bytes are counted, which gives the same for the same pod on any machine;
 * the clock is looked at now and then for what no count has foreseen.
 */
export class Budget {
  readonly #limits: BudgetLimits;
  readonly #deadline: Deadline | undefined;
  #step = 'begin';
  #steps = 0;
  #bytes = 0;

  constructor(limits: BudgetLimits = requestLimits, deadline?: Deadline) {
    this.#limits = limits;
    this.#deadline = deadline;
  }

  /** Begins a step of the work, by the name that an error gives it. @throws BudgetError where the time is up */
  enter(step: string): void {
    this.#step = step;
    this.#checkTime();
  }

  /** Counts work, and looks at the clock. @throws BudgetError where there is less left */
  spend({ steps = 0, bytes = 0 }: Partial<BudgetLimits>): void {
    this.#steps += steps;
    this.#bytes += bytes;
    if (this.#steps > this.#limits.steps) {
      throw this.#error('budget-steps', `its templates took more than ${this.#limits.steps} steps together`);
    }
    if (this.#bytes > this.#limits.bytes) {
      throw this.#error('budget-bytes', `more than ${this.#limits.bytes} bytes were read and made for one pod`);
    }
    this.#checkTime();
  }

  #checkTime(): void {
    if (this.#deadline !== undefined && this.#deadline.now() > this.#deadline.at) {
      throw this.#error('budget-time', 'the time of the request was up');
    }
  }

  #error(code: BudgetErrorCode, what: string): BudgetError {
    return new BudgetError(code, this.#step, `${what}; simplify the templates, or the pod if it is a huge one`);
  }
}
