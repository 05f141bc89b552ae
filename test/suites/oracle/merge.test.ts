import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJson, stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { podSchema } from '../../../lib/kube/pod-schema.ts';
import { MergeError } from '../../../lib/merge/errors.ts';
import { strategicMerge } from '../../../lib/merge/strategic-merge.ts';
import { arbitraryMerge } from '../../support/generators/merge-patch.ts';
import { merges, refusedMerges } from '../../unit/merge/cases.ts';
import { fuzzCases, fuzzSeed, type Oracle, oracleMissing, startOracle } from './launch.ts';

const cases = fuzzCases(20_000);
const batch = 1_000;
/** Go walks maps in random order; where several directives meet, ours may take it many tries. */
const rareOrders = 200;
const schema = { types: podSchema, root: 'v1.Pod' };

interface Answer {
  readonly results: readonly string[];
  readonly errors: readonly string[];
}

type Outcome = { readonly value: JsonValue } | { readonly error: string };

function mergeHere(original: string, patch: string): Outcome {
  try {
    return { value: strategicMerge(parseJson(original) as JsonObject, parseJson(patch) as JsonObject, schema) };
  } catch (error) {
    if (error instanceof MergeError) {
      return { error: error.message };
    }
    throw error;
  }
}

/** How the outcome differs from each of Go's, or `undefined` if it is one of them. */
function difference(outcome: Outcome, go: Answer): string | undefined {
  if ('error' in outcome) {
    return go.errors.length > 0 ? undefined : `error ${outcome.error}, in Go ${go.results}`;
  }
  const text = stringifyJson(outcome.value);
  const same = go.results.some((result) => isDeepStrictEqual(parseJson(result), parseJson(text)));
  return same ? undefined : `gives ${text}, in Go ${[...go.results, ...go.errors]}`;
}

describe.skipIf(oracleMissing())('strategic merge', () => {
  let oracle: Oracle;
  beforeAll(async () => {
    oracle = await startOracle('merge');
  }, 300_000);
  afterAll(() => oracle?.close());

  it('agrees with the cases written by hand', async () => {
    for (const [, original, patch] of merges) {
      const answer = (await oracle.ask({ original, patch })) as Answer;
      expect(difference(mergeHere(original, patch), answer), `original ${original}\npatch ${patch}`).toBeUndefined();
    }
    for (const [original, patch] of refusedMerges) {
      const answer = (await oracle.ask({ original, patch })) as Answer;
      expect(answer.results, `original ${original}\npatch ${patch}`).toEqual([]);
    }
  });

  it(`gives what Go gives for ${cases} generated pods and patches`, { timeout: 60_000 + cases * 30 }, async () => {
    const seed = fuzzSeed();
    console.log(`merge fuzz: FUZZ_SEED=${seed}, ${cases} cases`);
    let refused = 0;
    for (let done = 0; done < cases; done += batch) {
      const samples = fc.sample(arbitraryMerge, { numRuns: Math.min(batch, cases - done), seed: seed + done });
      const texts = samples.map(([original, patch]) => [stringifyJson(original), stringifyJson(patch)] as const);
      const answers = await Promise.all(texts.map(([original, patch]) => oracle.ask({ original, patch })));
      for (const [index, [original, patch]] of texts.entries()) {
        const outcome = mergeHere(original, patch);
        refused += 'error' in outcome ? 1 : 0;
        let differs = difference(outcome, answers[index] as Answer);
        for (let again = 0; differs !== undefined && again < rareOrders; again++) {
          differs = difference(outcome, (await oracle.ask({ original, patch })) as Answer);
        }
        expect(differs, `FUZZ_SEED=${seed}\noriginal ${original}\npatch ${patch}`).toBeUndefined();
      }
    }
    console.log(`merge fuzz: ${cases} agree, ${refused} of them refused by both`);
  });
});
