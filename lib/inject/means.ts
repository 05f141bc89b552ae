import type { Budget } from '../base/budget.ts';
import type { InjectMemory } from './memory/inject-memory.ts';

/** What the work on one pod is done with. */
export interface Means {
  /** What other pods left behind. */
  readonly memory: InjectMemory;
  /** What this one may come to. */
  readonly budget: Budget;
}
