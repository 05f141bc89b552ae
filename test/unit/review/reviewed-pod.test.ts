import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { reviewedPod, workloadOf } from '../../../lib/review/reviewed-pod.ts';

function requestFor(object: JsonValue) {
  const resource = { group: '', version: 'v1', resource: 'pods' };
  return { uid: 'u', operation: 'CREATE', resource, subResource: '', namespace: 'shop', object, bytes: 1 };
}

const owner = { kind: 'ReplicaSet', name: 'web-7c9d', controller: true };

describe('reviewedPod', () => {
  it('is the very object of the request', () => {
    const pod = { spec: {} };
    expect(reviewedPod(requestFor(pod))).toBe(pod);
  });

  it.each([[null], ['pod'], [5], [[]]])('refuses %j', (object) => {
    expect(() => reviewedPod(requestFor(object))).toThrow(
      expect.objectContaining({
        name: 'ReviewError',
        code: 'not-a-review',
        message: 'request.object is not an object',
      }),
    );
  });
});

describe('workloadOf', () => {
  it.each<[string, JsonValue, string | undefined]>([
    [
      'the owner that controls it',
      { ownerReferences: [{ ...owner, kind: 'Node', controller: false }, owner] },
      'ReplicaSet/web-7c9d',
    ],
    ['no owner that does not', { ownerReferences: [{ ...owner, controller: false }], name: 'web' }, 'web'],
    ['no owner that does not say so', { ownerReferences: [{ ...owner, controller: 'true' }], name: 'web' }, 'web'],
    [
      'the owner before its names',
      { ownerReferences: [owner], generateName: 'web-', name: 'web-1' },
      'ReplicaSet/web-7c9d',
    ],
    ['generateName before the name', { generateName: 'web-', name: 'web-1' }, 'web-'],
    ['the name where generateName is empty', { generateName: '', name: 'web-1' }, 'web-1'],
    [
      'the name where an owner has no name',
      { ownerReferences: [{ kind: 'Job', controller: true }], name: 'web' },
      'web',
    ],
    ['the name where an owner has no kind', { ownerReferences: [{ name: 'a', controller: true }], name: 'web' }, 'web'],
    ['the name where owners are no list', { ownerReferences: owner, name: 'web' }, 'web'],
    ['nothing where the name is no text', { name: 5 }, undefined],
    ['nothing where there is nothing', {}, undefined],
    ['nothing where metadata is none', null, undefined],
    ['no more than a name may have', { name: 'x'.repeat(400) }, 'x'.repeat(320)],
  ])('is %s', (_name, metadata, want) => {
    expect(workloadOf(requestFor({ metadata }))).toBe(want);
  });

  it.each([[null], ['pod'], [[]]])('is nothing of %j', (object) => {
    expect(workloadOf(requestFor(object))).toBeUndefined();
  });
});
