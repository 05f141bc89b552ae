import fc from 'fast-check';
import jsonPatch from 'fast-json-patch';
import { describe, expect, it } from 'vitest';
import { equal } from '../../../lib/json/equal.ts';
import { parseJson, stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { podSchema } from '../../../lib/kube/pod-schema.ts';
import { diff } from '../../../lib/patch/diff.ts';
import type { Operation } from '../../../lib/patch/operation.ts';
import { applyPatch, verifyPatch } from '../../../lib/patch/verify.ts';
import { arbitraryJson, arbitraryJsonPair } from '../../support/generators/json.ts';
import { arbitraryPod, arbitraryPodPair } from '../../support/generators/pod.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const keys = { types: podSchema, root: 'v1.Pod' };
const numRuns = propertyRuns(100);

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

  it('change nothing, and are applied as by one who copies all of it first', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryJsonPair, arbitraryPodPair), ([a, b]) => {
        const operations = diff(a, b);
        const before = stringifyJson([a, operations] as JsonValue);
        // Read from text, since `a` and the operations share values that the library would change in both.
        const [copy, steps] = parseJson(before) as [JsonValue, Operation[]];
        expect(equal(applyPatch(a, operations), applyAll(copy, steps))).toBe(true);
        expect(stringifyJson([a, operations] as JsonValue)).toBe(before);
      }),
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

  it('never set less than pays: no part could be set as a whole in fewer bytes', () => {
    fc.assert(
      fc.property(arbitraryPodPair, ([a, b]) => {
        const operations = diff(a, b, keys);
        for (const path of partsAround(operations)) {
          const inside = operations.filter((operation) => operation.path.startsWith(`${path}/`));
          const value = valueAt(b, path);
          if (value !== undefined && !/\/\d+$/.test(path)) {
            expect(bytes([{ op: 'add', path, value }]), path).toBeGreaterThanOrEqual(bytes(inside));
          }
        }
      }),
      { numRuns },
    );
  });
});

/** Every place, but the root, above one that is changed. */
function partsAround(operations: readonly Operation[]): ReadonlySet<string> {
  const parts = new Set<string>();
  for (const { path } of operations) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      parts.add(path.slice(0, end));
    }
  }
  return parts;
}

function valueAt(document: JsonValue, path: string): JsonValue | undefined {
  return path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<JsonValue | undefined>((value, key) => (value === undefined ? value : Object(value)[key]), document);
}

function bytes(operations: readonly Operation[]): number {
  return Buffer.byteLength(stringifyJson([...operations]));
}

/** The library without anything of ours around it; a move is a remove and an add, since it clones what it overwrites. */
function applyAll(document: JsonValue, operations: readonly Operation[]): JsonValue {
  return operations.reduce((result, operation) => {
    if (operation.op !== 'move') {
      return jsonPatch.applyOperation(result, operation).newDocument;
    }
    const { newDocument, removed } = jsonPatch.applyOperation(result, { op: 'remove', path: operation.from });
    return jsonPatch.applyOperation(newDocument, { op: 'add', path: operation.path, value: removed }).newDocument;
  }, document);
}
