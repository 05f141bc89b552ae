import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  {
    template: '{{ toJson .dict }}{{ toPrettyJson .list }}{{ toRawJson "<&>" }}{{ toJson "<&>\\u2028" }}',
    want: '{"a":1,"deep":{"x":"y"}}[\n  "b",\n  "a",\n  "c"\n]"<&>""\\u003c\\u0026\\u003e\\u2028"',
  },
  {
    template: '{{ toJson 1e21 }} {{ toJson 1e-7 }} {{ toJson nil }} {{ toJson (rest (list)) }}',
    want: '1e+21 1e-7 null null',
  },
  { template: '{{ toJson 1i }}|{{ toPrettyJson 1i }}|', want: '||' },
  { template: '{{ toRawJson 1i }}', error: 'error calling toRawJson: json: unsupported type: complex128' },
  { template: '{{ mustToJson 1i }}', error: 'error calling mustToJson: json: unsupported type: complex128' },
  {
    template: '{{ mustToPrettyJson (list 1i) }}',
    error: 'error calling mustToPrettyJson: json: unsupported type: complex128',
  },
  {
    template: '{{ mustToRawJson (dict "a" 1i) }}',
    error: 'error calling mustToRawJson: json: unsupported type: complex128',
  },
  {
    template: '{{ mustToJson .dict }}{{ mustToRawJson .dict }}',
    want: '{"a":1,"deep":{"x":"y"}}{"a":1,"deep":{"x":"y"}}',
  },
  {
    template: '{{ fromJson "{\\"a\\":[1,null]}" | toJson }}{{ fromJson "bad" | toJson }}{{ fromJson "" | toJson }}',
    want: '{"a":[1,null]}nullnull',
  },
  {
    template: '{{ fromJson "[1,1e999]" | toJson }}{{ fromJson "{\\"a\\":-1e999}" | toJson }}',
    want: '[1,null]{"a":null}',
  },
  {
    template: '{{ mustFromJson "[\\"1e9\\",1e999]" }}',
    error: 'error calling mustFromJson: json: cannot unmarshal number 1e999 into Go value of type float64',
  },
  { template: '{{ mustFromJson "" }}', error: 'error calling mustFromJson: unexpected end of JSON input' },
  { template: '{{ mustFromJson "{\\"a\\"" }}', error: 'error calling mustFromJson: unexpected end of JSON input' },
  {
    template: '{{ mustFromJson "{\\"a\\" 1}" }}',
    error: "error calling mustFromJson: invalid character '1' after object key",
  },
  {
    template: '{{ mustFromJson "{\\"a\\":1 2}" }}',
    error: "error calling mustFromJson: invalid character '2' after object key:value pair",
  },
  {
    template: '{{ mustFromJson "{,}" }}',
    error: "error calling mustFromJson: invalid character ',' looking for beginning of object key string",
  },
  {
    template: '{{ mustFromJson "{\\"a\\":1,}" }}',
    error: "error calling mustFromJson: invalid character '}' looking for beginning of object key string",
  },
  {
    template: '{{ mustFromJson "[1 2]" }}',
    error: "error calling mustFromJson: invalid character '2' after array element",
  },
  {
    template: '{{ mustFromJson "[1,]" }}',
    error: "error calling mustFromJson: invalid character ']' looking for beginning of value",
  },
  { template: '{{ mustFromJson "[" }}', error: 'error calling mustFromJson: unexpected end of JSON input' },
  {
    template: '{{ mustFromJson "1 2" }}',
    error: "error calling mustFromJson: invalid character '2' after top-level value",
  },
  {
    template: '{{ mustFromJson "tru" }}',
    error: "error calling mustFromJson: invalid character ' ' in literal true (expecting 'e')",
  },
  {
    template: '{{ mustFromJson "nulx" }}',
    error: "error calling mustFromJson: invalid character 'x' in literal null (expecting 'l')",
  },
  {
    template: '{{ mustFromJson "xyz" }}',
    error: "error calling mustFromJson: invalid character 'x' looking for beginning of value",
  },
  { template: '{{ mustFromJson "\\"ab" }}', error: 'error calling mustFromJson: unexpected end of JSON input' },
  {
    template: '{{ mustFromJson "\\"a\\nb\\"" }}',
    error: "error calling mustFromJson: invalid character '\\n' in string literal",
  },
  {
    template: '{{ mustFromJson "\\"\\\\q\\"" }}',
    error: "error calling mustFromJson: invalid character 'q' in string escape code",
  },
  {
    template: '{{ mustFromJson "\\"\\\\u12\\"" }}',
    error: "error calling mustFromJson: invalid character '\"' in \\u hexadecimal character escape",
  },
  {
    template: '{{ mustFromJson "\\"\\\\" }}',
    error: "error calling mustFromJson: invalid character ' ' in string escape code",
  },
  { template: '{{ mustFromJson "-" }}', error: "error calling mustFromJson: invalid character ' ' in numeric literal" },
  {
    template: '{{ mustFromJson "-a" }}',
    error: "error calling mustFromJson: invalid character 'a' in numeric literal",
  },
  {
    template: '{{ mustFromJson "01" }}',
    error: "error calling mustFromJson: invalid character '1' after top-level value",
  },
  {
    template: '{{ mustFromJson "1." }}',
    error: "error calling mustFromJson: invalid character ' ' after decimal point in numeric literal",
  },
  {
    template: '{{ mustFromJson "1.x" }}',
    error: "error calling mustFromJson: invalid character 'x' after decimal point in numeric literal",
  },
  {
    template: '{{ mustFromJson "1e" }}',
    error: "error calling mustFromJson: invalid character ' ' in exponent of numeric literal",
  },
  {
    template: '{{ mustFromJson "1e+" }}',
    error: "error calling mustFromJson: invalid character ' ' in exponent of numeric literal",
  },
  {
    template: '{{ mustFromJson "1ex" }}',
    error: "error calling mustFromJson: invalid character 'x' in exponent of numeric literal",
  },
  {
    template: '{{ mustFromJson "\'" }}',
    error: "error calling mustFromJson: invalid character '\\'' looking for beginning of value",
  },
  {
    template: '{{ mustFromJson "é" }}',
    error: "error calling mustFromJson: invalid character 'Ã' looking for beginning of value",
  },
  {
    template: '{{ mustFromJson "[1}" }}',
    error: "error calling mustFromJson: invalid character '}' after array element",
  },
  {
    template: '{{ mustFromJson "{\\"a\\":1]" }}',
    error: "error calling mustFromJson: invalid character ']' after object key:value pair",
  },
  {
    template: '{{ mustFromJson "{1:2}" }}',
    error: "error calling mustFromJson: invalid character '1' looking for beginning of object key string",
  },
  {
    template: '{{ mustFromJson "\\"\\\\u00zz\\"" }}',
    error: "error calling mustFromJson: invalid character 'z' in \\u hexadecimal character escape",
  },
  { template: '{{ mustFromJson "  " }}', error: 'error calling mustFromJson: unexpected end of JSON input' },
  {
    template: '{{ mustFromJson "[{\\"a\\":[]},{}] x" }}',
    error: "error calling mustFromJson: invalid character 'x' after top-level value",
  },
  { template: '{{ mustFromJson "[ ] " | toJson }}{{ mustFromJson "\\"\\\\ud800\\"" }}', want: '[]\ufffd' },
  {
    template: '{{ dict "t" (toDate "2006" "2024") "v" (semver "v1") | toJson }}',
    want: '{"t":"2024-01-01T00:00:00Z","v":"1.0.0"}',
  },
];

describe('sprig functions for JSON', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
