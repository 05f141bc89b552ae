import { type LoadSnapshot, loadSnapshot, templateNames } from '../config/load/load-snapshot.ts';
import { createSharedParts } from '../config/load/shared-parts.ts';
import { createInjectMemory } from '../inject/memory/inject-memory.ts';
import { KnownReviews } from '../review/known-reviews.ts';
import { answerCall } from './answer-call.ts';
import { tryConfiguration } from './try-configuration.ts';
import type { IncomingCall } from './webhook-parts.ts';

/**
 * What turns parameters into a snapshot and pods into patches, with what one environment remembers of pods: most of
 * the product, and of no use before the first parameters are read. The Lambda loads it as one file while Parameter
 * Store's first answer is on its way.
 */
export function createReviewCore() {
  const memory = createInjectMemory();
  const reviews = new KnownReviews();
  const shared = createSharedParts();
  const load = (...[cluster, reading]: Parameters<LoadSnapshot>) => loadSnapshot(cluster, reading, { shared });
  return {
    loadSnapshot: load,
    templateNames,
    tryConfiguration,
    answerCall: ({ request, address, parts, notes, deadline }: IncomingCall) =>
      answerCall({ request, address, parts, notes, deadline, memory, reviews }),
  };
}

/** What `createReviewCore` makes. */
export type ReviewCore = ReturnType<typeof createReviewCore>;
