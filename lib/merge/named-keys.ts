import { isList, isObject, type JsonArray, type JsonValue } from '../json/json-value.ts';
import { MergeError } from './errors.ts';
import { type Keyed, keyOf, uncomparable } from './key-index.ts';

/**
 * The keys that a `$setElementOrder` names. Go looks for a key from the first item on, and fails at whatever it meets
 * before that cannot be looked at; here each of those places is known beforehand.
 */
export class NamedKeys {
  readonly #keyed: Keyed;
  readonly #plain = new Map<JsonValue, number>();
  #firstMap = Number.POSITIVE_INFINITY;
  #firstList = Number.POSITIVE_INFINITY;
  /** The first item that is no map. */
  #firstOther = Number.POSITIVE_INFINITY;

  constructor(order: JsonArray, keyed: Keyed) {
    this.#keyed = keyed;
    order.forEach((item, place) => {
      this.#add(item, place);
    });
  }

  /** Whether the order names a key. @throws MergeError (`wrong-shape`, `uncomparable`) where Go's search would fail */
  has(key: JsonValue): boolean {
    const place = this.#placeOf(key);
    if (this.#firstOther < place) {
      throw new MergeError('wrong-shape', `items of $setElementOrder must be maps with ${this.#keyed.mergeKey}`, {
        place: this.#keyed.place,
      });
    }
    if (place < Number.POSITIVE_INFINITY && typeof key === 'object' && key !== null) {
      throw uncomparable(this.#keyed.place);
    }
    return place < Number.POSITIVE_INFINITY;
  }

  #placeOf(key: JsonValue): number {
    if (isObject(key)) {
      return this.#firstMap;
    }
    return isList(key) ? this.#firstList : (this.#plain.get(key) ?? Number.POSITIVE_INFINITY);
  }

  #add(item: JsonValue, place: number): void {
    if (!isObject(item)) {
      this.#firstOther = Math.min(this.#firstOther, place);
    } else if (Object.hasOwn(item, this.#keyed.mergeKey)) {
      this.#addKey(keyOf(item, this.#keyed), place);
    }
  }

  #addKey(key: JsonValue, place: number): void {
    if (isObject(key)) {
      this.#firstMap = Math.min(this.#firstMap, place);
    } else if (isList(key)) {
      this.#firstList = Math.min(this.#firstList, place);
    } else if (!this.#plain.has(key)) {
      this.#plain.set(key, place);
    }
  }
}
