import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  { template: '{{ list 1 "a" nil | toJson }}', want: '[1,"a",null]' },
  { template: '{{ tuple 1 2 }}', want: '[1 2]' },
  { template: '{{ append .list "x" | toJson }}', want: '["b","a","c","x"]' },
  { template: '{{ push (list) nil | toJson }}', want: '[null]' },
  { template: '{{ prepend .list "x" | toJson }}', want: '["x","b","a","c"]' },
  {
    template: '{{ append .null 1 }}',
    error: 'error calling append: runtime error: invalid memory address or nil pointer dereference',
  },
  { template: '{{ append .text 1 }}', error: 'error calling append: Cannot push on type string' },
  { template: '{{ mustPrepend .dict 1 }}', error: 'error calling mustPrepend: Cannot prepend on type map' },
  {
    template: '{{ first .list }}{{ last .list }}{{ first (list) }}{{ last (list) | toJson }}',
    want: 'bc<no value>null',
  },
  {
    template: '{{ first nil }}',
    error: 'error calling first: runtime error: invalid memory address or nil pointer dereference',
  },
  { template: '{{ rest .list | toJson }}{{ initial .list | toJson }}', want: '["a","c"]["b","a"]' },
  { template: '{{ rest (list) | toJson }}{{ initial (list) | toJson }}', want: 'nullnull' },
  { template: '{{ printf "%T" (rest (list)) }}', want: '[]interface {}' },
  { template: '{{ reverse .list | toJson }}', want: '["c","a","b"]' },
  { template: '{{ compact (list 0 1 "" "a" nil false) | toJson }}', want: '[1,"a"]' },
  { template: '{{ uniq (list 1 1.0 "1" 1 (list 1) (list 1)) | toJson }}', want: '[1,1,"1",[1]]' },
  { template: '{{ without .list "a" | toJson }}', want: '["b","c"]' },
  { template: '{{ has "a" .list }}{{ has 1 (list 1.0) }}{{ has 1 nil }}', want: 'truefalsefalse' },
  { template: '{{ has 1 "x" }}', error: 'error calling has: Cannot find has on type string' },
  { template: '{{ slice .list 1 }}{{ slice .list 0 "2" }}{{ slice .list }}', want: '[a c][b a][b a c]' },
  {
    template: '{{ slice (list) 1 }}|{{ slice .list 2 1 }}',
    error: 'error calling slice: reflect.Value.Slice: slice index out of bounds',
  },
  { template: '{{ slice .list -1 }}', error: 'error calling slice: reflect.Value.Slice: slice index out of bounds' },
  { template: '{{ slice "abc" 1 }}', error: 'error calling slice: list should be type of slice or array but string' },
  { template: '{{ mustSlice (splitList "," "a,b,c") 1 | printf "%T" }}', want: '[]string' },
  { template: '{{ slice (until 4) 1 3 | printf "%T %v" }}', want: '[]int %!v(MISSING)' },
  {
    template: '{{ slice nil }}',
    error: 'error calling slice: runtime error: invalid memory address or nil pointer dereference',
  },
  { template: '{{ chunk 2 (list 1 2 3) | toJson }}', want: '[[1,2],[3]]' },
  { template: '{{ chunk 1 (list) | toJson }}', want: '[]' },
  { template: '{{ chunk 0 (list 1 2) }}', error: 'error calling chunk: runtime error: makeslice: len out of range' },
  { template: '{{ chunk -5 (list 1) | toJson }}', want: '[[1]]' },
  {
    template: '{{ chunk -1 (list 1) | toJson }}',
    error: 'error calling chunk: runtime error: makeslice: len out of range',
  },
  { template: '{{ chunk -4 (list 1 2) | toJson }}', want: '[]' },
  {
    template: '{{ chunk 2 nil }}',
    error: 'error calling chunk: runtime error: invalid memory address or nil pointer dereference',
  },
  { template: '{{ concat (list 1) (until 2) (splitList "," "a,b") | toJson }}', want: '[1,0,1,"a","b"]' },
  { template: '{{ concat | toJson }}{{ concat (list) | toJson }}', want: 'nullnull' },
  { template: '{{ concat (list) 1 }}', error: 'error calling concat: Cannot concat type int as list' },
  {
    template: '{{ concat nil }}',
    error: 'error calling concat: runtime error: invalid memory address or nil pointer dereference',
  },
  { template: '{{ sortAlpha (list "b" 1 nil "a") }}', want: '[1 a b]' },
  { template: '{{ sortAlpha "x" }}{{ sortAlpha nil }}', want: '[x][<nil>]' },
  { template: '{{ $l := splitList "," "c,a" }}{{ sortAlpha $l }}{{ $l }}', want: '[a c][a c]' },
  { template: '{{ join "-" .list }}{{ join "-" 1 }}{{ join "-" nil }}{{ join "-" (until 3) }}', want: 'b-a-c10-1-2' },
  { template: '{{ toStrings (list 1 nil true) | printf "%T %v" }}', want: '[]string %!v(MISSING)' },
  { template: '{{ (split "," "a,b")._1 }}{{ split "," "a" | toJson }}', want: 'b{"_0":"a"}' },
  {
    template: '{{ splitn "," 2 "a,b,c" | toJson }}{{ splitn "," 0 "a" | toJson }}{{ splitn "" 2 "abc" | toJson }}',
    want: '{"_0":"a","_1":"b,c"}{}{"_0":"a","_1":"bc"}',
  },
  { template: '{{ splitList "" "é\\xffa" | len }}{{ splitList "," "" | len }}', want: '31' },
  { template: '{{ splitList "\\xa9" "é" | toJson }}', want: '["\\ufffd",""]' },
  { template: '{{ range split "," "b,a" }}{{ . }}{{ end }}', want: 'ba' },
];

describe('sprig functions for lists', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
