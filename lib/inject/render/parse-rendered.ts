import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { type Block, pageOf, textOf } from '../../yaml/block-lines.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';
import { readBlocks } from '../../yaml/read-blocks.ts';
import { BoundedCache } from '../memory/bounded-cache.ts';
import { RecentMisses } from '../memory/recent-misses.ts';

/**
 * Reads the YAML that templates render, remembering its blocks: two pods get texts that differ in a few lines, so most
 * blocks were read before. The result is what the YAML parser gives; its parts are shared between texts and must not
 * be changed. Throws YamlError.
 */
export function parseRendered(text: string): JsonValue {
  const value = readBlocks(text, remember);
  return value === undefined ? parseYaml(text) : value;
}

/** Whether a part of what `parseRendered` gave is remembered, so that what is made of it may be too. */
export function isRemembered(part: JsonObject): boolean {
  return remembered.has(part);
}

const blocks = new BoundedCache<JsonValue>({ maxEntries: 8000, maxCharacters: 1_000_000 });
const misses = new RecentMisses();
const remembered = new WeakSet<JsonObject>();

/** Larger blocks are not remembered: they hardly ever come again unless the whole text does. */
const maxRemembered = 1500;

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
