import { BoundedCache } from '../../base/bounded-cache.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { type Block, pageOf, textOf } from '../../yaml/block-lines.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';
import { readBlocks } from '../../yaml/read-blocks.ts';
import { RecentMisses } from '../memory/recent-misses.ts';

/** Larger blocks are not remembered: they hardly ever come again unless the whole text does. */
const maxRemembered = 1500;

/**
 * Reads the YAML that templates render, remembering its blocks: two pods get texts that differ in a few lines, so most
 * blocks were read before.
 */
export class RenderedReader {
  readonly #blocks = new BoundedCache<JsonValue>({ maxEntries: 8000, maxCharacters: 1_000_000 });
  readonly #misses = new RecentMisses();
  readonly #remembered = new WeakSet<JsonObject>();

  /**
   * What the YAML parser gives; its parts are shared between texts and must not be changed.
   * @throws YamlError
   */
  parse(text: string): JsonValue {
    const value = readBlocks(text, { remember: (block, read) => this.#remember(block, read) });
    return value === undefined ? parseYaml(text) : value;
  }

  /** Whether a part of what `parse` gave is remembered, so that what is made of it may be too. */
  isRemembered(part: JsonObject): boolean {
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
    const known = this.#blocks.get(text);
    if (known !== undefined) {
      return known;
    }
    if (!this.#misses.isKnown(text)) {
      return read(block);
    }
    const own = Buffer.from(text, 'latin1').toString('latin1');
    const page = pageOf(own);
    const value = read({ page, from: 0, to: page.indents.length, indent: block.indent });
    this.#blocks.set(own, value);
    if (isObject(value)) {
      this.#remembered.add(value);
    }
    return value;
  }
}
