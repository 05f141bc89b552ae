import type { JsonValue } from '../json/json-value.ts';
import { decodeDocument } from './decoder.ts';
import { YamlError } from './errors.ts';
import { maxYamlDepth, maxYamlLength, maxYamlValues } from './limits.ts';
import { parseDocument } from './parser.ts';

/** Limits other than the default ones. */
export interface YamlLimits {
  readonly length?: number;
  readonly depth?: number;
  readonly values?: number;
}

/** How a text is read. */
export interface YamlOptions {
  /** The file or parameter, for messages. */
  readonly name?: string | undefined;
  readonly limits?: YamlLimits;
  /** Whether whole numbers are all `bigint`, so that `1e3`, a float, can be told from `1000`. */
  readonly wholesAsBigint?: boolean;
}

/** What YAML 1.1 does not let stand in a text, besides surrogates without their other half. */
const notAllowed = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ufffd]/;

/**
 * Reads the first document of a YAML text as `sigs.k8s.io/yaml.YAMLToJSON` does: YAML 1.1 booleans and octals, merge
 * keys, the last of equal keys, keys made text, the limits on aliases. An empty text is null. `name` is the file or
 * parameter for messages. @throws YamlError with code, line, column and a code frame.
 */
export function parseYaml(source: string | Uint8Array, options: YamlOptions = {}): JsonValue {
  const { name, limits = {}, wholesAsBigint = false } = options;
  const maxLength = limits.length ?? maxYamlLength;
  if (source.length > maxLength) {
    throw new YamlError('too-large', `this is longer than ${maxLength} characters`, {
      place: { text: '', offset: 0, name },
    });
  }
  const text = withoutByteOrderMark(typeof source === 'string' ? source : decodeText(source, name));
  if (notAllowed.test(text) || !text.isWellFormed()) {
    throw badCharacter(text, name);
  }
  const maxDepth = limits.depth ?? maxYamlDepth;
  const root = parseDocument(text, { name, maxDepth });
  const maxValues = limits.values ?? maxYamlValues;
  return root === undefined ? null : decodeDocument(root, { text, name, maxValues, maxDepth, wholesAsBigint });
}

function badCharacter(text: string, name: string | undefined): YamlError {
  const offset = text.search(/[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  const code = text.codePointAt(offset)?.toString(16).toUpperCase().padStart(4, '0');
  const reason = `the character U+${code} is not allowed; write it as an escape in double quotes`;
  return new YamlError('bad-character', reason, { place: { text, offset, name } });
}

function withoutByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Bytes are UTF-8, or UTF-16 where they begin with its byte order mark. */
function decodeText(bytes: Uint8Array, name: string | undefined): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : isBigEndian(bytes) ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const reason = `these bytes are not ${encoding.toUpperCase()}; save the file as UTF-8`;
    throw new YamlError('bad-character', reason, { place: { text: '', offset: 0, name }, cause });
  }
}

function isBigEndian(bytes: Uint8Array): boolean {
  return bytes[0] === 0xfe && bytes[1] === 0xff;
}
