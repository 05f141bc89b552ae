import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  { template: '{{ dict "a" 1 2 3 "c" | toJson }}', want: '{"2":3,"a":1,"c":""}' },
  { template: '{{ dict | toJson }}{{ dict nil 1 | toJson }}', want: '{}{"\\u003cnil\\u003e":1}' },
  { template: '{{ get .dict "a" }}{{ get .dict "zz" }}{{ get (dict "n" nil) "n" }}', want: '1<no value>' },
  {
    template: '{{ $d := dict "a" 1 }}{{ $_ := set $d "b" 2 }}{{ $d }}{{ unset $d "a" }}',
    want: 'map[a:1 b:2]map[b:2]',
  },
  { template: '{{ set .missing "a" 1 }}', error: 'error calling set: assignment to entry in nil map' },
  {
    template:
      '{{ get .missing "a" }}{{ hasKey .missing "a" }}{{ unset .missing "a" }}{{ keys .missing }}{{ values .missing }}{{ pick .missing "a" }}{{ omit .missing "a" }}{{ pluck "a" .missing }}',
    want: 'falsemap[][][]map[]map[][]',
  },
  { template: '{{ hasKey .dict "a" }}{{ hasKey .dict "b" }}{{ hasKey (dict "n" nil) "n" }}', want: 'truefalsetrue' },
  { template: '{{ pluck "a" .dict (dict "a" 2) (dict) | toJson }}', want: '[1,2]' },
  { template: '{{ keys (dict "a" 1) (dict "b" 2) }}{{ values (dict "a" 1) }}', want: '[a b][1]' },
  { template: '{{ pick .dict "a" "zz" | toJson }}{{ omit .dict "a" | toJson }}', want: '{"a":1}{"deep":{"x":"y"}}' },
  {
    template: '{{ dig "deep" "x" "def" .dict }}{{ dig "deep" "y" "def" .dict }}{{ dig "no" "x" "def" .dict }}',
    want: 'ydefdef',
  },
  {
    template: '{{ dig "a" "x" "def" .dict }}',
    error: 'error calling dig: interface conversion: interface {} is float64, not map[string]interface {}',
  },
  { template: '{{ dig "a" .dict }}', error: 'error calling dig: dig needs at least three arguments' },
  {
    template: '{{ dig "a" "def" nil }}',
    error: 'error calling dig: interface conversion: interface {} is nil, not map[string]interface {}',
  },
  {
    template: '{{ dig "a" "def" .list }}',
    error: 'error calling dig: interface conversion: interface {} is []interface {}, not map[string]interface {}',
  },
  {
    template: '{{ dig 1 "def" .dict }}',
    error: 'error calling dig: interface conversion: interface {} is int, not string',
  },
  {
    template: '{{ dig "a" "def" .missing }}',
    error: 'error calling dig: interface conversion: interface {} is nil, not map[string]interface {}',
  },
  {
    template: '{{ dig "n" "x" "def" (dict "n" nil) }}',
    error: 'error calling dig: interface conversion: interface {} is nil, not map[string]interface {}',
  },
  { template: '{{ $c := deepCopy .dict }}{{ $_ := set $c.deep "x" 2 }}{{ .dict.deep.x }}{{ $c.deep.x }}', want: 'y2' },
  {
    template: '{{ deepCopy nil }}',
    error: 'error calling deepCopy: reflect: call of reflect.Value.Type on zero Value',
  },
  { template: '{{ mustDeepCopy "a" }}{{ deepCopy (rest (list)) | toJson }}', want: 'anull' },
  {
    template: '{{ merge (dict "a" 1 "z" 0) (dict "a" 2 "z" 3 "n" nil) (dict "b" 4) | toJson }}',
    want: '{"a":1,"b":4,"z":3}',
  },
  { template: '{{ mergeOverwrite (dict "a" 1 "b" 2) (dict "a" 0 "b" nil) | toJson }}', want: '{"a":0,"b":null}' },
  {
    template: '{{ merge (dict "m" (dict "a" 1)) (dict "m" (dict "a" 2 "b" 3)) | toJson }}',
    want: '{"m":{"a":1,"b":3}}',
  },
  { template: '{{ merge (dict "m" (dict)) (dict "m" (dict)) | toJson }}', want: '{"m":{}}' },
  {
    template:
      '{{ mergeOverwrite (dict "m" (dict "a" 1)) (dict "m" 1) | toJson }}{{ merge (dict "m" 1) (dict "m" (dict "a" 1)) | toJson }}',
    want: '{"m":1}{"m":1}',
  },
  {
    template:
      '{{ merge (dict "l" (list)) (dict "l" (list 1)) | toJson }}{{ merge (dict "l" (list 1)) (dict "l" (list 2)) | toJson }}{{ merge (dict "x" 1) (dict "l" (list 2)) | toJson }}',
    want: '{"l":[1]}{"l":[1]}{"l":[2],"x":1}',
  },
  {
    template:
      '{{ mustMerge (dict) .missing | toJson }}{{ mustMergeOverwrite .missing (dict "a" 1) | toJson }}{{ merge .missing .missing | toJson }}',
    want: '{}{"a":1}null',
  },
  { template: '{{ merge (dict "v" (semver "1.0.0")) (dict "v" (dict "a" 1)) }}|', want: '|' },
  {
    template: '{{ mustMerge (dict "v" (semver "1.0.0")) (dict "v" (dict "a" 1)) }}',
    error: 'error calling mustMerge: src and dst must be of same type',
  },
  {
    template: '{{ mergeOverwrite (dict "v" (semver "1.0.0")) (dict "v" (dict "a" 1)) | toJson }}',
    want: '{"v":{"a":1}}',
  },
];

describe('sprig functions for dictionaries', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
