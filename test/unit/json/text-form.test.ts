import { describe, expect, it } from 'vitest';
import { TextForm } from '../../../lib/json/text-form.ts';

describe('TextForm', () => {
  it.each([
    { text: 'a-1 and b.2, a-1', want: 'X and YY, X', holds: true },
    { text: 'a-1', want: 'X', holds: true },
    { text: 'a-1b.2', want: 'XYY', holds: true },
    { text: 'a+1 b-2 bx2', want: 'a+1 b-2 bx2', holds: false },
    { text: '', want: '', holds: false },
  ])('writes "$text" as "$want"', ({ text, want, holds }) => {
    const form = new TextForm(text, ['a-1', 'b.2']);
    expect(form.write(['X', 'YY'])).toBe(want);
    expect(form.write(['a-1', 'b.2'])).toBe(text);
    expect(form.holdsNames).toBe(holds);
  });

  it('takes the earlier of two names that begin at one place', () => {
    expect(new TextForm('web-10', ['web-1', 'web-10']).write(['A', 'B'])).toBe('A0');
    expect(new TextForm('web-10', ['web-10', 'web-1']).write(['A', 'B'])).toBe('A');
  });

  it('tells where names of some length stand', () => {
    expect(new TextForm('a-1 and b.2, a-1', ['a-1', 'b.2']).placesOf([1, 4])).toEqual([[0, 12], [6]]);
    expect(new TextForm('nothing', ['a-1', 'b.2']).placesOf([1, 4])).toEqual([[], []]);
  });

  it('counts its characters without the names', () => {
    expect(new TextForm('a-1 and b.2', ['a-1', 'b.2']).characters).toBe(5);
    expect(new TextForm('a-1', []).characters).toBe(3);
  });
});
