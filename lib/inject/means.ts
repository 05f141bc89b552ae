import type { Budget } from '../base/budget.ts';
import type { JsonValue } from '../json/json-value.ts';
import type { InjectMemory } from './memory/inject-memory.ts';

/** What the work on one pod is done with. */
export interface Means {
  /** What other pods left behind. */
  readonly memory: InjectMemory;
  /** What this one may come to. */
  readonly budget: Budget;
  /** Whether what it gave may be kept for others: of huge pods there are no two, and telling takes time. */
  readonly isKept: boolean;
  /** What in the request's pod stands for something larger, by `knownPod`. */
  readonly cut: ReadonlySet<JsonValue>;
}
