import { parseJson } from '../../json/json-text.ts';
import { isList, isObject, type JsonArray, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { setMember } from '../../json/member.ts';
import type { Operation } from '../../patch/operation.ts';

/** What is made for one pod. */
export interface PodPatch {
  readonly operations: readonly Operation[];
  /** The same as JSON text. */
  readonly patch: string;
}

/**
 * A patch for all pods of a workload, each with a name of its own for the volume of its token. Where that name stands is
 * looked for once.
 */
export class WorkloadPatch {
  readonly #token: string;
  readonly #operations: JsonValue;
  /** The text of the patch, between the names. */
  readonly #texts: readonly string[];
  /** The texts, lists and objects of the patch in which the name stands. */
  readonly #holders = new Set<JsonValue>();

  /** @param token the name in `patch`; undefined where pods of the workload have no such volume */
  constructor(patch: string, token: string | undefined) {
    this.#token = token ?? '';
    this.#operations = parseJson(patch);
    this.#texts = token === undefined ? [patch] : patch.split(token);
    if (token !== undefined) {
      this.#look(this.#operations);
    }
  }

  get characters(): number {
    return this.#texts.reduce((sum, { length }) => sum + length, 0);
  }

  /** The patch with another name. What does not hold it is shared. */
  named(token: string): PodPatch {
    return { operations: decodeOperations(this.#rename(this.#operations, token)), patch: this.#texts.join(token) };
  }

  #rename(value: JsonValue, token: string): JsonValue {
    if (!this.#holders.has(value)) {
      return value;
    }
    if (isList(value)) {
      return value.map((item) => this.#rename(item, token));
    }
    return isObject(value) ? this.#renameMembers(value, token) : this.#renameText(String(value), token);
  }

  #renameMembers(object: JsonObject, token: string): JsonObject {
    const renamed = {};
    for (const key in object) {
      setMember(renamed, this.#renameText(key, token), this.#rename(object[key] ?? null, token));
    }
    return renamed;
  }

  #renameText(text: string, token: string): string {
    return this.#holders.has(text) ? text.replaceAll(this.#token, token) : text;
  }

  #look(value: JsonValue): boolean {
    // Each part is looked at, also where one before it holds the name.
    const holds =
      typeof value === 'string'
        ? value.includes(this.#token)
        : partsOf(value)
            .map((part) => this.#look(part))
            .includes(true);
    if (holds) {
      this.#holders.add(value);
    }
    return holds;
  }
}

function partsOf(value: JsonValue): JsonArray {
  if (isList(value)) {
    return value;
  }
  return isObject(value) ? Object.entries(value).flat() : [];
}

/** Reads a patch of our own. */
function decodeOperations(value: JsonValue): readonly Operation[] {
  return value as readonly Operation[];
}
