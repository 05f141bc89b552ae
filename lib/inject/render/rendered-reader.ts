import { RecentMisses } from '../../base/recent-misses.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { type Block, pageOf, textOf } from '../../yaml/block-lines.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';
import { readBlocks } from '../../yaml/read-blocks.ts';

/** Larger blocks are not remembered: they hardly ever come again unless the whole text does. */
const maxRemembered = 1500;
/** Of blocks that were asked for lately; as many may be left from before. */
const maxBlocks = 4000;
const maxCharacters = 500_000;

/**
 * Reads the YAML that templates render, remembering its blocks: two pods get texts that differ in a few lines, so most
 * blocks were read before.
 */
export class RenderedReader {
  readonly #misses = new RecentMisses(copyOf);
  readonly #remembered = new WeakSet<object>();
  /** Blocks that were asked for lately, and those that were before; what is asked for again stays. */
  #blocks = new Map<string, JsonValue>();
  #older: ReadonlyMap<string, JsonValue> = new Map();
  #characters = 0;

  /**
   * What the YAML parser gives; its parts are shared between texts and must not be changed.
   * @throws YamlError
   */
  parse(text: string): JsonValue {
    const value = readBlocks(text, { remember: (block, read) => this.#remember(block, read) });
    return value === undefined ? parseYaml(text) : value;
  }

  /** Whether a part of what `parse` gave is remembered, so that what is made of it may be too. */
  isRemembered(part: object): boolean {
    return this.#remembered.has(part);
  }

  /**
   * What was read before, or is now. It is remembered when it comes for the second time, since what is of one pod alone
   * never does; and from a copy, since a slice would keep all of the text that it was cut from.
   */
  #remember(block: Block, read: (own: Block) => JsonValue): JsonValue {
    const text = textOf(block);
    if (text.length > maxRemembered) {
      return read(block);
    }
    const known = this.#blocks.get(text) ?? this.#takeOlder(text);
    if (known !== undefined) {
      return known;
    }
    if (!this.#misses.isKnown(text)) {
      return read(block);
    }
    const own = copyOf(text);
    const page = pageOf(own);
    const value = read({ page, from: 0, to: page.indents.length, indent: block.indent });
    this.#keep(own, value);
    // An item of a list is remembered as a list of its own.
    for (const part of Array.isArray(value) ? [value, ...value] : [value]) {
      if (typeof part === 'object' && part !== null) {
        this.#remembered.add(part);
      }
    }
    return value;
  }

  #takeOlder(text: string): JsonValue | undefined {
    const known = this.#older.get(text);
    if (known !== undefined) {
      this.#keep(copyOf(text), known);
    }
    return known;
  }

  #keep(text: string, value: JsonValue): void {
    if (this.#blocks.size === maxBlocks || this.#characters + text.length > maxCharacters) {
      this.#older = this.#blocks;
      this.#blocks = new Map();
      this.#characters = 0;
    }
    this.#blocks.set(text, value);
    this.#characters += text.length;
  }
}

/** A text of its own: a slice keeps all that it was cut from. */
function copyOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
