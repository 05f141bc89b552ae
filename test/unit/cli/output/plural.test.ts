import { describe, expect, it } from 'vitest';
import { plural } from '../../../../lib/cli/output/plural.ts';

describe('plural', () => {
  it.each([
    [0, 'pod', undefined, '0 pods'],
    [1, 'pod', undefined, '1 pod'],
    [2, 'pod', undefined, '2 pods'],
    [10_000, 'pod', undefined, '10,000 pods'],
    [2, 'entry', 'entries', '2 entries'],
  ])('%i of %s (%s) are %s', (count, one, many, want) => {
    expect(plural(count, one, many)).toBe(want);
  });
});
