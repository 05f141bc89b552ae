/** A YAML document as a tree, before its scalars have values. `offset` is where a node begins in the text. */
export type YamlNode = ScalarNode | SequenceNode | MappingNode | AliasNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly offset: number;
  readonly value: string;
  /** In long form; `''` without one. */
  readonly tag: string;
  /** Its text decides its type: neither quoted nor tagged. */
  readonly implicit: boolean;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly offset: number;
  readonly items: YamlNode[];
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly offset: number;
  /** Keys and values in turn. */
  readonly entries: YamlNode[];
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly offset: number;
  readonly name: string;
  readonly target: YamlNode;
}
