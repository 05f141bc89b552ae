import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { podSchema } from '../../lib/kube/pod-schema.ts';
import { diff } from '../../lib/patch/diff.ts';
import { verifyPatch } from '../../lib/patch/verify.ts';
import { arbitraryJson, arbitraryJsonPair } from '../generators/json.ts';
import { arbitraryPod, arbitraryPodPair } from '../generators/pod.ts';

const keys = { types: podSchema, root: 'v1.Pod' };
const numRuns = 400;

describe('diff and verifyPatch', () => {
  it('turn any pod into what became of it', () => {
    fc.assert(
      fc.property(arbitraryPodPair, ([a, b]) => verifyPatch(a, diff(a, b, keys), b)),
      { numRuns },
    );
  });

  it('turn any pod into any other, with and without known keys', () => {
    fc.assert(
      fc.property(arbitraryPod, arbitraryPod, (a, b) => {
        verifyPatch(a, diff(a, b, keys), b);
        verifyPatch(a, diff(a, b), b);
      }),
      { numRuns },
    );
  });

  it('turn any JSON into any other', () => {
    fc.assert(
      fc.property(arbitraryJson, arbitraryJson, (a, b) => verifyPatch(a, diff(a, b), b)),
      { numRuns },
    );
    fc.assert(
      fc.property(arbitraryJsonPair, ([a, b]) => verifyPatch(a, diff(a, b), b)),
      { numRuns },
    );
  });

  it('have nothing to do where nothing changed', () => {
    fc.assert(
      fc.property(arbitraryPod, arbitraryJson, (pod, json) => {
        expect(diff(pod, structuredClone(pod), keys)).toEqual([]);
        expect(diff(json, structuredClone(json))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('never need more operations or bytes than setting every changed field', () => {
    const text = (value: unknown): string =>
      JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}` : item));
    fc.assert(
      fc.property(arbitraryPodPair, ([a, b]) => {
        const whole = Object.keys(b).filter((key) => diff(a[key] ?? null, b[key] ?? null).length > 0);
        const naive = whole.map((key) => ({ op: 'add', path: `/${key}`, value: b[key] }));
        const gone = Object.keys(a).filter((key) => !Object.hasOwn(b, key));
        naive.push(...gone.map((key) => ({ op: 'remove', path: `/${key}`, value: undefined })));
        expect(text(diff(a, b, keys)).length).toBeLessThanOrEqual(text(naive).length);
      }),
      { numRuns },
    );
  });
});
