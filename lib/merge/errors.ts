import { CodedError } from '../base/coded-error.ts';
/**
 * Why a patch cannot be merged:
 * - `unknown-field`: both sides have a map or a list under a name that the type does not have
 * - `not-a-struct`, `not-a-list`: both sides nest where the type has no fields, or is no list
 * - `wrong-shape`: a value of another kind than a directive or a merged list needs
 * - `mixed-list`, `list-of-lists`, `empty-lists`: lists that cannot be merged for what they hold
 * - `missing-merge-key`: an item without the key that its list is merged by
 * - `no-merge-key`: objects in a list that has no merge key
 * - `uncomparable`: a key or item that is itself a map or list, where values are compared
 * - `too-deep`: a patch that nests deeper than any document that is merged
 * - `bad-directive`, `bad-retain-keys`, `bad-delete-list`, `bad-element-order`: a directive that says nothing sensible
 */
export type MergeErrorCode =
  | 'unknown-field'
  | 'not-a-struct'
  | 'not-a-list'
  | 'wrong-shape'
  | 'mixed-list'
  | 'list-of-lists'
  | 'empty-lists'
  | 'missing-merge-key'
  | 'no-merge-key'
  | 'uncomparable'
  | 'too-deep'
  | 'bad-directive'
  | 'bad-retain-keys'
  | 'bad-delete-list'
  | 'bad-element-order';

/** A place in a document, as a chain up to the root. Costs nothing until it is printed. */
export interface PatchPath {
  readonly parent: PatchPath | undefined;
  readonly key: string | number;
}

/** A patch that strategic merge refuses. `path` locates it in the patch: `spec.containers[0].ports`. */
export class MergeError extends CodedError<MergeErrorCode> {
  override readonly name = 'MergeError';
  readonly path: string;

  constructor(code: MergeErrorCode, message: string, { place }: { readonly place: PatchPath | undefined }) {
    const path = formatPlace(place);
    super(code, path === '' ? message : `${path}: ${message}`);
    this.path = path;
  }
}

function formatPlace(place: PatchPath | undefined): string {
  if (place === undefined) {
    return '';
  }
  const parent = formatPlace(place.parent);
  if (typeof place.key === 'number') {
    return `${parent}[${place.key}]`;
  }
  if (!/^[\w$/-]+$/.test(place.key)) {
    return `${parent}[${JSON.stringify(place.key)}]`;
  }
  return parent === '' ? place.key : `${parent}.${place.key}`;
}
