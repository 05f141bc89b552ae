import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from './render.ts';

const rows: readonly Row[] = [
  {
    template:
      '{{ default "d" "" }}{{ default "d" 0 }}{{ default "d" nil }}{{ default "d" false }}{{ default "d" (list) }}{{ default "d" (dict) }}',
    want: 'dddddd',
  },
  { template: '{{ default "d" "x" }}{{ default "d" }}{{ default "d" .missing }}', want: 'xdd' },
  { template: '{{ empty 0.0 }}{{ empty "a" }}{{ empty 1i }}{{ empty (semver "1.0.0") }}', want: 'truefalsefalsefalse' },
  { template: '{{ coalesce nil 0 "" "x" 1 }}{{ coalesce | toJson }}', want: 'xnull' },
  { template: '{{ all 1 "a" }}{{ all 1 0 }}{{ all }}{{ any 0 1 }}{{ any }}', want: 'truefalsetruetruefalse' },
  { template: '{{ ternary "y" "n" true }}{{ false | ternary "y" "n" }}', want: 'yn' },
  { template: '{{ ternary 1 2 "true" }}', error: 'expected bool; found "true"' },
  { template: '{{ fail "boom" }}', error: 'error calling fail: boom' },
];

describe('sprig functions for defaults and choices', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
