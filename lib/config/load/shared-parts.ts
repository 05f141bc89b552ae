import type { Behaviour } from '../../contract/behaviour.ts';
import type { RenderableTemplate } from '../../contract/template.ts';
import type { JsonObject } from '../../json/json-value.ts';

/** After so many additions what nobody uses any more is looked for; then after as many as are left. */
const leastSweep = 64;

/**
 * Things by what they were made of, for as long as somebody uses them. Two that were made of the same text are one, so
 * that clusters which agree in a template share what it was compiled to.
 */
export class SharedByContent<Part extends object> {
  readonly #parts = new Map<string, WeakRef<Part>>();
  #untilSweep = leastSweep;

  /** How many are known, among them such as nobody uses any more. */
  get size(): number {
    return this.#parts.size;
  }

  /** @param content everything that the part follows from */
  find(content: readonly unknown[]): SharedPart<Part> {
    const key = keyOf(content);
    return { part: this.#parts.get(key)?.deref(), keep: (part) => this.#keep(key, part) };
  }

  #keep(key: string, part: Part): void {
    this.#parts.set(key, new WeakRef(part));
    this.#untilSweep -= 1;
    if (this.#untilSweep === 0) {
      this.#sweep();
    }
  }

  #sweep(): void {
    for (const [key, part] of this.#parts) {
      if (part.deref() === undefined) {
        this.#parts.delete(key);
      }
    }
    this.#untilSweep = Math.max(leastSweep, this.#parts.size);
  }
}

/** What there is of one content, and how to keep what was made of it, which must not change any more. */
export interface SharedPart<Part extends object> {
  readonly part: Part | undefined;
  readonly keep: (part: Part) => void;
}

/** What the clusters of one environment share where their parameters hold the same. */
export interface SharedParts {
  readonly templates: SharedByContent<RenderableTemplate>;
  readonly values: SharedByContent<JsonObject>;
  readonly behaviours: SharedByContent<Behaviour>;
}

/** Shares nothing yet. */
export function createSharedParts(): SharedParts {
  return { templates: new SharedByContent(), values: new SharedByContent(), behaviours: new SharedByContent() };
}

/** A digest, since the texts themselves would be kept as long as the map. */
function keyOf(content: readonly unknown[]): string {
  return process.getBuiltinModule('node:crypto').hash('sha256', JSON.stringify(content), 'base64');
}
