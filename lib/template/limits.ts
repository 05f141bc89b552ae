/** Bounds of one template and one render. What they guard against is a template that never ends or fills memory. */
export interface Limits {
  /** Actions, iterations and calls of one render. */
  readonly steps: number;
  /** Bytes of output. */
  readonly outputBytes: number;
  /** Bytes and items that functions make in one render (`RunContext.charge`). */
  readonly work: number;
  /** Templates that call templates. Go stops at 100,000; a JavaScript stack holds fewer. */
  readonly templateDepth: number;
  /** Parentheses inside parentheses. Go stops at 10,000. */
  readonly parenDepth: number;
  /** `if`, `with`, `range`, `define` and `block` inside each other. Go has no bound. */
  readonly controlDepth: number;
}

export const maxSteps = 1_000_000;
export const maxOutputBytes = 16 * 1024 * 1024;
export const maxWork = 64 * 1024 * 1024;
export const maxTemplateDepth = 500;
export const maxParenDepth = 400;
export const maxControlDepth = 400;

/** The limits of a template that says nothing else. */
export const defaultLimits: Limits = {
  steps: maxSteps,
  outputBytes: maxOutputBytes,
  work: maxWork,
  templateDepth: maxTemplateDepth,
  parenDepth: maxParenDepth,
  controlDepth: maxControlDepth,
};
