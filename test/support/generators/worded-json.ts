import fc from 'fast-check';
import type { JsonValue } from '../../../lib/json/json-value.ts';

/** JSON values whose texts and names of members are these words. */
export function wordedJson(word: fc.Arbitrary<string>): fc.Arbitrary<JsonValue> {
  return fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.constantFrom(null, true, 1, 1.5, 2n ** 60n),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.array(fc.tuple(word, tie('value')), { maxLength: 3 }).map((members) => Object.fromEntries(members)),
    ),
  })).value;
}
