import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { equal } from '../../../lib/json/equal.ts';
import { parseJson, stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { podSchema } from '../../../lib/kube/pod-schema.ts';
import { diff } from '../../../lib/patch/diff.ts';
import { verifyPatch } from '../../../lib/patch/verify.ts';
import { arbitraryJsonPair } from '../../support/generators/json.ts';
import { arbitraryPod, arbitraryPodPair } from '../../support/generators/pod.ts';
import { fuzzCases, fuzzSeed, type Oracle, oracleMissing, startOracle } from './launch.ts';

const cases = fuzzCases(50_000);
const batch = 1_000;
const reportEvery = 50_000;
const keys = { types: podSchema, root: 'v1.Pod' };

const arbitraryPair: fc.Arbitrary<readonly [JsonObject, JsonObject]> = fc.oneof(
  { weight: 5, arbitrary: arbitraryPodPair },
  { weight: 1, arbitrary: fc.tuple(arbitraryPod, arbitraryPod) },
  { weight: 4, arbitrary: arbitraryJsonPair },
);

/** Making pods takes most of the time, so each pair serves there and back, and with its neighbour. */
function combine<T>(pairs: readonly (readonly [T, T])[]): (readonly [T, T])[] {
  return pairs.flatMap(([before, after], index) => {
    const [otherBefore, otherAfter] = pairs[(index + 1) % pairs.length] ?? [before, after];
    return [
      [before, after] as const,
      [after, before] as const,
      [after, otherBefore] as const,
      [otherAfter, before] as const,
    ];
  });
}

describe.skipIf(oracleMissing())('JSON patches applied by the API server', () => {
  let oracle: Oracle | undefined;
  afterAll(() => oracle?.close());

  it(`give what was intended for ${cases} generated pairs`, { timeout: 60_000 + cases * 30 }, async () => {
    const seed = fuzzSeed();
    console.log(`patch fuzz: FUZZ_SEED=${seed}, ${cases} pairs`);
    oracle = await startOracle('patch');
    const go = oracle;
    let operations = 0;
    for (let done = 0; done < cases; done += batch) {
      const size = Math.min(batch, cases - done);
      const pairs = combine(fc.sample(arbitraryPair, { numRuns: Math.ceil(size / 4), seed: seed + done })).slice(
        0,
        size,
      );
      const wanted = pairs.map(([before, after]) => {
        const patch = diff(before, after, keys);
        verifyPatch(before, patch, after);
        operations += patch.length;
        return { document: stringifyJson(before), patch: stringifyJson([...patch]), after };
      });
      if (done > 0 && done % reportEvery === 0) {
        console.log(`patch fuzz: ${done} done`);
      }
      const answers = await Promise.all(wanted.map(({ document, patch }) => go.ask({ document, patch })));
      wanted.forEach(({ document, patch, after }, index) => {
        const { result = 'null', error } = answers[index] as { readonly result?: string; readonly error?: string };
        const story = `FUZZ_SEED=${seed}\ndocument ${document}\npatch ${patch}\nwanted ${stringifyJson(after)}`;
        expect(error, story).toBeUndefined();
        expect(equal(parseJson(result), parseJson(stringifyJson(after))), `${story}\ngot ${result}`).toBe(true);
      });
    }
    console.log(`patch fuzz: ${cases} pairs, ${operations} operations, 0 wrong`);
  });
});
