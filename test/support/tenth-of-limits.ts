import { type Limits, maxOutputBytes, maxSteps, maxWork } from '../../lib/template/limits.ts';

/** What templates of the usual kind stay within, so that no limit stands in anybody's way: a tenth of each default. */
export const tenthOfLimits = {
  steps: Math.floor(maxSteps / 10),
  outputBytes: Math.floor(maxOutputBytes / 10),
  work: Math.floor(maxWork / 10),
} as const satisfies Partial<Limits>;
