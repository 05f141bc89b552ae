import { isObject, type JsonObject, type JsonValue } from '../go/json.ts';
import { Draft } from '../merge/json.ts';
import { YamlError } from '../yaml/errors.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { resolvePlain } from '../yaml/resolve.ts';
import { BoundedCache } from './bounded-cache.ts';
import { RecentMisses } from './recent-misses.ts';
import {
  type Block,
  behindDash,
  blockOf,
  contentOf,
  isFlowEndAt,
  isItemAt,
  isOneLine,
  noContent,
  pageOf,
  startOf,
  textOf,
} from './rendered-lines.ts';
import { simpleValue } from './rendered-scalar.ts';

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
    return readBlock(blockOf(pageOf(text)));
  } catch (error) {
    if (error instanceof YamlError || error instanceof Indivisible) {
      return parseYaml(text);
    }
    throw error;
  }
}

/** Whether a part of what `parseRendered` gave is remembered, so that what is made of it may be too. */
export function isRemembered(part: JsonObject): boolean {
  return remembered.has(part);
}

const unusual = /[^\n\x20-\x7e]/;
/** A key, and what comes before a value on the same line, or the end of the line. */
const plainKey = /([A-Za-z_][A-Za-z0-9_./-]*):(?:(?: +#[^\n]*| *)(\n|$)| +(?=\S))/y;

/** A line stands further left than its block: only the whole text tells what that means. */
class Indivisible extends Error {}

const blocks = new BoundedCache<JsonValue>({ maxEntries: 8000, maxCharacters: 1_000_000 });
const misses = new RecentMisses();
const remembered = new WeakSet<JsonObject>();

/** Larger blocks are not remembered: they hardly ever come again unless the whole text does. */
const maxRemembered = 1500;

/** The value of a block of whole lines. Throws YamlError. */
function readBlock(block: Block | undefined): JsonValue {
  return block === undefined ? null : remember(block, (own) => takeApart(own) ?? parseYaml(textOf(own)));
}

/**
 * What was read before, or is now. It is remembered when it comes for the second time, since what is of one pod alone
 * never does; and from a copy, since a slice would keep all of the text that it was cut from.
 */
function remember(block: Block, read: (own: Block) => JsonValue): JsonValue {
  const text = textOf(block);
  if (text.length > maxRemembered) {
    return read(block);
  }
  const known = blocks.get(text);
  if (known !== undefined) {
    return known;
  }
  if (!misses.isKnown(text)) {
    return read(block);
  }
  const own = Buffer.from(text, 'latin1').toString('latin1');
  const page = pageOf(own);
  const value = read({ page, from: 0, to: page.indents.length, indent: block.indent });
  blocks.set(own, value);
  if (isObject(value)) {
    remembered.add(value);
  }
  return value;
}

/** Undefined where the block cannot be taken apart. */
function takeApart(block: Block): JsonValue | undefined {
  return isItemAt(block.page, contentOf(block)) ? readList(block) : readMapping(block);
}

/** The block's entries, or items; undefined where something at its indentation is not of that kind. */
function entriesOf(block: Block, isList: boolean): readonly Block[] | undefined {
  const { page, indent } = block;
  const lines = [block.from];
  for (let line = block.from + 1; line < block.to; line += 1) {
    const own = page.indents[line] ?? noContent;
    if (own > indent || own === noContent) {
      continue;
    }
    if (own < indent) {
      throw new Indivisible();
    }
    const at = startOf(page, line) + indent;
    const isItem = isItemAt(page, at);
    if (isList && !isItem) {
      return undefined;
    }
    if (isList || !(isItem || isFlowEndAt(page, at))) {
      lines.push(line);
    }
  }
  return lines.map((from, index) => ({ page, from, to: lines[index + 1] ?? block.to, indent }));
}

function readMapping(block: Block): JsonValue | undefined {
  const entries = entriesOf(block, false) ?? [];
  const keys = entries.map(keyAt);
  if (keys.includes(undefined)) {
    return undefined;
  }
  const fields = new Draft({});
  entries.forEach((entry, index) => {
    const found = keys[index];
    if (found?.isNested) {
      fields.set(keyOf(found.key), readBlock(blockOf(entry.page, entry.from + 1, entry.to)));
    } else if (found !== undefined) {
      readLeaf(entry, found, fields);
    }
  });
  return fields.value;
}

interface FoundKey {
  readonly key: string;
  /** Where the value starts. */
  readonly at: number;
  /** Whether nothing stands behind the key on its line. */
  readonly isNested: boolean;
}

function keyAt(entry: Block): FoundKey | undefined {
  plainKey.lastIndex = contentOf(entry);
  const found = plainKey.exec(entry.page.text);
  return found === null ? undefined : { key: found[1] ?? '', at: plainKey.lastIndex, isNested: found[2] !== undefined };
}

/** An entry that is not taken apart further. */
function readLeaf(entry: Block, { key, at }: FoundKey, fields: Draft): void {
  const value = isOneLine(entry) ? simpleValue(entry.page.text, at) : undefined;
  if (value !== undefined) {
    fields.set(keyOf(key), value);
    return;
  }
  const mapping = remember(entry, (own) => parseYaml(textOf(own)));
  for (const [name, item] of isObject(mapping) ? Object.entries(mapping) : []) {
    fields.set(name, item);
  }
}

function readList(block: Block): JsonValue | undefined {
  return entriesOf(block, true)?.map(readItem);
}

function readItem(entry: Block): JsonValue {
  const content = behindDash(entry);
  if (keyAt(content) !== undefined) {
    return readBlock(content);
  }
  const value = isOneLine(entry) ? simpleValue(entry.page.text, contentOf(content)) : undefined;
  return value === undefined ? itemOf(remember(entry, (own) => parseYaml(textOf(own)))) : value;
}

function itemOf(list: JsonValue): JsonValue {
  return Array.isArray(list) ? (list[0] ?? null) : null;
}

/** YAML 1.1 makes some plain keys something else: `y` is `"true"`. */
function keyOf(key: string): string {
  return resolvePlain(key).kind === 'string' ? key : (Object.keys(parseYaml(`${key}: 0`) ?? {})[0] ?? key);
}
