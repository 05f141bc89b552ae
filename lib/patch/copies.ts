import { isList, isObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { countMembers, setMember } from '../json/member.ts';

/**
 * What may be changed. Its members are shared until the way of an operation goes on through them; items of a list are
 * its members by the texts of their indexes, as in JavaScript.
 */
export interface Copy {
  [key: string]: JsonValue;
}

/** Of an object, the copy has the members to which operations went: there may be very many others. */
export interface Part {
  readonly copy: Copy;
  readonly base: JsonObject;
  /** The names under which the copy tells what there is, and no longer the base. */
  readonly taken: Set<string>;
}

/** The lists and objects that were copied so far: lists whole, objects in part. */
export class Copies {
  readonly #lists = new Map<object, Copy>();
  readonly #parts = new Map<object, Part>();

  /** A list or object to change, in place of this one. @throws RangeError for what is neither */
  of(value: JsonValue | undefined): Copy {
    if (isList(value)) {
      return this.#lists.get(value) ?? this.#copyList(value);
    }
    if (isObject(value)) {
      return this.#parts.get(value)?.copy ?? this.#copyObject(value);
    }
    throw new RangeError('the way leads through what has no members');
  }

  /** Has a copy tell what there is under a name. */
  take(copy: Copy, key: string): void {
    const part = this.#parts.get(copy);
    if (part === undefined || part.taken.has(key)) {
      return;
    }
    part.taken.add(key);
    if (Object.hasOwn(part.base, key)) {
      setMember(copy, key, part.base[key] ?? null);
    }
  }

  /** Of which object a part was copied; undefined for one that has all of its members. */
  partOf(object: JsonObject): Part | undefined {
    return this.#parts.get(object);
  }

  /** How many members an object of the result has. */
  count(object: JsonObject): number {
    const part = this.#parts.get(object);
    if (part === undefined) {
      return countMembers(object);
    }
    const told = [...part.taken].filter((key) => Object.hasOwn(part.base, key)).length;
    return countMembers(part.base) - told + countMembers(object);
  }

  /** A value of the result with all that it has. */
  complete(value: JsonValue): JsonValue {
    if (isList(value)) {
      return this.#lists.has(value) ? value.map((item) => this.complete(item)) : value;
    }
    const part = isObject(value) ? this.#parts.get(value) : undefined;
    return isObject(value) && part !== undefined ? this.#completeObject(value, part) : value;
  }

  #completeObject(copy: JsonObject, { base, taken }: Part): JsonObject {
    const whole: Copy = {};
    for (const key in base) {
      if (!taken.has(key)) {
        setMember(whole, key, base[key] ?? null);
      } else if (Object.hasOwn(copy, key)) {
        setMember(whole, key, this.complete(copy[key] ?? null));
      }
    }
    for (const key in copy) {
      if (!Object.hasOwn(base, key)) {
        setMember(whole, key, this.complete(copy[key] ?? null));
      }
    }
    return whole;
  }

  #copyList(list: JsonArray): Copy {
    const copy = decodeCopy([...list]);
    this.#lists.set(copy, copy);
    return copy;
  }

  #copyObject(base: JsonObject): Copy {
    const copy: Copy = {};
    this.#parts.set(copy, { copy, base, taken: new Set() });
    return copy;
  }
}

function decodeCopy(list: JsonValue[]): Copy {
  return list as unknown as Copy;
}
