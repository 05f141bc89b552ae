import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from './render.ts';

const rows: readonly Row[] = [
  {
    template:
      '{{ typeOf 1 }} {{ typeOf 1.5 }} {{ typeOf "a" }} {{ typeOf nil }} {{ typeOf (list) }} {{ typeOf (dict) }} {{ typeOf (until 1) }} {{ typeOf (add 1 1) }}',
    want: 'int float64 string <nil> []interface {} map[string]interface {} []int int64',
  },
  {
    template:
      '{{ kindOf 1 }} {{ kindOf nil }} {{ kindOf (list) }} {{ kindOf (dict) }} {{ kindOf true }} {{ kindOf 1i }} {{ kindOf (semver "1.0.0") }}',
    want: 'int invalid slice map bool complex128 ptr',
  },
  {
    template:
      '{{ typeIs "int" 1 }}{{ typeIs "int" "1" }}{{ typeIsLike "semver.Version" (semver "1.0.0") }}{{ typeIsLike "*semver.Version" (semver "1.0.0") }}{{ kindIs "map" (dict) }}',
    want: 'truefalsetruetruetrue',
  },
  { template: '{{ deepEqual (list 1 (dict "a" nil)) (list 1 (dict "a" nil)) }}', want: 'true' },
  { template: '{{ deepEqual 1 1.0 }}{{ deepEqual nil nil }}{{ deepEqual (list) nil }}', want: 'falsetruefalse' },
  { template: '{{ deepEqual (rest (list)) (list) }}{{ deepEqual (rest (list)) (rest (list)) }}', want: 'falsetrue' },
  {
    template:
      '{{ deepEqual (dict "a" 1) (dict "b" 1) }}{{ deepEqual (dict "a" 1) (dict) }}{{ deepEqual (list 1) (list 2) }}{{ deepEqual (list 1) (list 1 2) }}',
    want: 'falsefalsefalsefalse',
  },
  {
    template: '{{ deepEqual (semver "1.0.0") (semver "1.0.0") }}{{ deepEqual (semver "1.0.0") (semver "1.0.1") }}',
    want: 'truefalse',
  },
  {
    template:
      '{{ deepEqual (split "," "a") (split "," "a") }}{{ deepEqual (split "," "a") (split "," "b") }}{{ deepEqual (until 2) (until 2) }}',
    want: 'truefalsetrue',
  },
  { template: '{{ deepEqual (add 1 1) (add 1 1) }}{{ deepEqual 1i 1i }}{{ deepEqual 1i 2i }}', want: 'truetruefalse' },
  {
    template:
      '{{ deepEqual (toDate "2006" "2024") (toDate "2006" "2024") }}{{ deepEqual (toDate "2006" "2024") (toDate "2006" "2023") }}',
    want: 'truefalse',
  },
  { template: '{{ $d := dict "a" 1 }}{{ deepEqual $d $d }}', want: 'true' },
  { template: '{{ deepEqual ((toDate "2006" "2024").Month) ((toDate "2006" "2023").Month) }}', want: 'true' },
];

describe('sprig functions for types and kinds', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
