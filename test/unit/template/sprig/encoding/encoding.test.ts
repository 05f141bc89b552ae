import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  { template: '{{ b64dec "YQ==" | quote }}', want: '"a"' },
  { template: '{{ b64dec "YQ" | quote }}', want: '"illegal base64 data at input byte 0"' },
  { template: '{{ b64dec "YQ=" | quote }}', want: '"illegal base64 data at input byte 3"' },
  { template: '{{ b64dec "YQ==x" | quote }}', want: '"illegal base64 data at input byte 4"' },
  { template: '{{ b64dec "YQ==\\n" | quote }}', want: '"a"' },
  { template: '{{ b64dec "Y Q=" | quote }}', want: '"illegal base64 data at input byte 1"' },
  { template: '{{ b64dec "Y" | quote }}', want: '"illegal base64 data at input byte 0"' },
  { template: '{{ b64dec "YWI=" | quote }}', want: '"ab"' },
  { template: '{{ b64dec "YW\\nI=" | quote }}', want: '"ab"' },
  { template: '{{ b64dec "YWJjZA" | quote }}', want: '"illegal base64 data at input byte 4"' },
  { template: '{{ b64dec "=YWJ" | quote }}', want: '"illegal base64 data at input byte 0"' },
  { template: '{{ b64dec "Y===" | quote }}', want: '"illegal base64 data at input byte 1"' },
  { template: '{{ b64dec "YQ=\\n=" | quote }}', want: '"a"' },
  { template: '{{ b64dec "YQ=\\nx" | quote }}', want: '"illegal base64 data at input byte 3"' },
  { template: '{{ b64dec "é" | quote }}', want: '"illegal base64 data at input byte 0"' },
  { template: '{{ b64dec "YWJjYQ==YWJj" | quote }}', want: '"illegal base64 data at input byte 8"' },
  { template: '{{ b64dec "/+8=" | quote }}', want: '"\\xff\\xef"' },
  { template: '{{ b32dec "MFRGG===" | quote }}', want: '"abc"' },
  { template: '{{ b32dec "MFRGG" | quote }}', want: '"illegal base32 data at input byte 0"' },
  { template: '{{ b32dec "MFRGG==" | quote }}', want: '"illegal base32 data at input byte 7"' },
  { template: '{{ b32dec "MFRGGZDF" | quote }}', want: '"abcde"' },
  { template: '{{ b32dec "mfrgg===" | quote }}', want: '"illegal base32 data at input byte 0"' },
  { template: '{{ b32dec "M=======" | quote }}', want: '"illegal base32 data at input byte 1"' },
  { template: '{{ b32dec "MFR=====" | quote }}', want: '"illegal base32 data at input byte 3"' },
  { template: '{{ b32dec "MFRA====" | quote }}', want: '"ab"' },
  { template: '{{ b32dec "MFRGG===A" | quote }}', want: '"abc"' },
  { template: '{{ b32dec "MFRGGZDFMZTQ====" | quote }}', want: '"abcdefg"' },
  { template: '{{ b32dec "MFRGGZ==" | quote }}', want: '"illegal base32 data at input byte 6"' },
  { template: '{{ b32dec "======" | quote }}', want: '"illegal base32 data at input byte 0"' },
  { template: '{{ b32dec "MF\\n======" | quote }}', want: '"a"' },
  { template: '{{ b32dec "MFRGGx==" | quote }}', want: '"illegal base32 data at input byte 5"' },
  { template: '{{ b32dec "MFRGG=A=" | quote }}', want: '"illegal base32 data at input byte 5"' },
  { template: '{{ b32dec "MFRGGZDFM=======" | quote }}', want: '"illegal base32 data at input byte 9"' },
  { template: '{{ b32dec "MF======MF======" | quote }}', want: '"illegal base32 data at input byte 2"' },
  {
    template: '{{ b64enc "é\\xff" }}{{ b32enc "a" }}{{ b32enc "ab" }}{{ b32enc "abcde" }}{{ b32enc "" }}',
    want: 'w6n/ME======MFRA====MFRGGZDF',
  },
];

describe('sprig functions for base64 and base32', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
