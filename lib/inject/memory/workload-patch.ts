import { JsonForm } from '../../json/json-form.ts';
import { parseJson } from '../../json/json-text.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { TextForm } from '../../json/text-form.ts';
import type { Operation } from '../../patch/operation.ts';

/** What is made for one pod. */
export interface PodPatch {
  readonly operations: readonly Operation[];
  /** The same as JSON text. */
  readonly patch: string;
}

/**
 * A patch for all pods of a workload, each with a name of its own for the volume of its token.
 */
export class WorkloadPatch {
  readonly #operations: JsonForm;
  readonly #text: TextForm;

  /** @param token the name in `patch`; undefined where pods of the workload have no such volume */
  constructor(patch: string, token: string | undefined) {
    const names = token === undefined ? [] : [token];
    this.#operations = new JsonForm(parseJson(patch), names);
    this.#text = new TextForm(patch, names);
  }

  get characters(): number {
    return this.#text.characters;
  }

  /** The patch with another name. What does not hold it is shared. */
  named(token: string): PodPatch {
    const names = [token];
    return { operations: decodeOperations(this.#operations.with(names)), patch: this.#text.write(names) };
  }
}

/** Reads a patch of our own. */
function decodeOperations(value: JsonValue): readonly Operation[] {
  return value as readonly Operation[];
}
