import type { JsonValue } from '../go/json.ts';
import { YamlError } from '../yaml/errors.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { BoundedCache } from './bounded-cache.ts';

/**
 * Reads the YAML that templates render, remembering its blocks: two pods get texts that differ in a few lines, so most
 * blocks were read before. A text is taken apart by indentation alone, and only where that is what YAML does too:
 * printable ASCII, block mappings with plain keys, block sequences. Any other block is read by the YAML parser as it
 * stands, and where one of them fails by itself (an alias whose anchor is elsewhere, a quoted text over several lines
 * without indentation), the whole text is read in one piece. The result is the same value, whose parts are shared
 * between texts and must not be changed.
 */
export function parseRendered(text: string): JsonValue {
  if (unusual.test(text)) {
    return parseYaml(text);
  }
  try {
    return readBlock(text);
  } catch (error) {
    if (error instanceof YamlError || error instanceof Indivisible) {
      return parseYaml(text);
    }
    throw error;
  }
}

const unusual = /[^\n\x20-\x7e]/;
const plainKey = /^ *([A-Za-z_][A-Za-z0-9_./-]*):(?: *(?:$|\n)| +(?=\S))/;
const itemStart = /^ *-(?: +(?=\S)|$|\n)/;

/** A line stands further left than its block: only the whole text tells what that means. */
class Indivisible extends Error {}

interface Known {
  readonly value: JsonValue;
}

const blocks = new BoundedCache<Known>({ maxEntries: 8000, maxCharacters: 1_000_000 });
const keys = new BoundedCache<string>({ maxEntries: 1000, maxCharacters: 50_000 });

/** Larger blocks are not remembered: they hardly ever come again unless the whole text does. */
const maxRemembered = 1500;

/** The value of a block of whole lines. Throws YamlError. */
function readBlock(block: string): JsonValue {
  if (block.length > maxRemembered) {
    return (takeApart(block) ?? { value: parseYaml(block) }).value;
  }
  const known = blocks.get(block);
  if (known !== undefined) {
    return known.value;
  }
  const own = ownCopy(block);
  const value = takeApart(own) ?? { value: parseYaml(own) };
  blocks.set(own, value);
  return value.value;
}

/** The same text in memory of its own: a slice would keep the whole text that it was cut from. */
function ownCopy(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

/** Undefined where the block cannot be taken apart. */
function takeApart(block: string): Known | undefined {
  const first = firstLine(block);
  if (first === undefined) {
    return { value: null };
  }
  const isList = isItemAt(block, first.start + first.indent);
  const entries = splitEntries(block, first, isList);
  if (entries === undefined || (entries.length === 1 && !isList && !startsNested(entries[0] ?? ''))) {
    return undefined;
  }
  return { value: isList ? readList(entries, first.indent) : readMapping(entries) };
}

const dash = 45;
const hash = 35;
const space = 32;
const newline = 10;

interface Line {
  readonly start: number;
  readonly indent: number;
}

/** The first line that is neither empty nor a comment. */
function firstLine(block: string): Line | undefined {
  for (let start = 0; start < block.length; start = lineEnd(block, start)) {
    const indent = indentAt(block, start);
    if (isContent(block, start + indent)) {
      return { start, indent };
    }
  }
  return undefined;
}

/** Cuts a block where lines stand at its indentation; undefined where something there is no entry of its kind. */
function splitEntries(block: string, first: Line, isList: boolean): readonly string[] | undefined {
  const entries: string[] = [];
  let from = first.start;
  for (let start = first.start; start < block.length; start = lineEnd(block, start)) {
    const indent = indentAt(block, start);
    if (indent > first.indent || !isContent(block, start + indent)) {
      continue;
    }
    if (indent < first.indent) {
      throw new Indivisible();
    }
    const isItem = isItemAt(block, start + indent);
    if (isList && !isItem) {
      return undefined;
    }
    if (start > from && (isList || !isItem)) {
      entries.push(block.slice(from, start));
      from = start;
    }
  }
  entries.push(block.slice(from));
  const shape = isList ? itemStart : plainKey;
  return entries.every((entry) => shape.test(entry)) ? entries : undefined;
}

function readMapping(entries: readonly string[]): JsonValue {
  const fields = entries.flatMap((entry): (readonly [string, JsonValue])[] => {
    const nested = startsNested(entry);
    if (!nested) {
      const value = readLeaf(entry);
      return typeof value === 'object' && value !== null ? Object.entries(value) : [];
    }
    return [[keyOf(nested.key), readBlock(nested.rest)]];
  });
  return Object.fromEntries(fields);
}

/** A key with nothing behind it on its line, and the lines below. */
function startsNested(entry: string): { readonly key: string; readonly rest: string } | undefined {
  const found = nestedKey.exec(entry);
  return found?.[1] === undefined ? undefined : { key: found[1], rest: entry.slice(found[0].length) };
}

const nestedKey = /^ *([A-Za-z_][A-Za-z0-9_./-]*): *(?:#[^\n]*)?(?:\n|$)/;

/** One entry that is not taken apart further. */
function readLeaf(entry: string): JsonValue {
  const known = blocks.get(entry);
  if (known !== undefined) {
    return known.value;
  }
  const own = ownCopy(entry);
  const value = parseYaml(own);
  blocks.set(own, { value });
  return value;
}

function readList(entries: readonly string[], indent: number): JsonValue {
  return entries.map((entry) => {
    const item = `${entry.slice(0, indent)} ${entry.slice(indent + 1)}`;
    return plainKey.test(item) ? readBlock(item) : itemOf(readLeaf(entry));
  });
}

function itemOf(list: JsonValue): JsonValue {
  return Array.isArray(list) ? (list[0] ?? null) : null;
}

/** YAML 1.1 makes some plain keys something else: `y` is `"true"`. */
function keyOf(key: string): string {
  const known = keys.get(key);
  if (known !== undefined) {
    return known;
  }
  const read = Object.keys(parseYaml(`${key}: 0`) ?? {})[0] ?? key;
  keys.set(ownCopy(key), read);
  return read;
}

function lineEnd(block: string, start: number): number {
  const end = block.indexOf('\n', start);
  return end < 0 ? block.length : end + 1;
}

function indentAt(block: string, start: number): number {
  let at = start;
  while (block.charCodeAt(at) === space) {
    at += 1;
  }
  return at - start;
}

function isItemAt(block: string, at: number): boolean {
  if (block.charCodeAt(at) !== dash) {
    return false;
  }
  const next = block.charCodeAt(at + 1);
  return next === space || next === newline || at + 1 === block.length;
}

function isContent(block: string, at: number): boolean {
  const code = block.charCodeAt(at);
  return at < block.length && code !== newline && code !== hash;
}
