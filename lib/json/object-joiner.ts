import { setMember } from './member.ts';

type Members<Value> = { readonly [key: string]: Value };

/**
 * Joins objects one after the other: of two members of one name the later one stays. Only the first object is copied,
 * so that many are joined in the time that their members take.
 */
export class ObjectJoiner<Value> {
  readonly #joined = new WeakMap<Members<Value>, { [key: string]: Value }>();

  /** What an earlier call gave may be given as `before`, and changes then. */
  join(before: Members<Value>, later: Members<Value>): Members<Value> {
    const joined = this.#joined.get(before) ?? { ...before };
    this.#joined.set(joined, joined);
    for (const [key, value] of Object.entries(later)) {
      setMember(joined, key, value);
    }
    return joined;
  }
}
