import type { JsonValue } from '../go/json.ts';
import { resolvePlain } from '../yaml/resolve.ts';

/** What most values are, and nothing else: quoted text without escapes, small whole numbers, words and paths. */
const simple = /(?:"([^"\\\n]*)"|(0|[1-9][0-9]{0,8})|([A-Za-z/](?:[A-Za-z0-9_./:-]*[A-Za-z0-9_./-])?)) *(?:\n|$)/y;

/** The value that fills the rest of a line; undefined where it takes a YAML parser to tell. */
export function simpleValue(text: string, at: number): JsonValue | undefined {
  simple.lastIndex = at;
  const found = simple.exec(text);
  if (found === null) {
    return undefined;
  }
  const [, quoted, digits, word] = found;
  return quoted ?? (digits === undefined ? wordValue(word ?? '') : Number(digits));
}

/** What a word stands for: in YAML 1.1 `yes` is true. */
function wordValue(word: string): JsonValue | undefined {
  const resolved = resolvePlain(word);
  switch (resolved.kind) {
    case 'string':
    case 'bool':
      return resolved.value;
    case 'null':
      return null;
    default:
      return undefined;
  }
}
