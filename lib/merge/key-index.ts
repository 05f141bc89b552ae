import { isList, isObject, type JsonArray, type JsonValue } from '../json/json-value.ts';
import { member, memberOf } from '../json/member.ts';
import { MergeError, type PatchPath } from './errors.ts';

/** What a list is merged by. An empty key means that its items are compared themselves. */
export interface Keyed {
  readonly mergeKey: string;
  readonly place: PatchPath | undefined;
}

/** The value by which an item is found: that of its merge key if it is a map (null without one), or itself. */
export function keyOf(item: JsonValue, { mergeKey }: Keyed): JsonValue {
  if (mergeKey === '') {
    return item;
  }
  return memberOf(item, mergeKey) ?? null;
}

/** Where items stand in a list, by their keys. Linear in both. */
export class KeyIndex {
  readonly #first = new Map<JsonValue, number>();
  readonly #keyed: Keyed;
  #hasMap = false;
  #hasList = false;

  constructor(list: JsonArray, keyed: Keyed) {
    this.#keyed = keyed;
    for (let place = 0; place < list.length; place++) {
      this.#add(keyOf(list[place] ?? null, keyed), place);
    }
  }

  /** Whether no key is a map or a list, which Go does not compare. */
  get isPlain(): boolean {
    return !this.#hasMap && !this.#hasList;
  }

  /** The first place of an item with this key, or -1. @throws MergeError (`uncomparable`) as Go compares keys */
  find(key: JsonValue): number {
    if (isList(key) ? this.#hasList : isObject(key) && this.#hasMap) {
      throw new MergeError('uncomparable', 'a merge key is itself a map or a list; use a plain value', {
        place: this.#keyed.place,
      });
    }
    return this.#first.get(key) ?? -1;
  }

  #add(key: JsonValue, place: number): void {
    this.#hasMap ||= isObject(key);
    this.#hasList ||= isList(key);
    if (!this.#first.has(key)) {
      this.#first.set(key, place);
    }
  }
}

/** The merge key of an item, which must be a map that has it. */
export function requireKey(item: JsonValue, { mergeKey, place }: Keyed): JsonValue {
  if (!isObject(item)) {
    throw new MergeError('wrong-shape', 'an item of a list merged by key is no map; give maps only', { place });
  }
  const key = member(item, mergeKey);
  if (key === undefined) {
    throw new MergeError('missing-merge-key', `an item lacks ${mergeKey}, by which this list is merged; add it`, {
      place,
    });
  }
  return key;
}
