import { describe, expect, it } from 'vitest';
import { knownItems, nothingKnown } from '../../../../lib/inject/check/known-items.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name): JsonObject => ({ name }));
const twin: JsonObject = { name: 'b' };

describe('what a pod had before', () => {
  it.each<readonly [string, readonly unknown[], readonly unknown[], readonly boolean[]]>([
    ['what stayed', [a, b], [a, b], [true, true]],
    ['not what comes at the end', [a, b], [a, b, c], [true, true, false]],
    ['not what comes at the start', [a, b], [c, a, b], [false, true, true]],
    ['not what comes between', [a, b], [a, c, b], [true, false, true]],
    ['not what took the place of another, be it equal', [a, b, c], [a, twin, c], [true, false, true]],
    ['what has moved', [a, b, c, d], [a, c, b, d], [true, true, true, true]],
    ['what is left', [a, b, c], [c], [true]],
    ['nothing of a list that was not there', [], [a], [false]],
  ])('is %s', (_, before, after, want) => {
    for (const list of ['containers', 'initContainers', 'volumes']) {
      const known = knownItems({ before: podWith({ [list]: before }), pod: podWith({ [list]: after }) });
      expect(after.map((item) => known.has(item as JsonObject))).toEqual(want);
    }
  });

  it('is also what went over to another list', () => {
    const known = knownItems({
      before: podWith({ containers: [a, b], initContainers: [c] }),
      pod: podWith({ containers: [a], initContainers: [d, b, c] }),
    });
    expect([a, b, c, d].map((item) => known.has(item ?? {}))).toEqual([true, true, true, false]);
  });

  it('is nothing where everything is looked at', () => {
    expect(nothingKnown.has(a ?? {})).toBe(false);
  });
});

function podWith(spec: object): JsonObject {
  return { spec: spec as JsonObject };
}
