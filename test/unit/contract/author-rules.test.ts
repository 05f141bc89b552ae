import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuthorRules,
  authorMayValues,
  forbiddableThings,
  looseRules,
  strictest,
} from '../../../lib/contract/author-rules.ts';

const rules = fc.record({
  authorMay: fc.constantFrom(...authorMayValues),
  forbid: fc.subarray([...forbiddableThings]),
});

describe('strictest', () => {
  it('lets nobody lift what the other says', () => {
    fc.assert(
      fc.property(rules, rules, (left, right) => {
        const both = strictest(left, right);
        expect(strictest(right, left)).toEqual(both);
        for (const one of [left, right]) {
          expect(authorMayValues.indexOf(both.authorMay)).toBeGreaterThanOrEqual(
            authorMayValues.indexOf(one.authorMay),
          );
          expect(both.forbid).toEqual(expect.arrayContaining([...one.forbid]));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is what one says where the other says nothing', () => {
    const check = (one: AuthorRules) => void expect(strictest(one, looseRules)).toEqual(one);
    fc.assert(fc.property(rules, check), { numRuns: 100 });
  });
});
