/**
 * Go's values in TypeScript, as `text/template` sees them. What dominates is bare JavaScript, the rest is a
 * small box that names its Go type, spelled as `%T` prints it.
 *
 * | Go                        | here                                                          |
 * |---------------------------|---------------------------------------------------------------|
 * | nil in an interface       | `null`                                                        |
 * | bool, string              | `boolean`, `string`                                           |
 * | float64                   | `number`                                                      |
 * | int                       | `bigint`                                                      |
 * | `[]interface {}`          | an array                                                      |
 * | `map[string]interface {}` | a `Map` (order of insertion means nothing; Go sorts by bytes) |
 * | everything else           | a box with `kind` and `type`                                  |
 *
 * A Go string is bytes. It is held as a JavaScript string in which each byte that is not part of valid UTF-8
 * stands as the lone surrogate U+DC00 + byte (U+DC80 to U+DCFF), so that valid text costs nothing.
 *
 * Whether a value sits in an interface belongs to the operand, not to the value: the engine tracks it.
 */
export type GoValue =
  | null
  | boolean
  | string
  | number
  | bigint
  | GoArray
  | GoMap
  | GoNumber
  | GoComplex
  | GoNamed
  | GoSlice
  | GoTypedMap
  | GoStruct
  | GoPointer
  | GoFunc;

export type GoArray = GoValue[];
export type GoMap = Map<string, GoValue>;

/** The numeric kinds that are neither float64 (`number`) nor int (`bigint`), and named numeric types of any kind. */
export type NumericKind =
  | 'int'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'uintptr'
  | 'float32'
  | 'float64';

/** `int64`, `uint8`, `time.Duration` (numeric: `int64`). `value` is a bigint for whole-number kinds. */
export interface GoNumber {
  readonly kind: 'number';
  readonly type: string;
  readonly numeric: NumericKind;
  readonly value: number | bigint;
  readonly method?: MethodLookup;
  readonly pointerMethod?: MethodLookup;
}

export interface GoComplex {
  readonly kind: 'complex';
  readonly type: 'complex128' | 'complex64';
  readonly real: number;
  readonly imaginary: number;
}

/** A named string or bool: `v1.Protocol`. */
export interface GoNamed {
  readonly kind: 'named';
  readonly type: string;
  readonly value: string | boolean;
  readonly method?: MethodLookup;
  readonly pointerMethod?: MethodLookup;
}

/** A list other than `[]interface {}`: `[]string`, `[]v1.Container`. Elements sit in an interface only if `elem` is one. */
export interface GoSlice {
  readonly kind: 'slice';
  readonly type: string;
  readonly elem: string;
  /** A nil slice: prints `[]`, encodes as null. */
  readonly isNil: boolean;
  readonly length: number;
  at(index: number): GoValue;
}

/** A map other than `map[string]interface {}`: `map[string]string`, `v1.ResourceList`. */
export interface GoTypedMap {
  readonly kind: 'map';
  readonly type: string;
  readonly key: string;
  readonly elem: string;
  readonly isNil: boolean;
  readonly size: number;
  get(key: string): GoValue | undefined;
  /** Keys in no particular order. */
  keys(): Iterable<string>;
  /** The zero value of `elem`; needed only where the spelling of `elem` does not tell it (a struct, a named type). */
  readonly zero?: () => GoValue;
  readonly method?: MethodLookup;
  readonly pointerMethod?: MethodLookup;
}

/** A struct. `fields` are the exported ones in declaration order, embedded structs as fields of their own. */
export interface GoStruct {
  readonly kind: 'struct';
  readonly type: string;
  readonly fields: readonly string[];
  /** Names of fields that Go keeps private: asking for one is an error of its own. */
  readonly unexported?: readonly string[];
  /** A field by its Go name, those promoted from embedded structs included; `undefined` where there is none. */
  field(name: string): GoValue | undefined;
  /** The declared Go type of a field (as `%T`), `interface {}` included. */
  fieldType(name: string): string | undefined;
  /** Whether a field may be of an interface type. Where none is, nobody need look for the type of each that is read. */
  readonly hasInterfaces?: boolean;
  readonly method?: MethodLookup;
  readonly pointerMethod?: MethodLookup;
  /** What encoding/json makes of it, as JSON text; absent where it cannot be encoded. */
  json?(): string;
  /** Whether reflect.DeepEqual takes another of its type for the same; absent where its fields and its text say so. */
  equals?(other: GoStruct): boolean;
}

/** A pointer; `target` is null for a nil pointer. Fields and methods of the target are reached through it. */
export interface GoPointer {
  readonly kind: 'pointer';
  readonly type: string;
  readonly target: GoValue;
  readonly isNil: boolean;
  /** Of a nil pointer to a struct: whether the struct has such a field; it decides which of two errors Go gives. */
  readonly hasField?: (name: string) => boolean;
  readonly method?: MethodLookup;
}

/** A function value in data, as `call` takes it. */
export interface GoFunc {
  readonly kind: 'func';
  readonly type: string;
  readonly params: readonly string[];
  readonly variadic: boolean;
  readonly call: (args: readonly GoValue[]) => GoValue;
}

/**
 * A method by name: `String` is what printing calls (fmt.Stringer). `undefined` where there is none.
 * `method` finds those of the value itself; `pointerMethod` those declared on its pointer, on a value whose address
 * Go could take (a field reached through a pointer, an element of a list): a template's field chains and actions see
 * them, functions such as `print` do not.
 */
export type MethodLookup = (name: string) => GoFunc | undefined;
