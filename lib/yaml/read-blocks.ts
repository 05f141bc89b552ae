import type { JsonObject, JsonValue } from '../json/json-value.ts';
import { setMember } from '../json/member.ts';
import {
  type Block,
  behindDash,
  blockOf,
  contentOf,
  hasContentFrom,
  isFlowEndAt,
  isItemAt,
  isOneLine,
  noContent,
  pageOf,
  startOf,
  textOf,
} from './block-lines.ts';
import { YamlError } from './errors.ts';
import { maxYamlDepth } from './limits.ts';
import { literalText } from './literal-text.ts';
import { parseYaml, type YamlLimits } from './parse-yaml.ts';
import { resolvePlain } from './resolve.ts';
import { simpleValue } from './simple-value.ts';

/** Gives the value of a block: what `read` makes of it, or what is known of that very text. */
export type RememberBlock = (block: Block, read: (block: Block) => JsonValue) => JsonValue;

/** To ask for nothing else takes V8 half of what it takes to look for anything else. */
const usual = /^[\n\x20-\x7e]*$/;
/** A key that is not too long to be one, and what comes before a value on the same line, or the end of the line. */
const plainKey = /([A-Za-z_][A-Za-z0-9_./-]{0,999}):(?:(?: +#[^\n]*| *)(\n|$)| +(?=\S))/y;

export interface BlockOptions {
  readonly remember?: RememberBlock;
  /** As the parser takes them. */
  readonly limits?: YamlLimits;
}

/** Blocks that nest deeper are left to the parser, which takes less of the stack for each. */
const maxBlockDepth = 100;

/** Only the whole text tells what a part of it means. */
class Indivisible extends Error {}

/**
 * Reads the YAML that people and templates write most, several times as fast as the parser. A text is taken apart by
 * indentation alone, and only where that is what YAML does too: printable ASCII, block mappings with plain keys, block
 * sequences, literal texts and simple values. Any other block is read by the parser as it stands. Undefined where the
 * text must be read in one piece: where a block fails by itself (an alias whose anchor is elsewhere, a quoted text
 * over several lines without indentation), or is no YAML at all.
 */
export function readBlocks(
  text: string,
  { remember = (block, read) => read(block), limits = {} }: BlockOptions = {},
): JsonValue | undefined {
  if (!usual.test(text)) {
    return undefined;
  }
  const root = blockOf(pageOf(text));
  try {
    return root === undefined ? null : new BlockReader(remember, limits).readRoot(root);
  } catch (error) {
    if (error instanceof YamlError || error instanceof Indivisible) {
      return undefined;
    }
    throw error;
  }
}

class BlockReader {
  readonly #remember: RememberBlock;
  readonly #limits: YamlLimits;
  /** How many blocks are around the one that is read. */
  #depth = 0;

  constructor(remember: RememberBlock, limits: YamlLimits) {
    this.#remember = remember;
    this.#limits = limits;
  }

  /** The value of a whole text. @throws Indivisible or YamlError. */
  readRoot(block: Block): JsonValue {
    return this.#remember(block, (own) => this.#takeApart(own) ?? fail());
  }

  /** The value of a block within another one. */
  #read(block: Block | undefined): JsonValue {
    return block === undefined ? null : this.#within(() => this.#remember(block, (own) => this.#takeNested(own)));
  }

  /** What is read one level further down. */
  #within<Value>(read: () => Value): Value {
    if (this.#depth + 1 >= Math.min(maxBlockDepth, this.#limits.depth ?? maxYamlDepth)) {
      fail();
    }
    this.#depth += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #takeNested(block: Block): JsonValue {
    return this.#takeApart(block) ?? this.#parseNested(block);
  }

  /** Below a key, so that the block is read to its end: of a whole text, only the first document counts. */
  #parseNested(block: Block): JsonValue {
    const parsed = this.#parse(`nested:\n${textOf(block)}`, 1);
    return isMapping(parsed) ? (parsed.nested ?? null) : null;
  }

  /** What is around a text counts for its depth too, but for so many levels of the text that are around it as well. */
  #parse(text: string, known = 0): JsonValue {
    const depth = (this.#limits.depth ?? maxYamlDepth) - this.#depth + known;
    return parseYaml(text, { limits: { ...this.#limits, depth } });
  }

  /** Undefined where the block cannot be taken apart. */
  #takeApart(block: Block): JsonValue | undefined {
    return isItemAt(block.page, contentOf(block)) ? this.#readList(block) : this.#readMapping(block);
  }

  #readMapping(block: Block): JsonObject | undefined {
    const entries = entriesOf(block, false) ?? [];
    const keys = entries.map(keyAt);
    if (keys.includes(undefined)) {
      return undefined;
    }
    const mapping: Record<string, JsonValue> = {};
    entries.forEach((entry, index) => {
      const found = keys[index];
      if (found?.isNested) {
        setMember(mapping, keyOf(found.key), this.#read(blockOf(entry.page, entry.from + 1, entry.to)));
      } else if (found !== undefined) {
        this.#readLeaf(entry, found, mapping);
      }
    });
    return mapping;
  }

  /** An entry that is not taken apart further. */
  #readLeaf(entry: Block, { key, at }: FoundKey, mapping: Record<string, JsonValue>): void {
    const value = leafValue(entry, at);
    if (value !== undefined) {
      setMember(mapping, keyOf(key), value);
      return;
    }
    const parsed = this.#remember(entry, (own) => this.#parse(textOf(own)));
    for (const [name, item] of isMapping(parsed) ? Object.entries(parsed) : []) {
      setMember(mapping, name, item);
    }
  }

  #readList(block: Block): JsonValue | undefined {
    return entriesOf(block, true)?.map((entry) => this.#readItem(entry));
  }

  /** An item of several lines is remembered by them as they stand, dash included, so that known ones are not looked at. */
  #readItem(entry: Block): JsonValue {
    const value = isOneLine(entry) ? leafValue(entry, contentOf(behindDash(entry))) : undefined;
    return value === undefined ? itemOf(this.#remember(entry, (own) => this.#takeItem(own))) : value;
  }

  /** A list of the one item that the lines of an entry are. */
  #takeItem(entry: Block): JsonValue {
    const content = behindDash(entry);
    if (keyAt(content) !== undefined) {
      return [this.#within(() => this.#takeNested(content))];
    }
    const value = leafValue(entry, contentOf(content));
    return value === undefined ? this.#parse(textOf(entry)) : [value];
  }
}

function fail(): never {
  throw new Indivisible();
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
      fail();
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

interface FoundKey {
  readonly key: string;
  /** Where the value starts. */
  readonly at: number;
  /** Whether nothing stands after the key on its line. */
  readonly isNested: boolean;
}

function keyAt(entry: Block): FoundKey | undefined {
  plainKey.lastIndex = contentOf(entry);
  const found = plainKey.exec(entry.page.text);
  return found === null ? undefined : { key: found[1] ?? '', at: plainKey.lastIndex, isNested: found[2] !== undefined };
}

/** A value that starts at an offset of the entry's first line; undefined where it takes the parser to tell. */
function leafValue(entry: Block, at: number): JsonValue | undefined {
  const { text } = entry.page;
  if (text[at] === '|') {
    return literalText(entry, at);
  }
  const cursor = { text, at };
  const value = simpleValue(cursor);
  return hasContentFrom(entry, cursor.at) ? undefined : value;
}

/** YAML 1.1 makes some plain keys something else: `y` is `"true"`. */
function keyOf(key: string): string {
  return resolvePlain(key).kind === 'string' ? key : (Object.keys(parseYaml(`${key}: 0`) ?? {})[0] ?? key);
}

function isMapping(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function itemOf(list: JsonValue): JsonValue {
  return Array.isArray(list) ? (list[0] ?? null) : null;
}
