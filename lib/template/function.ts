import type { GoValue } from '../go/value.ts';

/**
 * A function that templates can call, declared as Go would declare it, so that the engine checks arguments
 * the way reflect does and words its errors the same.
 */
export interface TemplateFunction {
  /** Go types of the parameters as `%T` prints them: `string`, `int`, `interface {}`, `map[string]interface {}`. */
  readonly params: readonly string[];
  /** The last parameter type may come any number of times (then `params` names its element type). */
  readonly variadic?: boolean;
  /** Go type of the result. `interface {}` results are unwrapped, as text/template does. */
  readonly result: string;
  /** Changes an argument in place, as sprig's `set` does. */
  readonly changes?: true;
  /**
   * Computes the result. A returned Go error is thrown as `GoError` (the engine adds `error calling NAME: `),
   * a Go panic as `GoPanic`.
   */
  readonly call: (args: readonly GoValue[], run: RunContext) => GoValue;
}

/** Functions by name. */
export type FunctionTable = ReadonlyMap<string, TemplateFunction>;

/** What a running template lends to its functions: limits, and the clock if the caller handed one in. */
export interface RunContext {
  /** Nanoseconds since 1970, or undefined: then functions that need the present time fail with a clear error. */
  readonly now?: () => bigint;
  /** Counts work (bytes made, items made) against the render's budget; throws the limit's error beyond it. */
  readonly charge: (amount: number) => void;
  /** Whether no function of the template changes a value in place (`Template.keepsData`): a list or map stays as it is. */
  readonly keepsData?: boolean;
}
