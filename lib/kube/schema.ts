/**
 * The shape of the table that describes Go's types: `pod-schema.json` is generated in it from k8s.io/api.
 * Merge keys, the typed view, the normal form and struct order all read this one table.
 */

/** A field of a Go struct, in declaration order. */
export interface FieldSchema {
  /** Go name, as templates spell it: `ServiceAccountName`. */
  readonly go: string;
  /** JSON name; `''` for an inlined struct and for fields that are not encoded. */
  readonly json: string;
  /** Go type as `%T` prints it: `[]v1.Container`, `*int64`, `map[string]string`. */
  readonly type: string;
  readonly omitempty?: boolean;
  /** Left out when it is zero by its `IsZero` method: times. */
  readonly omitzero?: boolean;
  /** Its fields are encoded as if they were the parent's (embedded without a JSON name). */
  readonly inline?: boolean;
  /** Its fields and methods are promoted to the parent in templates. */
  readonly embedded?: boolean;
  /** `patchStrategy` of strategic merge. */
  readonly strategies?: readonly ('merge' | 'replace' | 'retainKeys')[];
  /** `patchMergeKey` of strategic merge. */
  readonly mergeKey?: string;
}

/** A named Go type. */
export interface TypeSchema {
  readonly kind: 'struct' | 'map' | 'slice' | 'string' | 'bool' | 'int' | 'int32' | 'int64' | 'uint8' | 'float64';
  /** Of a map or a slice: the unnamed type it stands for. */
  readonly underlying?: string;
  /** Encodes itself (times, quantities, int-or-string). */
  readonly customJson?: boolean;
  readonly fields?: readonly FieldSchema[];
  /** Methods without arguments and with one result, of the pointer receiver too. */
  readonly methods?: readonly string[];
  /** Go names of the fields in the order in which `String()` prints them, where that is not declaration order. */
  readonly printed?: readonly string[];
}

/** Named Go types by name, as `%T` prints it. */
export type Schema = Readonly<Record<string, TypeSchema>>;
