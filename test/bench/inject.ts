import { Budget } from '../../lib/base/budget.ts';
import { createInjectMemory } from '../../lib/inject/memory/inject-memory.ts';
/**
 * `npm run bench -- inject [DIR]`: microseconds a review, body bytes in, response bytes out, the snapshot known. DIR is
 * laid out as `istio-cases` is; without it, pods and a template of our own stand in. Each case twice: for a pod of a
 * workload never seen, and for another pod of a known one. Then where the time of a never-seen pod goes.
 */

import { goodStanding } from '../../lib/config/snapshot-provider.ts';
import { decodeReview } from '../../lib/review/decode-review.ts';
import { answerReview } from '../../lib/webhook/answer-review.ts';
import { type BenchCase, benchCases } from './inject-cases.ts';
import { profileOf } from './inject-profile.ts';

const rounds = 1500;
const warmUpRounds = 2000;
/** How many reviews of a case V8 needs to see before what it compiled for the others fits this one. */
const settling = 1000;
/** Workloads that are reviewed to warm up are not met again. */
const firstWarmUp = 1_000_000;

function run([, , directory]: readonly string[]): void {
  const cases = benchCases(directory);
  warmUp(cases);
  console.log(`${'microseconds a review'.padEnd(24)}${columns(['never seen', 'p99', 'known', 'p99', 'Go'])}`);
  for (const benchCase of cases) {
    const fresh = measure(benchCase, 'workload');
    const known = measure(benchCase, 'pod');
    const { go } = benchCase;
    const factors = go === undefined ? '' : `  ${(go / fresh.median).toFixed(1)}x, ${(go / known.median).toFixed(1)}x`;
    const numbers = [fresh.median, fresh.p99, known.median, known.p99].map((value) => value.toFixed(0));
    console.log(`${benchCase.name.padEnd(24)}${columns([...numbers, go === undefined ? '' : String(go)])}${factors}`);
  }
  console.log('\nwhere the time of a never-seen pod goes, microseconds (median)');
  for (const benchCase of cases) {
    const shares = profileOf(benchCase).map(([part, median]) => `${part} ${median.toFixed(0)}`);
    console.log(`${benchCase.name.padEnd(24)}${shares.join(', ')}`);
  }
}

function columns(texts: readonly string[]): string {
  return texts.map((text) => text.padStart(11)).join('');
}

interface Spread {
  readonly median: number;
  readonly p99: number;
}

/** Reviews all cases before any is measured, so that none is measured while V8 still compiles for the others. */
function warmUp(cases: readonly BenchCase[]): void {
  for (const benchCase of cases) {
    for (let index = 0; index < warmUpRounds; index += 1) {
      review(benchCase, benchCase.body('workload', firstWarmUp + index));
      review(benchCase, benchCase.body('pod', firstWarmUp + index));
    }
  }
}

const memory = createInjectMemory();

/** Bodies are made beforehand: what an API server does is not ours to measure. */
function measure(benchCase: BenchCase, varies: 'workload' | 'pod'): Spread {
  const bodies = Array.from({ length: settling + rounds }, (_, index) => benchCase.body(varies, index));
  const times = bodies.map((body) => {
    const start = process.hrtime.bigint();
    review(benchCase, body);
    return Number(process.hrtime.bigint() - start) / 1000;
  });
  return spread(times.slice(settling));
}

function review({ snapshot }: BenchCase, body: Uint8Array): Uint8Array {
  const request = decodeReview(body);
  const configuration = { kind: 'fresh', snapshot, ageMs: 0, ...goodStanding } as const;
  const answer = answerReview(request, { pairs: new Map(), configuration, memory, budget: new Budget() });
  return Buffer.from(answer.response.body);
}

function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] ?? 0, p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 };
}

run(process.argv);
