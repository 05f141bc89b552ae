import type { JsonArray, JsonObject, JsonValue } from '../json/json-value.ts';
import { member, memberOf } from '../json/member.ts';
import { directives, hasPatchDirective } from './directives.ts';
import { MergeError } from './errors.ts';
import { type Keyed, KeyIndex, requireKey } from './key-index.ts';

/** What `$patch` in the items of a list comes to. */
export interface ItemDirectives {
  /** The original without what the patch deletes. */
  readonly kept: JsonArray;
  /** What Go leaves behind the kept items in memory: the last item, as often as something was deleted. */
  readonly tail: JsonArray;
  /** The patch without the items that only direct. */
  readonly plain: JsonArray;
  readonly replace: boolean;
}

/**
 * Answers `$patch` in the items of a list that is merged by a key. Without any, `kept` is the original itself.
 * @throws MergeError where an item says something else, or lacks the key of what it deletes.
 */
export function applyItemDirectives(original: JsonArray, patch: JsonArray, keyed: Keyed): ItemDirectives {
  if (!patch.some(hasPatchDirective)) {
    return { kept: original, tail: [], plain: patch, replace: false };
  }
  const plain = patch.filter((item) => !hasPatchDirective(item));
  const deletion = new Deletion(original, keyed);
  let replace = false;
  patch.forEach((item, index) => {
    if (hasPatchDirective(item)) {
      replace = applyDirective(item, deletion, { ...keyed, place: { parent: keyed.place, key: index } }) || replace;
    }
  });
  return { kept: deletion.kept, tail: deletion.tail, plain, replace };
}

/** Whether the whole list is to be replaced. */
function applyDirective(item: JsonObject, deletion: Deletion, keyed: Keyed): boolean {
  const directive = member(item, directives.patch) ?? null;
  if (directive === 'delete') {
    deletion.delete(requireKey(item, keyed));
    return false;
  }
  if (directive === 'replace') {
    return true;
  }
  const hint = 'an item of a list takes delete or replace';
  throw new MergeError('bad-directive', `$patch is ${JSON.stringify(directive)}; ${hint}`, { place: keyed.place });
}

/** Deletes items of a list by their key, all that have it. */
class Deletion {
  readonly #items: JsonArray;
  readonly #index: KeyIndex;
  readonly #places: Places = new Map();
  readonly #gone = new Set<number>();
  readonly #tail: JsonValue[] = [];
  #last: number;

  constructor(items: JsonArray, keyed: Keyed) {
    this.#items = items;
    this.#index = new KeyIndex(items, keyed);
    this.#last = items.length - 1;
    items.forEach((item, place) => {
      addTo(this.#places, memberOf(item, keyed.mergeKey), place);
    });
  }

  get kept(): JsonArray {
    return this.#items.filter((_, place) => !this.#gone.has(place));
  }

  get tail(): JsonArray {
    return this.#tail.toReversed();
  }

  delete(key: JsonValue): void {
    // Keys that are maps or lists cannot be compared, where there is one to compare with.
    this.#index.find(key);
    for (const place of this.#places.get(key)?.splice(0) ?? []) {
      this.#tail.push(this.#items[this.#lastLeft()] ?? null);
      this.#gone.add(place);
    }
  }

  #lastLeft(): number {
    while (this.#gone.has(this.#last)) {
      this.#last -= 1;
    }
    return this.#last;
  }
}

/** Where items stand, by their keys. */
type Places = Map<JsonValue | undefined, number[]>;

function addTo(places: Places, key: JsonValue | undefined, place: number): void {
  const known = places.get(key);
  if (known === undefined) {
    places.set(key, [place]);
  } else {
    known.push(place);
  }
}
