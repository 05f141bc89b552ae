import { describe, expect, it } from 'vitest';
import { Recent } from '../../../lib/istio/recent.ts';

describe('Recent', () => {
  it('makes a value once', () => {
    const recent = new Recent<{ n: number }>();
    const first = recent.get('a', () => ({ n: 1 }));
    expect(recent.get('a', () => ({ n: 2 }))).toBe(first);
  });

  it('forgets the oldest', () => {
    const recent = new Recent<number>();
    for (let key = 0; key <= 500; key++) {
      recent.get(`key ${key}`, () => 1);
    }
    expect(recent.get('key 1', () => 2)).toBe(1);
    expect(recent.get('key 0', () => 2)).toBe(2);
  });

  it('keeps nothing under long keys', () => {
    const recent = new Recent<number>();
    const key = 'x'.repeat(10_000);
    recent.get(key, () => 1);
    expect(recent.get(key, () => 2)).toBe(2);
  });
});
