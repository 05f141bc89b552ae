import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedCache } from '../../../lib/base/bounded-cache.ts';

describe('BoundedCache', () => {
  it('forgets what was not used for longest, by number', () => {
    const cache = new BoundedCache<number>({ maxEntries: 3 });
    for (const [index, key] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      cache.set(key, index);
      cache.get('a');
    }
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => cache.get(key))).toEqual([0, undefined, undefined, 3, 4]);
  });

  it('forgets by characters, and never keeps what is too long', () => {
    const cache = new BoundedCache<string>({ maxEntries: 100, maxCharacters: 20, charactersOf: (text) => text.length });
    cache.set('a', 'x'.repeat(20));
    expect(cache.get('a')).toBeUndefined();
    cache.set('b', 'x'.repeat(9));
    cache.set('c', 'x'.repeat(9));
    cache.set('d', 'x');
    expect(['b', 'c', 'd'].map((key) => cache.get(key)?.length)).toEqual([undefined, 9, 1]);
  });

  it('forgets a value that another one of the same key, too long to be kept, takes the place of', () => {
    const cache = new BoundedCache<string>({ maxEntries: 9, maxCharacters: 9, charactersOf: (text) => text.length });
    cache.set('a', 'old');
    cache.set('a', 'x'.repeat(10));
    expect([cache.get('a'), cache.size]).toEqual([undefined, 0]);
  });

  it('makes a value once', () => {
    const cache = new BoundedCache<object>({ maxEntries: 2 });
    const first = cache.getOrMake('a', () => ({}));
    expect(cache.getOrMake('a', () => ({}))).toBe(first);
  });

  it('is what a list of the last used entries is, whatever is done to it', () => {
    const step = fc.tuple(fc.constantFrom('get', 'set', 'delete'), fc.constantFrom('a', 'b', 'cc', 'ddd', 'eeee'));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const cache = new BoundedCache<string>({ maxEntries: 3, maxCharacters: 8 });
        let model: readonly string[] = [];
        for (const [action, key] of steps) {
          const rest = model.filter((other) => other !== key);
          if (action === 'get') {
            expect(cache.get(key)).toBe(model.includes(key) ? key : undefined);
            model = model.includes(key) ? [...rest, key] : model;
          } else if (action === 'set') {
            cache.set(key, key);
            model = withinLimits([...rest, key]);
          } else {
            cache.delete(key);
            model = rest;
          }
          expect(cache.size).toBe(model.length);
        }
      }),
    );
  });
});

function withinLimits(keys: readonly string[]): readonly string[] {
  return keys.length > 3 || keys.join('').length > 8 ? withinLimits(keys.slice(1)) : keys;
}
