/** What the scanner hands to the parser. `offset` is where the token begins. */
export type Token =
  | { readonly kind: PlainTokenKind; readonly offset: number }
  | { readonly kind: 'scalar'; readonly offset: number; readonly value: string; readonly plain: boolean }
  | { readonly kind: 'alias'; readonly offset: number; readonly value: string }
  | { readonly kind: 'anchor'; readonly offset: number; readonly value: string }
  | { readonly kind: 'tag'; readonly offset: number; readonly handle: string; readonly suffix: string }
  | { readonly kind: 'version'; readonly offset: number; readonly value: string }
  | { readonly kind: 'tag-directive'; readonly offset: number; readonly handle: string; readonly prefix: string };

/** Tokens without content. `key` and the block starts are put in front of what turns out to be a key. */
export type PlainTokenKind =
  | 'stream-end'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'flow-entry'
  | 'block-entry'
  | 'key'
  | 'value';
