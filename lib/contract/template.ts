import type { Budget } from '../base/budget.ts';
import type { GoValue } from '../go/value.ts';

/** A compiled template, as far as injecting uses it: immutable, safe to share between requests. `lib/template` compiles them. */
export interface RenderableTemplate {
  /** Whether rendering leaves its data as it was; where that is not known, each rendering gets a copy. */
  readonly keepsData?: boolean;
  /** Renders it on data of its own. @throws the engine's error, which names the template and the position. */
  render(data: GoValue, options?: { readonly budget?: Budget }): string;
}
