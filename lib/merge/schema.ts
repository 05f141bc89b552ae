import { MergeError, type PatchPath } from './errors.ts';

/** A field of a struct, as far as merging goes. */
export interface MergeField {
  /** Name in Go: the JSON name of a field without a tag. */
  readonly go: string;
  /** JSON name, empty for an inlined struct. */
  readonly json: string;
  /** `[]v1.Container`, `*int64`, `map[string]string`. */
  readonly type: string;
  readonly inline?: boolean;
  readonly strategies?: readonly string[];
  readonly mergeKey?: string;
}

/** A named type, as far as merging goes. */
export interface MergeType {
  readonly kind: string;
  readonly underlying?: string;
  readonly fields?: readonly MergeField[];
}

/** What strategic merge must know: types by name, and the type of the documents to merge. */
export interface MergeSchema {
  readonly types: Readonly<Record<string, MergeType>>;
  readonly root: string;
}

/** What a field means for merging. `type` is that of the value, or of an item where a list was asked for. */
export interface FieldMeaning {
  readonly type: string;
  readonly strategy: string;
  readonly mergeKey: string;
}

interface StructFields {
  readonly exact: ReadonlyMap<string, FieldMeaning>;
  readonly folded: ReadonlyMap<string, FieldMeaning>;
}

type Types = MergeSchema['types'];

const compiled = new WeakMap<Types, Map<string, StructFields>>();

/**
 * What the field `key` of a type means. Names match in any letter case, an exact match first, as in Go's decoder.
 * @throws `not-a-struct` or `unknown-field`.
 */
export function lookUpField(types: Types, type: string, at: PatchPath & { readonly key: string }): FieldMeaning {
  const name = type.startsWith('*') ? type.slice(1) : type;
  const fields = fieldsOf(types, name);
  if (fields === undefined) {
    throw new MergeError('not-a-struct', `a map is merged here, but ${name} has no fields; give a plain value`, {
      place: at,
    });
  }
  const meaning = fields.exact.get(at.key) ?? fields.folded.get(fold(at.key));
  if (meaning === undefined) {
    const known = 'check the spelling, or remove it';
    throw new MergeError('unknown-field', `${name} has no field ${JSON.stringify(at.key)}; ${known}`, { place: at });
  }
  return meaning;
}

/** As `lookUpField`, for a list: `type` is that of its items. @throws `not-a-list` too. */
export function lookUpList(types: Types, type: string, at: PatchPath & { readonly key: string }): FieldMeaning {
  const field = lookUpField(types, type, at);
  const item = itemType(types, field.type);
  if (item === undefined || item.startsWith('[]')) {
    throw new MergeError('not-a-list', `a list is merged here, but the field is a ${field.type}; give one of those`, {
      place: at,
    });
  }
  return { ...field, type: item };
}

/** A pointer is as good as what it points to, list or not. */
function itemType(types: Types, type: string): string | undefined {
  if (type.startsWith('*')) {
    const target = type.slice(1);
    return itemType(types, target) ?? target;
  }
  const plain = types[type]?.underlying ?? type;
  return plain.startsWith('[]') ? plain.slice(2) : undefined;
}

function fieldsOf(types: Types, name: string): StructFields | undefined {
  let known = compiled.get(types);
  if (known === undefined) {
    known = new Map();
    compiled.set(types, known);
  }
  let fields = known.get(name);
  if (fields === undefined && types[name]?.kind === 'struct') {
    fields = compileFields(types, name);
    known.set(name, fields);
  }
  return fields;
}

function compileFields(types: Types, name: string): StructFields {
  const exact = new Map<string, FieldMeaning>();
  const folded = new Map<string, FieldMeaning>();
  for (const field of flatten(types, name)) {
    const json = field.json === '' ? field.go : field.json;
    const strategy = field.strategies?.find((one) => one !== 'retainKeys') ?? '';
    const meaning = { type: field.type, strategy, mergeKey: field.mergeKey ?? '' };
    exact.set(json, meaning);
    if (!folded.has(fold(json))) {
      folded.set(fold(json), meaning);
    }
  }
  return { exact, folded };
}

/** The fields that encode under a name of their own: those of inlined structs stand where the struct stands. */
function flatten(types: Types, name: string): readonly MergeField[] {
  return (types[name]?.fields ?? []).flatMap((field) => {
    if (field.json === '-') {
      return [];
    }
    return field.inline && types[field.type]?.kind === 'struct' ? flatten(types, field.type) : [field];
  });
}

/** Unicode has two more characters that fold to ASCII letters: the Kelvin sign, and the long s. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll('\u017f', 's');
}
