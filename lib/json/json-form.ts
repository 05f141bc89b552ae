import { isList, isObject, type JsonArray, type JsonObject, type JsonValue } from './json-value.ts';
import { setMember } from './member.ts';
import { TextForm } from './text-form.ts';

/** Makes a part of a value anew, with other names. */
type Maker = (names: readonly string[]) => JsonValue;

/**
 * A JSON value in which names stand, in texts or keys, that are others each time it is made. Where they stand is looked
 * for once, and what holds none of them is shared between all that are made.
 */
export class JsonForm {
  readonly #value: JsonValue;
  readonly #make: Maker | undefined;

  /** @param names as they stand in the value */
  constructor(value: JsonValue, names: readonly string[]) {
    this.#value = value;
    this.#make = names.length === 0 ? undefined : makerOf(value, names);
  }

  /** The value with other names, in the order of the first ones. */
  with(names: readonly string[]): JsonValue {
    return this.#make === undefined ? this.#value : this.#make(names);
  }
}

/** Undefined where no name stands in the value. */
function makerOf(value: JsonValue, names: readonly string[]): Maker | undefined {
  if (typeof value === 'string') {
    const text = new TextForm(value, names);
    return text.holdsNames ? (others) => text.write(others) : undefined;
  }
  if (isList(value)) {
    return listMaker(value, names);
  }
  return isObject(value) ? objectMaker(value, names) : undefined;
}

function listMaker(list: JsonArray, names: readonly string[]): Maker | undefined {
  const makers = list.map((item) => makerOf(item, names));
  return makers.some((maker) => maker !== undefined)
    ? (others) => list.map((item, index) => makers[index]?.(others) ?? item)
    : undefined;
}

function objectMaker(object: JsonObject, names: readonly string[]): Maker | undefined {
  const makers = new Map(Object.keys(object).map((key) => [key, makerOf(object[key] ?? null, names)]));
  const keys = new Map(Object.keys(object).map((key) => [key, new TextForm(key, names)]));
  const isFree = [...keys.values()].every(({ holdsNames }) => !holdsNames);
  if (isFree && [...makers.values()].every((maker) => maker === undefined)) {
    return undefined;
  }
  return (others) => {
    const made = {};
    for (const key in object) {
      const named = isFree ? key : (keys.get(key)?.write(others) ?? key);
      setMember(made, named, makers.get(key)?.(others) ?? object[key] ?? null);
    }
    return made;
  };
}
