import { describe, expect, it } from 'vitest';
import { RecentMisses } from '../../../lib/base/recent-misses.ts';

describe('texts that were missed lately', () => {
  it('are known from the second time on', () => {
    const misses = new RecentMisses();
    expect(['a', 'b', 'a', 'b', '', ''].map((text) => misses.isKnown(text))).toEqual([
      false,
      false,
      true,
      true,
      false,
      true,
    ]);
  });

  it.each<[name: string, others: number, text: (index: number) => string, want: boolean]>([
    ['after a thousand others', 1000, String, true],
    ['after some that are long', 10, (index) => `${index}`.repeat(10_000), true],
    ['not after very many others', 10_000, String, false],
    ['not after many that are long', 100, (index) => `${index}`.repeat(10_000), false],
  ])('are known %s', (_, others, textOf, want) => {
    const misses = new RecentMisses();
    misses.isKnown('first');
    for (let index = 0; index < others; index += 1) {
      misses.isKnown(textOf(index));
    }
    expect(misses.isKnown('first')).toBe(want);
  });

  it('stay known while they come again', () => {
    const misses = new RecentMisses();
    const known = Array.from({ length: 20_000 }, (_, index) => {
      misses.isKnown(`other ${index}`);
      return misses.isKnown('always');
    });
    expect(known.filter((isKnown) => !isKnown)).toHaveLength(1);
  });

  it('are kept as copies, of those alone that are kept', () => {
    const copied: string[] = [];
    const misses = new RecentMisses((text) => {
      copied.push(text);
      return text;
    });
    for (const text of ['a', 'a', 'b']) {
      misses.isKnown(text);
    }
    expect(copied).toEqual(['a', 'b']);
  });
});
