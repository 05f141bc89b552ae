import { describe, expect, it } from 'vitest';
import { latestPerObject, oncePerObject } from '../../../lib/base/once-per-object.ts';

describe('what is made once for each object', () => {
  it('is the same for the same object, and another for an equal one', () => {
    let made = 0;
    const numbered = oncePerObject((of: { readonly name: string }) => ({ of, number: made++ }));
    const [a, b] = [{ name: 'a' }, { name: 'a' }];
    expect([numbered(a), numbered(b), numbered(a)].map(({ number }) => number)).toEqual([0, 1, 0]);
    expect(numbered(b).of).toBe(b);
  });

  it('is kept where it is false or empty', () => {
    let made = 0;
    const empty = oncePerObject(() => {
      made += 1;
      return '';
    });
    const key = {};
    expect([empty(key), empty(key), made]).toEqual(['', '', 1]);
  });

  it('is made again where making it failed', () => {
    const outcomes = [undefined, 'made'];
    const second = oncePerObject(() => {
      const outcome = outcomes.shift();
      if (outcome === undefined) {
        throw new RangeError('not yet');
      }
      return outcome;
    });
    const key = {};
    expect(() => second(key)).toThrow('not yet');
    expect(second(key)).toBe('made');
  });
});

describe('what is made of the latest object', () => {
  it('is the same until another object is asked for', () => {
    let made = 0;
    const numbered = latestPerObject((_of: object) => made++);
    const [a, b] = [{}, {}];
    expect([a, a, b, b, a].map(numbered)).toEqual([0, 0, 1, 1, 2]);
  });
});
