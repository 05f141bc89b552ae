/**
 * The shape of the table of protobuf messages that `test/suites/oracle/mesh-schema` generates. What follows from a field's
 * protobuf name by the usual rules (its JSON and its Go name) is left out of the table and made here.
 */

export type ProtoKind =
  | 'bool'
  | 'string'
  | 'bytes'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'float'
  | 'double'
  | 'enum'
  | 'message';

/** A field as the table has it, in the order of its `.proto` file. */
export interface ProtoField {
  /** `proxy_metadata` */
  readonly name: string;
  /** `proxyMetadata`, where it does not follow from the name. */
  readonly json?: string;
  /** `ProxyMetadata`, where it does not follow from the name. */
  readonly go?: string;
  /** Kind of the value; of the elements of a list or map. */
  readonly kind: ProtoKind;
  /** Full name of the message or enum. */
  readonly type?: string;
  /** Go holds a scalar as a pointer (`optional`). */
  readonly pointer?: boolean;
  readonly list?: boolean;
  /** Of a map: the kind of its keys. */
  readonly map?: string;
  /** Go name of the oneof that it belongs to: `ClusterName`. */
  readonly oneof?: string;
  /** Go type of the struct that holds a oneof's member: `v1alpha1.ProxyConfig_ServiceCluster`. */
  readonly wrapper?: string;
}

export interface ProtoSchema {
  readonly messages: Readonly<Record<string, { readonly go: string; readonly fields: readonly ProtoField[] }>>;
  readonly enums: Readonly<Record<string, { readonly go: string; readonly values: Readonly<Record<string, number>> }>>;
}
