import { describe, expect, it } from 'vitest';
import { isSpace, trimSpace } from '../../../lib/go/space.ts';

describe('trimSpace', () => {
  it.each<[text: string, want: string]>([
    ['', ''],
    [' ', ''],
    ['a', 'a'],
    [' \t\r\n\v\fa b\u0085\u00a0', 'a b'],
    ['\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000a\u3000', 'a'],
    // Space to JavaScript, but not to Go.
    ['\ufeffa\ufeff', '\ufeffa\ufeff'],
    ['\u200ba', '\u200ba'],
    ['\u{1f600} ', '\u{1f600}'],
  ])('%j is %j', (text, want) => {
    expect(trimSpace(text)).toBe(want);
  });
});

describe('isSpace knows 25 characters', () => {
  it('and no other', () => {
    const spaces = Array.from({ length: 0x10000 }, (_, rune) => rune).filter(isSpace);
    expect(spaces).toHaveLength(25);
  });
});

describe('fixed bugs', () => {
  it('looks at blanks in the middle once, not once for each of them', () => {
    const text = `x${' '.repeat(1_000_000)}y`;
    expect(trimSpace(text)).toBe(text);
  });
});
