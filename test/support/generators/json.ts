import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';

const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', 'name') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      '/',
      '~',
      '~1',
      'a/b~c',
      '0',
      '-',
      'ü',
      '__proto__',
      'constructor',
      'prototype',
      'toString',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
);
const plain = fc.oneof(
  fc.constantFrom<JsonValue>(null, true, false, 0, 1, '', 'a', 'b', 1.5, 9007199254740993n, -9223372036854775808n),
  fc.string({ maxLength: 6 }),
  fc.integer(),
);

/** Objects whose keys are own properties, `__proto__` included. */
function objectOf(value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  return fc.uniqueArray(fc.tuple(key, value), { selector: ([one]) => one, maxLength: 4 }).map(Object.fromEntries);
}

/** JSON of any shape, with keys and values that are easily mistaken, and integers beyond 2^53. */
export const arbitraryJson: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    plain,
    objectOf(tie('value')),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.uniqueArray(
      objectOf(tie('value')).map((one) => ({ name: 'a', ...one })),
      { maxLength: 4 },
    ),
  ),
})).value;

/** Two documents that share parts: the second is made of pieces of the first, or is another one altogether. */
export const arbitraryJsonPair: fc.Arbitrary<readonly [JsonObject, JsonObject]> = fc
  .tuple(
    fc.array(arbitraryJson, { minLength: 1, maxLength: 4 }),
    fc.array(fc.nat(3), { maxLength: 5 }),
    fc.array(fc.nat(3), { maxLength: 5 }),
  )
  .map(([pool, first, second]) => {
    const pick = (places: readonly number[]): JsonValue[] => places.map((place) => pool[place % pool.length] ?? null);
    return [document(pick(first)), document(pick(second))] as const;
  });

function document(parts: readonly JsonValue[]): JsonObject {
  return {
    list: parts,
    deep: { more: parts.slice(0, 2), ...Object.fromEntries(parts.map((part, at) => [`k${at}`, part])) },
  };
}
