import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkloadPatch } from '../../../../lib/inject/memory/workload-patch.ts';
import { parseJson, stringifyJson } from '../../../../lib/json/json-text.ts';
import { wordedJson } from '../../../support/generators/worded-json.ts';

const [one, other] = ['kube-api-access-aaaaa', 'kube-api-access-bbbbb'];

const word = fc.constantFrom('', 'a', one, `/${one}/${one}`, '__proto__', 'é"\\', other);
const value = wordedJson(word);
const patch = fc
  .array(fc.record({ op: fc.constant('add'), path: word, value }), { maxLength: 3 })
  .map((operations) => stringifyJson(operations));

describe('a patch for all pods of a workload', () => {
  it('is with another name what its text is with that name', () => {
    fc.assert(
      fc.property(patch, (text) => {
        const named = new WorkloadPatch(text, one).named('kube-api-access-ccccc');
        const expected = text.replaceAll(one, 'kube-api-access-ccccc');
        expect(named.patch).toBe(expected);
        expect(stringifyJson(named.operations.map((operation) => ({ ...operation })))).toBe(
          stringifyJson(parseJson(expected)),
        );
      }),
    );
  });

  it('is the same for all where they have no such volume', () => {
    const text = `[{"op":"add","path":"/a","value":"${one}"}]`;
    expect(new WorkloadPatch(text, undefined).named('').patch).toBe(text);
    expect(new WorkloadPatch(text, undefined).named('').operations).toEqual(parseJson(text));
  });

  it('shares what does not name the volume', () => {
    const text = `[{"op":"add","path":"/a","value":[{"b":{}},{"name":"${one}","c":{}}]}]`;
    const remembered = new WorkloadPatch(text, one);
    const [first, second] = [other, one].map((name) => remembered.named(name).operations[0]);
    expect(second).toEqual({ op: 'add', path: '/a', value: [{ b: {} }, { name: one, c: {} }] });
    expect(partsOf(first)).toEqual(partsOf(second));
    expect(partsOf(first).every((part, index) => part === partsOf(second)[index])).toBe(true);
  });

  it('takes as many characters as its text', () => {
    expect(new WorkloadPatch('[]', undefined).characters).toBe(2);
    expect(new WorkloadPatch(`["${one}x"]`, one).characters).toBe(5);
  });
});

function partsOf(operation: unknown): readonly unknown[] {
  const [plain, named] = (operation as { value: { c?: unknown }[] }).value;
  return [plain, named?.c];
}
