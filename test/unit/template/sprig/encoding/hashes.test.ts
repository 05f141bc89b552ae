import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  {
    template: '{{ sha1sum "a" }}{{ sha256sum "é" }}',
    want: '86f7e437faa5a7fce15d1ddcb9eaeaea377667b84a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c',
  },
  {
    template: '{{ sha512sum "\\xff" }}',
    want: '6700df6600b118ab0432715a7e8a68b0bf37cdf4adaf0fb9e2b3ebe04ad19c7032cbad55e932792af360bafaa09962e2e690652bc075b2dad0c30688ba2f31a3',
  },
  { template: '{{ adler32sum "abc" }} {{ adler32sum "" }}', want: '38600999 1' },
  { template: '{{ derivePassword 1 "long" "pw" "user" "example.com" }}', want: 'DinaHinfJads4_' },
  { template: '{{ derivePassword 4294967295 "pin" "pw" "é" "s" }}', want: '3814' },
  { template: '{{ derivePassword 1 "nope" "pw" "u" "s" }}', want: 'cannot find password template nope' },
  { template: '{{ derivePassword -1 "pin" "pw" "u" "s" }}', error: 'expected unsigned integer; found -1' },
  {
    template: '{{ encryptAES "k" "plain é" | decryptAES "k" }}{{ encryptAES "k" "" }}{{ decryptAES "k" "" }}',
    want: 'plain é',
  },
  { template: '{{ decryptAES "k" "*" }}', error: 'error calling decryptAES: illegal base64 data at input byte 0' },
  {
    template: '{{ decryptAES "k" "AAAA" }}',
    error: 'error calling decryptAES: runtime error: slice bounds out of range [:16] with capacity 3',
  },
  {
    template: '{{ decryptAES "k" "AAAAAAAAAAAAAAAAAAAAAA==" }}',
    error: 'error calling decryptAES: runtime error: index out of range [-1]',
  },
  {
    template: '{{ decryptAES "k" "AAAAAAAAAAAAAAAAAAAAAAAA" }}',
    error: 'error calling decryptAES: crypto/cipher: input not full blocks',
  },
  {
    template: '{{ decryptAES "k" "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }}',
    error: 'error calling decryptAES: runtime error: slice bounds out of range [:-19]',
  },
];

describe('sprig functions for checksums and ciphers', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
