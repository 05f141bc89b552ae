/** The part of JSON Schema (2020-12) that our own files need: it validates them here, and editors complete them by it. */
export interface JsonSchema {
  readonly type?: 'object' | 'array' | 'string' | 'boolean' | 'integer';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  /** False: no others; a schema: for all others. Any others where it is absent. */
  readonly additionalProperties?: false | JsonSchema;
  /** Exactly one of these members. */
  readonly oneOf?: readonly { readonly required: readonly string[] }[];
}
