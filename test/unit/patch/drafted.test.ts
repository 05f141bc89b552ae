import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draft } from '../../../lib/json/draft.ts';
import { parseJson } from '../../../lib/json/json-text.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { diff } from '../../../lib/patch/diff.ts';
import type { Operation } from '../../../lib/patch/operation.ts';
import { verifyPatch } from '../../../lib/patch/verify.ts';
import { propertyRuns } from '../../support/property-runs.ts';

type Changes = readonly (readonly [string, JsonValue | undefined])[];

/** Labels so many that drafts remember what they change. */
const labels = parseJson(
  `{"old":"x","10":"ten","__proto__":"p",${Array.from({ length: 1000 }, (_, index) => `"k${index}":"v"`).join()}}`,
) as JsonObject;
const podWith = (map: JsonObject): JsonObject => ({ metadata: { labels: map }, spec: {} });

function changed(base: JsonObject, changes: Changes): JsonObject {
  const draft = new Draft(base);
  for (const [key, value] of changes) {
    draft.setOrDelete(key, value);
  }
  return draft.value;
}

/** The same for who goes through all members. */
function copied(value: JsonObject): JsonObject {
  return parseJson(JSON.stringify(value)) as JsonObject;
}

describe('very many members, of which drafts changed some', () => {
  it.each<[name: string, changes: Changes, want: readonly Operation[]]>([
    ['a label that changes', [['k7', 'w']], [{ op: 'add', path: '/metadata/labels/k7', value: 'w' }]],
    ['one that comes', [['a/b', 'w']], [{ op: 'add', path: '/metadata/labels/a~1b', value: 'w' }]],
    ['one that goes', [['k7', undefined]], [{ op: 'remove', path: '/metadata/labels/k7' }]],
    ['a number for a name', [['9', 'nine']], [{ op: 'add', path: '/metadata/labels/9', value: 'nine' }]],
    [
      'one that gets another name',
      [
        ['old', undefined],
        ['new', 'x'],
      ],
      [{ op: 'move', from: '/metadata/labels/old', path: '/metadata/labels/new' }],
    ],
    [
      'one that was changed, and is as it was',
      [
        ['k7', 'w'],
        ['k8', 'w'],
        ['k7', 'v'],
      ],
      [{ op: 'add', path: '/metadata/labels/k8', value: 'w' }],
    ],
    [
      'one that came and went',
      [
        ['new', 'w'],
        ['new', undefined],
      ],
      [],
    ],
  ])('%s', (_, changes, want) => {
    const [before, after] = [podWith(labels), podWith(changed(labels, changes))];
    const operations = diff(before, after);
    expect(operations).toEqual(want);
    expect(diff(copied(before), copied(after))).toEqual(want);
    verifyPatch(before, operations, copied(after));
  });

  it('are set as a whole where a member changes whose name patch libraries refuse', () => {
    const after = changed(labels, [['__proto__', 'q']]);
    expect(diff(podWith(labels), podWith(after))).toEqual([{ op: 'add', path: '/metadata/labels', value: after }]);
  });

  it('are compared with what they were before the first of several drafts', () => {
    const first = changed(labels, [
      ['k1', 'w'],
      ['a', 'b'],
    ]);
    const second = changed(first, [
      ['k1', 'v'],
      ['c', 'd'],
    ]);
    expect(diff(podWith(labels), podWith(second))).toEqual([
      { op: 'add', path: '/metadata/labels/a', value: 'b' },
      { op: 'add', path: '/metadata/labels/c', value: 'd' },
    ]);
  });

  it('give the same operations as those that nothing is known of', () => {
    const name = fc.constantFrom('k0', 'k1', 'k2', 'old', '__proto__', 'constructor', '9', '10', 'new', '');
    const change = fc.tuple(name, fc.constantFrom<JsonValue | undefined>('v', 'w', null, 5, undefined));
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 3 }), (drafts) => {
        const after = drafts.reduce(changed, labels);
        const operations = diff(podWith(labels), podWith(after));
        verifyPatch(copied(podWith(labels)), operations, copied(podWith(after)));
        const others = diff(copied(podWith(labels)), copied(podWith(after)));
        expect(operations).toHaveLength(others.length);
      }),
      { numRuns: propertyRuns(20) },
    );
  });
});
