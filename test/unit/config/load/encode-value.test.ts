import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeAs, encodeValue, isStorable, tierBytes } from '../../../../lib/config/load/encode-value.ts';
import { digestOf, encodeRelease } from '../../../../lib/config/release/release.ts';

describe('encodeValue', () => {
  it.each([
    ['a short text', 'enabled'],
    ['a text of exactly 4 KB', 'x'.repeat(tierBytes.Standard)],
    ['single braces', 'a: {b: {c: 1} }'],
    ['delimiters of its own', '# delims: [[ ]]\nname: [[ .Name ]]'],
  ])('leaves %s as it is', (_name, text) => {
    expect(encodeValue(text)).toBe(text);
  });

  it.each([
    ['a Go template', 'name: {{ .Name }}'],
    ['closing braces alone', '{"a":{"b":1}}'],
    ['an empty value', ''],
    ['a text that looks encoded', 'gzip:no'],
    ['more than 4 KB', 'containers: []\n'.repeat(300)],
    ['text beyond ASCII', '{{ "žluťoučký kůň 🐴" }}'],
  ])('encodes %s so that Parameter Store takes it and it can be had back', (_name, text) => {
    const value = encodeValue(text);
    expect(value).toMatch(/^(br|gzip|b64):[A-Za-z0-9+/]*={0,2}$/);
    expect(decoded(value)).toBe(text);
  });

  const repeated = (bytes: number) => '{{ .Image }}\n'.repeat(400).slice(0, bytes);
  it.each([
    ['base64 for what fits a standard parameter so', repeated(3069), /^b64:/],
    ['the smallest for what does not', repeated(3070), /^br:/],
    ['base64 and nothing more for an empty text', '', /^b64:$/],
  ])('takes %s', (_name, text, want) => {
    expect(encodeValue(text)).toMatch(want);
    expect(Buffer.byteLength(encodeValue(text))).toBeLessThanOrEqual(tierBytes.Standard);
  });

  it('keeps the text of a large value where no encoding makes it smaller', () => {
    const random = Array.from({ length: 5000 }, (_, index) => String.fromCodePoint(33 + ((index * 7919) % 89))).join(
      '',
    );
    const text = random.replaceAll(/[{}]/g, '.');
    expect(isStorable(text)).toBe(true);
    expect(Buffer.byteLength(encodeValue(text))).toBeLessThanOrEqual(text.length);
  });
});

describe('encodeAs', () => {
  it.each(['plain', 'b64', 'gzip', 'br'] as const)('makes %s', (encoding) => {
    expect(decoded(encodeAs(encoding, 'policy: enabled'))).toBe('policy: enabled');
  });
});

function decoded(value: string): string {
  const [, encoding, base64 = ''] = /^(gzip|br|b64):(.*)$/s.exec(value) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const decoders = { gzip: gunzipSync, br: brotliDecompressSync, b64: (same: Buffer) => same };
  return encoding === undefined ? value : decoders[encoding as keyof typeof decoders](bytes).toString();
}

describe('one parameter of 8 KB, as commands write it, holds', () => {
  const digest = (index: number) => digestOf(String(index));
  const bytes = (text: string) => Buffer.byteLength(encodeValue(text));

  it.each([
    [170, true],
    [180, false],
  ])('%i tokens for one cluster each: %s', (count, fits) => {
    const entries = Array.from({ length: count }, (_, index) => [digest(index), [`cluster-${index}`]]);
    expect(bytes(JSON.stringify(Object.fromEntries(entries), null, 1)) <= tierBytes.Advanced).toBe(fits);
  });

  it.each([
    [165, true],
    [175, false],
  ])('a release of %i names: %s', (count, fits) => {
    const pins = Array.from({ length: count }, (_, index) => {
      return { name: `cluster-${index}/values`, version: 1 + (index % 40), sha256: digest(index) };
    });
    expect(bytes(encodeRelease(pins)) <= tierBytes.Advanced).toBe(fits);
  });
});
