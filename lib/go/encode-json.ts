import { compareBytes } from './bytes.ts';
import { GoDepthError, GoError } from './errors.ts';
import { formatFloat } from './format-float.ts';
import { boxOf, type GoBox } from './numbers.ts';
import { bytesOf } from './slice.ts';
import { typeName } from './type-name.ts';
import type { GoSlice, GoTypedMap, GoValue } from './value.ts';

export interface EncodeJsonOptions {
  /** Escapes `<`, `>` and `&`, as `json.Marshal` does; `SetEscapeHTML(false)` does not. Default true. */
  readonly escapeHtml?: boolean;
  /** Indentation per level, as of `json.MarshalIndent`; absent for compact text. */
  readonly indent?: string;
}

/** How deep a value may nest before encoding it is given up; a value that contains itself gets here too. */
export const maxEncodeDepth = 1000;

/** Everything but plain text: quotes, backslashes, control characters, U+2028, U+2029, and any surrogate. */
const needsEscape = /[^ !#-[\]-\u2027\u202a-\ud7ff\ue000-\uffff]/;
const escapable = /[^ !#-[\]-\u2027\u202a-\ud7ff\ue000-\u{10ffff}]/gu;
const html = /[<>&]/;
const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * encoding/json's Marshal for Go values: keys in byte order, floats and escapes as Go writes them, structs as their
 * `json` method says. @throws `GoError` in Go's words for what cannot be encoded (NaN, functions) and `GoDepthError`
 * beyond `maxEncodeDepth`.
 */
export function encodeGoJson(value: GoValue, options: EncodeJsonOptions = {}): string {
  const text = new JsonEncoder(options.escapeHtml ?? true).encode(value, 0);
  return options.indent === undefined ? text : indentJson(text, options.indent);
}

class JsonEncoder {
  readonly #escapeHtml: boolean;

  constructor(escapeHtml: boolean) {
    this.#escapeHtml = escapeHtml;
  }

  encode(value: GoValue, depth: number): string {
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
        return encodeFloat(value);
      case 'bigint':
      case 'boolean':
        return String(value);
      default:
        return value === null ? 'null' : this.#object(value, depth + 1);
    }
  }

  #object(value: Extract<GoValue, object>, depth: number): string {
    if (depth > maxEncodeDepth) {
      throw new GoDepthError(`json: value is nested deeper than ${maxEncodeDepth} levels or contains itself`);
    }
    if (Array.isArray(value)) {
      return this.#items(value, depth);
    }
    if (value instanceof Map) {
      return this.#members([...value], depth);
    }
    const box = boxOf(value);
    return box === undefined ? 'null' : this.#box(box, depth);
  }

  #box(box: GoBox, depth: number): string {
    switch (box.kind) {
      case 'number':
        return typeof box.value === 'bigint' ? String(box.value) : encodeFloat(box.value, box.numeric);
      case 'named':
        return this.encode(box.value, depth);
      case 'slice':
        return this.#slice(box, depth);
      case 'map':
        return box.isNil ? 'null' : this.#members(entries(box), depth);
      case 'pointer':
        return box.isNil ? 'null' : this.encode(box.target, depth);
      case 'struct':
        return box.json === undefined ? unsupported(box) : this.#marshalled(box.json());
      default:
        return unsupported(box);
    }
  }

  #slice(slice: GoSlice, depth: number): string {
    if (slice.isNil) {
      return 'null';
    }
    if (slice.elem === 'uint8') {
      return `"${Buffer.from(bytesOf(slice)).toString('base64')}"`;
    }
    return this.#items(
      Array.from({ length: slice.length }, (_, index) => slice.at(index)),
      depth,
    );
  }

  /** Here and below, loops and not `map`: every call between two levels takes from the stack that depth needs. */
  #items(items: readonly GoValue[], depth: number): string {
    const written: string[] = [];
    for (const item of items) {
      written.push(this.encode(item, depth));
    }
    return `[${written.join(',')}]`;
  }

  #members(members: [string, GoValue][], depth: number): string {
    members.sort(([left], [right]) => compareBytes(left, right));
    const written: string[] = [];
    for (const [key, value] of members) {
      written.push(`${this.#text(key)}:${this.encode(value, depth)}`);
    }
    return `{${written.join(',')}}`;
  }

  #text(text: string): string {
    const escaped = needsEscape.test(text) ? text.replace(escapable, escapeJsonChar) : text;
    return `"${this.#marshalled(escaped)}"`;
  }

  /** What a Marshaler made goes through the same HTML escaping as all other text. */
  #marshalled(text: string): string {
    return this.#escapeHtml && html.test(text)
      ? text.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026')
      : text;
  }
}

function entries(map: GoTypedMap): [string, GoValue][] {
  return Array.from(map.keys(), (key) => [key, map.get(key) ?? null]);
}

function unsupported(value: GoValue): never {
  throw new GoError(`json: unsupported type: ${typeName(value)}`);
}

function escapeJsonChar(char: string): string {
  const unit = char.charCodeAt(0);
  return shortEscapes[char] ?? (unit >= 0xd800 && unit <= 0xdfff ? '\\ufffd' : unicodeEscape(char));
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function encodeFloat(value: number, numeric = 'float64'): string {
  const size = numeric === 'float32' ? 32 : 64;
  if (!Number.isFinite(value)) {
    throw new GoError(`json: unsupported value: ${formatFloat(value, 'g')}`);
  }
  const magnitude = Math.abs(value);
  if (magnitude === 0 || (magnitude >= 1e-6 && magnitude < 1e21)) {
    return formatFloat(value, 'f', { size });
  }
  return formatFloat(value, 'e', { size }).replace(/e-0(\d)$/, 'e-$1');
}

/** json.Indent without a prefix: empty objects and lists stay on one line. */
function indentJson(compact: string, indent: string): string {
  let text = '';
  let depth = 0;
  const newLine = (): string => `\n${indent.repeat(depth)}`;
  for (const [token] of compact.matchAll(/"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|[^"{}[\],:]+/g)) {
    if (token === '{' || token === '[') {
      depth += 1;
      text += token + newLine();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      text += newLine() + token;
    } else {
      text += token === ',' ? token + newLine() : token === ':' ? ': ' : token;
    }
  }
  return text;
}
