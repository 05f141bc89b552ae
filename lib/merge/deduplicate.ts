import type { JsonArray, JsonValue } from '../json/json-value.ts';

/**
 * Moves repeated plain items out of a list as Go does, and returns how many are left: it goes through the list, and
 * wherever it finds an item again it puts the last one there. What stands behind those that are left stays as it was.
 * Go compares each item with all behind it; here the places of equal ones are known, so that the work grows with the
 * list and not with its square.
 */
export function deduplicate(items: JsonValue[]): number {
  const places = placesOf(items);
  let length = items.length;
  for (let first = 0; first < length; first++) {
    const value = items[first] ?? null;
    for (const place of repetitions(places.get(value) ?? [], first)) {
      while (place < length && items[place] === value) {
        length -= 1;
        const last = items[length] ?? null;
        items[place] = last;
        places.get(last)?.push(place);
      }
    }
  }
  return length;
}

/** Where each value stands or stood: a place is only added, and looked at before it counts. */
function placesOf(items: JsonArray): ReadonlyMap<JsonValue, number[]> {
  const places = new Map<JsonValue, number[]>(items.map((item) => [item, []]));
  items.forEach((item, place) => {
    places.get(item)?.push(place);
  });
  return places;
}

/** Where else an item may stand, in order. Each value is asked for once: then all but one of it are gone. */
function repetitions(places: readonly number[], first: number): readonly number[] {
  return places.filter((place) => place > first).sort((left, right) => left - right);
}
