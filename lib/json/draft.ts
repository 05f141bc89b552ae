import type { JsonObject, JsonValue } from './json-value.ts';
import { countMembers, member, setMember } from './member.ts';

/**
 * Of a copy with so many members it is remembered what was changed in it. V8 keeps them by hash, and sorts the names
 * whenever somebody goes through them.
 */
const manyMembers = 1000;

/** So many members are copied again where one goes. */
const fewMembers = 32;

/** What a copy was made of. */
interface Origin {
  readonly base: JsonObject;
  /** The names that were set or taken away since. */
  readonly changed: ReadonlySet<string>;
  /** How many members the base has. */
  readonly size: number;
}

const origins = new WeakMap<JsonObject, Origin>();

/** What drafts did between two objects with very many members. */
export interface DraftedChanges {
  /** The names of all members that may differ, in the order in which they were changed. */
  readonly names: ReadonlySet<string>;
  /** How many other members there are, at least. */
  readonly others: number;
}

/** What drafts did to one object until it was the other; undefined where that is not known, and all is to be compared. */
export function draftedChanges(before: JsonObject, after: JsonObject): DraftedChanges | undefined {
  const last = origins.get(after);
  if (last === undefined) {
    return undefined;
  }
  const sets: ReadonlySet<string>[] = [];
  for (let at = after; at !== before; ) {
    const origin = origins.get(at);
    if (origin === undefined) {
      return undefined;
    }
    sets.push(origin.changed);
    at = origin.base;
  }
  const names = new Set(sets.reverse().flatMap((changed) => [...changed]));
  return { names, others: last.size - names.size };
}

/** Whether drafts left an object without a member. Of very many some are left, which is known without going through them. */
export function isEmptied(before: JsonObject, after: JsonObject): boolean {
  const others = draftedChanges(before, after)?.others ?? 0;
  return others <= 0 && countMembers(after) === 0;
}

/** The names of members that are not the very same value in both: those of `before`, then those that `after` alone has. */
export function changedNames(before: JsonObject, after: JsonObject): readonly string[] {
  if (before === after) {
    return [];
  }
  const drafted = draftedChanges(before, after);
  if (drafted !== undefined) {
    return [...drafted.names].filter((key) => member(before, key) !== member(after, key));
  }
  const names: string[] = [];
  for (const key in before) {
    if (before[key] !== member(after, key)) {
      names.push(key);
    }
  }
  for (const key in after) {
    if (member(before, key) === undefined) {
      names.push(key);
    }
  }
  return names;
}

/** A copy that a draft made. */
interface OwnCopy {
  members: { [key: string]: JsonValue };
  size: number;
  /** What it was made of, where that is remembered. */
  readonly origin: (Origin & { readonly changed: Set<string> }) | undefined;
}

/**
 * Copies that drafts made and that only those see that share this: a further draft of one writes into it. So many
 * changes one after the other take one copy.
 */
export type OwnCopies = WeakMap<JsonObject, OwnCopy>;

/**
 * An object being changed. The base is copied at the first real change and never written to, unless it is one of `own`;
 * without a change the base itself is the result, so that callers share it.
 */
export class Draft {
  readonly #base: JsonObject;
  readonly #own: OwnCopies | undefined;
  #copy: OwnCopy | undefined;

  constructor(base: JsonObject, own?: OwnCopies) {
    this.#base = base;
    this.#own = own;
    this.#copy = own?.get(base);
  }

  /** The object as it stands. */
  get value(): JsonObject {
    return this.#copy?.members ?? this.#base;
  }

  get(key: string): JsonValue | undefined {
    return member(this.value, key);
  }

  set(key: string, value: JsonValue): void {
    const before = this.get(key);
    if (before === value) {
      return;
    }
    this.#copy ??= this.#makeCopy();
    this.#copy.size += before === undefined ? 1 : 0;
    this.#copy.origin?.changed.add(key);
    setMember(this.#copy.members, key, value);
  }

  /** Takes the member away where there is no value for it. */
  setOrDelete(key: string, value: JsonValue | undefined): void {
    if (value === undefined) {
      this.delete(key);
    } else {
      this.set(key, value);
    }
  }

  /**
   * Few members are copied without the one that goes. V8 keeps what is left of an object by hash once something was
   * deleted, and where it meets an empty one of that kind in a for-in loop, it compiles that loop again for every few
   * objects from then on.
   */
  delete(key: string): void {
    if (!Object.hasOwn(this.value, key)) {
      return;
    }
    const copy = this.#copy;
    if (copy === undefined) {
      this.#copy = this.#makeCopy(key);
      return;
    }
    copy.size -= 1;
    copy.origin?.changed.add(key);
    if (copy.size > fewMembers) {
      delete copy.members[key];
    } else {
      this.#own?.delete(copy.members);
      copy.members = copyOf(copy.members, key).members;
      this.#keep(copy);
    }
  }

  /** A copy of the base, without one of its members. */
  #makeCopy(left?: string): OwnCopy {
    const base = this.#base;
    const { members, size } = copyOf(base, left);
    const gone = left === undefined ? [] : [left];
    const copy = { members, size, origin: originOf(base, gone, size + gone.length) };
    this.#keep(copy);
    return copy;
  }

  #keep(copy: OwnCopy): void {
    this.#own?.set(copy.members, copy);
    if (copy.origin !== undefined) {
      origins.set(copy.members, copy.origin);
    }
  }
}

function originOf(base: JsonObject, gone: readonly string[], size: number): OwnCopy['origin'] {
  return size < manyMembers ? undefined : { base, changed: new Set(gone), size };
}

/** Not by `...`: of an object with very many members that takes twice as long. */
function copyOf(base: JsonObject, left?: string): Pick<OwnCopy, 'members' | 'size'> {
  const members: { [key: string]: JsonValue } = {};
  let size = 0;
  for (const key in base) {
    if (key !== left) {
      setMember(members, key, base[key] ?? null);
      size += 1;
    }
  }
  return { members, size };
}
