import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { isEncoded } from './decode-value.ts';

/** What a parameter of each tier holds, in bytes. */
export const tierBytes = { Standard: 4096, Advanced: 8192 } as const;

/** How a value is stored. `plain` is the text itself. */
export type ValueEncoding = 'plain' | 'br' | 'gzip' | 'b64';

/**
 * Whether Parameter Store takes the text as it is and our reader gives it back unchanged: `{{` and `}}` mark a
 * reference there and are refused, as is an empty value; a text that begins like an encoded one would be decoded.
 */
export function isStorable(text: string): boolean {
  return text !== '' && !/\{\{|\}\}/.test(text) && !isEncoded(text);
}

/**
 * A text as it is best stored. The first of these that fits a standard parameter: the text itself, which can be read
 * and edited in the console; its base64, which anyone can read with `base64 -d`, and which costs a cold start no
 * decompressor. Else the encoding that makes it smallest. Whether the result fits at all is for the caller to look at
 * (`tierBytes`).
 */
export function encodeValue(text: string): string {
  const readable = isStorable(text) ? text : encodeAs('b64', text);
  if (Buffer.byteLength(readable) <= tierBytes.Standard) {
    return readable;
  }
  const candidates = [readable, encodeAs('br', text), encodeAs('gzip', text)];
  return candidates.reduce((best, next) => (Buffer.byteLength(next) < Buffer.byteLength(best) ? next : best));
}

/** A text in one of the encodings, with its prefix. */
export function encodeAs(encoding: ValueEncoding, text: string): string {
  const bytes = Buffer.from(text);
  switch (encoding) {
    case 'plain':
      return text;
    case 'b64':
      return `b64:${bytes.toString('base64')}`;
    case 'gzip':
      return `gzip:${gzipSync(bytes, { level: 9 }).toString('base64')}`;
    case 'br':
      return `br:${brotliCompressSync(bytes, brotliOptions(bytes.length)).toString('base64')}`;
  }
}

/** Slowest and smallest: values are encoded once and read often. */
function brotliOptions(size: number) {
  return {
    params: {
      [zlib.BROTLI_PARAM_QUALITY]: zlib.BROTLI_MAX_QUALITY,
      [zlib.BROTLI_PARAM_LGWIN]: zlib.BROTLI_MAX_WINDOW_BITS,
      [zlib.BROTLI_PARAM_MODE]: zlib.BROTLI_MODE_TEXT,
      [zlib.BROTLI_PARAM_SIZE_HINT]: size,
    },
  };
}
