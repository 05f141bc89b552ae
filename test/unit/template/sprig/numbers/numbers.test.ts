import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  {
    template:
      '{{ int "010" }} {{ int "08" }} {{ int "3.7" }} {{ int "1e3" }} {{ int "0x1F" }} {{ int "1_0" }} {{ int "+5" }} {{ int "." }} {{ int "-.5" }} {{ int "0.5e3" }} {{ int "" }}',
    want: '8 0 3 0 31 10 5 0 0 0 0',
  },
  {
    template:
      '{{ int 3.9 }} {{ int -3.9 }} {{ int true }} {{ int nil }} {{ int (list) }} {{ int 1e300 }} {{ int (float64 "nan") }} {{ int (add 1 2) }}',
    want: '3 -3 1 0 0 -9223372036854775808 -9223372036854775808 3',
  },
  { template: '{{ int64 "9223372036854775808" }} {{ int64 .number }} {{ printf "%T" (int64 1) }}', want: '0 7 int64' },
  {
    template:
      '{{ float64 "1.5" }} {{ float64 "0x1F" }} {{ float64 "inf" }} {{ float64 true }} {{ float64 nil }} {{ float64 3 }} {{ float64 (add 1 2) }} {{ float64 (dict) }}',
    want: '1.5 0 +Inf 1 0 3 3 0',
  },
  {
    template: '{{ atoi "12" }} {{ atoi "0x1" }} {{ atoi "99999999999999999999" }} {{ atoi "-99999999999999999999" }}',
    want: '12 0 9223372036854775807 -9223372036854775808',
  },
  { template: '{{ toDecimal "0777" }} {{ toDecimal 777 }} {{ toDecimal "8" }}', want: '511 511 0' },
  {
    template:
      '{{ add 1 "2" 3.9 }} {{ add }} {{ add1 "5" }} {{ sub 5 7 }} {{ mul 2 "3" 4 }} {{ div 7 2 }} {{ mod -7 2 }}',
    want: '6 0 6 -2 24 3 -1',
  },
  { template: '{{ add 9223372036854775807 1 }} {{ mul 9223372036854775807 2 }}', want: '-9223372036854775808 -2' },
  { template: '{{ div 1 0 }}', error: 'error calling div: runtime error: integer divide by zero' },
  { template: '{{ mod 1 "x" }}', error: 'error calling mod: runtime error: integer divide by zero' },
  { template: '{{ max 1 "5" 3 }} {{ biggest 2 1 }} {{ min 3 "x" }} {{ max -1 }}', want: '5 2 0 -1' },
  {
    template:
      '{{ addf 0.1 0.2 }} {{ addf }} {{ add1f 0.1 }} {{ subf 1 0.9 }} {{ mulf 1.1 1.1 }} {{ divf 1 3 }} {{ divf -2 3 }} {{ divf 1e-5 1e5 }} {{ divf 1e20 3 }}',
    want: '0.3 0 1.1 0.1 1.21 0.3333333333333333 -0.6666666666666667 1e-10 3.333333333333333e+19',
  },
  { template: '{{ divf 1 0 }}', error: 'error calling divf: decimal division by 0' },
  { template: '{{ addf "inf" 1 }}', error: 'error calling addf: Cannot create a Decimal from +Inf' },
  { template: '{{ addf "-inf" 1 }}', error: 'error calling addf: Cannot create a Decimal from -Inf' },
  { template: '{{ mulf "nan" 1 }}', error: 'error calling mulf: Cannot create a Decimal from NaN' },
  {
    template: '{{ maxf 1 2.5 }} {{ minf 1 "x" }} {{ maxf "nan" 1 }} {{ maxf "nan" "inf" }} {{ minf "-inf" "nan" }}',
    want: '2.5 0 NaN +Inf -Inf',
  },
  { template: '{{ floor 1.9 }} {{ floor -1.1 }} {{ ceil 1.1 }} {{ ceil "-1.9" }}', want: '1 -2 2 -1' },
  {
    template:
      '{{ round 1.25 1 }} {{ round -1.3 0 }} {{ round -2.5 0 }} {{ round 123.4 -2 }} {{ round 2.675 2 }} {{ round 1.2 0 0.1 }}',
    want: '1.3 -2 -3 100 2.68 2',
  },
  {
    template: '{{ round 1 400 }} {{ round 1.5 -400 }} {{ round 5 20 }} {{ round 5 5000 }} {{ round "inf" 1 }}',
    want: 'NaN NaN 5 NaN +Inf',
  },
  {
    template:
      '{{ until 3 }} {{ until -2 }} {{ until 0 }} {{ untilStep 0 10 4 }} {{ untilStep 5 0 -2 }} {{ untilStep 0 5 0 }} {{ untilStep 5 0 1 }} {{ untilStep 0 5 -1 }}',
    want: '[0 1 2] [0 -1] [] [0 4 8] [5 3 1] [] [] []',
  },
  {
    template:
      '{{ seq 3 }}|{{ seq -2 }}|{{ seq 2 5 }}|{{ seq 5 2 }}|{{ seq 0 2 7 }}|{{ seq 7 -2 0 }}|{{ seq 7 2 0 }}|{{ seq }}|{{ seq 1 2 3 4 }}|{{ seq 0 0 5 }}',
    want: '1 2 3|1 0 -1 -2|2 3 4 5|5 4 3 2|0 2 4 6|7 5 3 1||||',
  },
  { template: '{{ index (until 5) 3 }}{{ len (until 5) }}', want: '35' },
];

describe('sprig functions for numbers', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
