import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeValue, maxDecodedBytes } from '../../../../lib/config/load/decode-value.ts';
import { encodeAs, encodeValue } from '../../../../lib/config/load/encode-value.ts';

const text = 'image: {{ .Values.image }}\n# é😀\n';

describe('decodeValue', () => {
  it.each([
    { name: 'plain text', stored: text },
    { name: 'gzip', stored: `gzip:${gzipSync(text).toString('base64')}` },
    { name: 'brotli', stored: `br:${brotliCompressSync(text).toString('base64')}` },
    { name: 'base64', stored: `b64:${Buffer.from(text).toString('base64')}` },
    {
      name: 'base64 over several lines',
      stored: `b64:\n${Buffer.from(text)
        .toString('base64')
        .replace(/(.{10})/g, '$1\r\n')}\n`,
    },
  ])('undoes $name', ({ stored }) => {
    expect(decodeValue(stored)).toBe(text);
  });

  it.each(['plain', 'br', 'gzip', 'b64'] as const)('undoes what push writes as %s', (encoding) => {
    expect(decodeValue(encodeAs(encoding, text))).toBe(text);
    expect(decodeValue(encodeValue(text))).toBe(text);
  });

  it('takes nothing behind b64: for an empty text, which Parameter Store cannot hold as it is', () => {
    expect(decodeValue('b64:')).toBe('');
    expect(decodeValue(encodeValue(''))).toBe('');
  });

  it.each(['gzipped: yes', 'br', 'brotli:x', ' br:x'])('leaves %j as it is', (stored) => {
    expect(decodeValue(stored)).toBe(stored);
  });

  it.each([
    { name: 'a foreign character', stored: 'br:ab*d', code: 'not-base64', says: 'character 6' },
    { name: 'base64 that is cut short', stored: 'b64:abcde', code: 'not-base64', says: 'cut short' },
    { name: 'nothing behind the prefix', stored: 'gzip:', code: 'not-base64', says: 'cut short' },
    { name: 'text that is not compressed', stored: 'gzip:aGVsbG8=', code: 'not-compressed', says: 'gzip' },
    {
      name: 'gzip called brotli',
      stored: `br:${gzipSync(text).toString('base64')}`,
      code: 'not-compressed',
      says: 'br',
    },
    { name: 'bytes that are no text', stored: 'b64:/w==', code: 'not-text', says: 'UTF-8' },
  ])('refuses $name', ({ stored, code, says }) => {
    expect(() => decodeValue(stored)).toThrow(
      expect.objectContaining({ name: 'ValueError', code, message: expect.stringContaining(says) }),
    );
  });

  it.each([
    { name: 'gzip', pack: (bytes: Buffer) => `gzip:${gzipSync(bytes).toString('base64')}` },
    { name: 'brotli', pack: (bytes: Buffer) => `br:${brotliCompressSync(bytes).toString('base64')}` },
    { name: 'base64', pack: (bytes: Buffer) => `b64:${bytes.toString('base64')}` },
    { name: 'plain text', pack: (bytes: Buffer) => bytes.toString() },
  ])('bounds what $name becomes', ({ pack }) => {
    const most = Buffer.alloc(maxDecodedBytes, 'x');
    expect(decodeValue(pack(most))).toHaveLength(maxDecodedBytes);
    expect(() => decodeValue(pack(Buffer.concat([most, Buffer.from('x')])))).toThrow(
      expect.objectContaining({ code: 'too-large' }),
    );
  });

  it('never repeats the value', () => {
    expect(() => decodeValue('b64:hunter2!')).toThrow(/^(?!.*hunter2)/);
  });
});
