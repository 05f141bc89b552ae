import { utf8Length } from '../go/bytes.ts';
import { sprintf } from '../go/sprintf.ts';

/** The words that are no identifiers. */
export type Keyword =
  | 'block'
  | 'break'
  | 'continue'
  | 'define'
  | 'else'
  | 'end'
  | 'if'
  | 'nil'
  | 'range'
  | 'template'
  | 'with';

export type TokenKind =
  | 'error'
  | 'eof'
  | 'text'
  | 'left-delim'
  | 'right-delim'
  | 'identifier'
  | 'field'
  | 'variable'
  | 'dot'
  | 'bool'
  | 'char-constant'
  | 'complex'
  | 'number'
  | 'string'
  | 'raw-string'
  | 'assign'
  | 'declare'
  | 'pipe'
  | 'left-paren'
  | 'right-paren'
  | 'char'
  | Keyword;

/** A piece of template text. `value` is the piece itself, or the message of an `error`. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly value: string;
  /** Whether white space precedes it in its action. */
  readonly spaced: boolean;
}

/** The keywords, and the dot that counts as one in messages. */
export const keywords: ReadonlyMap<string, Keyword> = new Map(
  (['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'nil', 'range', 'template', 'with'] as const).map(
    (word) => [word, word],
  ),
);

/** How messages name a token. */
export function describeToken(token: Token): string {
  if (token.kind === 'eof') {
    return 'EOF';
  }
  if (token.kind === 'error') {
    return token.value;
  }
  if (token.kind === 'dot' || keywords.has(token.kind)) {
    return `<${token.value}>`;
  }
  return sprintf(utf8Length(token.value) > 10 ? '%.10q...' : '%q', [token.value]);
}
