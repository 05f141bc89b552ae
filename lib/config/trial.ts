import type { Snapshot } from './snapshot.ts';

/** What a trial found: nothing, or why the configuration should not be in force yet, on one line. */
export type TrialVerdict = { readonly kind: 'fit' } | { readonly kind: 'unfit'; readonly cause: string };

/**
 * Tries a configuration that compiles before it replaces the present one, which has worked. Takes a bounded time and
 * throws nothing.
 */
export type Trial = (candidate: Snapshot, present: Snapshot) => TrialVerdict;

/** For who has no pods to try a configuration on. */
export const noTrial: Trial = () => ({ kind: 'fit' });
