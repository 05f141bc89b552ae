import { ValueError } from '../errors.ts';

/** How large a value may be once decoded, in bytes. Istio's largest, its template, has 25 KB. */
export const maxDecodedBytes = 1024 * 1024;

type Decompress = (bytes: Uint8Array) => Uint8Array;

/** What follows each prefix, once its base64 is undone. `node:zlib` is loaded for the values that need it. */
const encodings: Readonly<Record<string, Decompress>> = {
  gzip: (bytes) => zlib().gunzipSync(bytes, { maxOutputLength: maxDecodedBytes }),
  br: (bytes) => zlib().brotliDecompressSync(bytes, { maxOutputLength: maxDecodedBytes }),
  b64: (bytes) => bytes,
};

const prefixed = /^(gzip|br|b64):/;
const notBase64 = /[^A-Za-z0-9+/=\s]/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Whether a stored value says by its prefix that it is encoded. */
export function isEncoded(stored: string): boolean {
  return prefixed.test(stored);
}

/**
 * Undoes the encoding of a stored value: `gzip:`, `br:` or `b64:` followed by base64 (white space in it does not
 * count); anything else is the text itself.
 * @throws ValueError that says which encoding, what is wrong, and where.
 */
export function decodeValue(stored: string): string {
  const encoding = prefixed.exec(stored)?.[1];
  if (encoding === undefined) {
    if (Buffer.byteLength(stored) > maxDecodedBytes) {
      throw tooLarge('the value');
    }
    return stored;
  }
  const bytes = decompress(encoding, decodeBase64(encoding, stored.slice(encoding.length + 1)));
  if (bytes.byteLength > maxDecodedBytes) {
    throw tooLarge(`the ${encoding}: value`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new ValueError('not-text', `the ${encoding}: value is not UTF-8 text; encode the file again`, { cause });
  }
}

function decodeBase64(encoding: string, text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  // What comes out as it went in was base64 and nothing else.
  return text !== '' && bytes.toString('base64') === text ? bytes : decodeSpaced(encoding, text);
}

function decodeSpaced(encoding: string, text: string): Uint8Array {
  const compact = text.replace(/\s+/g, '');
  // An empty text is `b64:` and no more; with nothing after one of the others, the value was cut off.
  const isCut = compact === '' && encoding !== 'b64';
  if (isCut || !base64.test(compact)) {
    const bad = notBase64.exec(text);
    const where = bad === null ? 'it is cut short' : `see character ${bad.index + encoding.length + 2}`;
    throw new ValueError('not-base64', `what follows ${encoding}: is not base64: ${where}; encode the file again`);
  }
  return Buffer.from(compact, 'base64');
}

function decompress(encoding: string, bytes: Uint8Array): Uint8Array {
  const undo = Object.hasOwn(encodings, encoding) ? encodings[encoding] : undefined;
  try {
    return undo === undefined ? bytes : undo(bytes);
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw tooLarge(`the ${encoding}: value`, cause);
    }
    const advice = 'it is damaged or of another encoding; encode the file again';
    throw new ValueError('not-compressed', `what follows ${encoding}: does not decompress: ${advice}`, { cause });
  }
}

function tooLarge(what: string, cause?: unknown): ValueError {
  return new ValueError('too-large', `${what} has more than ${maxDecodedBytes} bytes once decoded`, { cause });
}

function zlib() {
  return process.getBuiltinModule('node:zlib');
}
