import type { JsonObject, JsonValue } from '../json/json-value.ts';
import { setMember } from '../json/member.ts';
import { resolvePlain } from './resolve.ts';

/** Where a text is being read. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** Longer keys are for the parser, which refuses those beyond 1,024 characters. */
const maxKey = 1000;
/** Deeper ones are left to the parser. */
const maxFlowDepth = 10;

/** The rest of a line behind a value. */
const lineEnd = /(?: +#[^\n]*| *)(?:\n|$)/y;
/**
 * Quoted text without escapes, and words that no context makes anything but text, a number, a boolean or null; among
 * them options of commands, `--port=1`, and references to variables, `$(NAME).svc`.
 */
const plainScalar =
  /(?:"([^"\\\n]*)"|'([^'\n]*)'|((?:[A-Za-z0-9/$]|--?[A-Za-z])(?:[A-Za-z0-9_./:=$()-]*[A-Za-z0-9_./=$()-])?))/y;
/** The same in brackets, where a colon has a meaning of its own. */
const flowScalar = /"([^"\\\n]*)"|'([^'\n]*)'|([A-Za-z0-9/][A-Za-z0-9_./-]*)/y;
/** What may stand between the parts of what is in brackets. */
const gap = /[ \n]*/y;
const keyEnd = /: +/y;
const smallNumber = /^(?:0|[1-9][0-9]{0,8})$/;
/** A word that may be a time. */
const yearFirst = /^[0-9]{4}-/;

/**
 * The value that fills the rest of a line: a scalar, or a mapping or list in brackets whose parts are such scalars,
 * which may go on over lines. The cursor then stands at the next line. Undefined where it takes the parser to tell.
 */
export function simpleValue(cursor: Cursor): JsonValue | undefined {
  const value = isFlowStart(cursor) ? flowValue(cursor, 0) : scalarValue(take(cursor, plainScalar));
  return take(cursor, lineEnd) === null ? undefined : value;
}

function isFlowStart({ text, at }: Cursor): boolean {
  return text[at] === '{' || text[at] === '[';
}

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found !== null) {
    cursor.at = pattern.lastIndex;
  }
  return found;
}

function scalarValue(found: RegExpExecArray | null): JsonValue | undefined {
  if (found === null) {
    return undefined;
  }
  const [, doubleQuoted, singleQuoted, word] = found;
  return doubleQuoted ?? singleQuoted ?? wordValue(word ?? '');
}

/** What a word stands for: in YAML 1.1 `yes` is true. */
function wordValue(word: string): JsonValue | undefined {
  if (smallNumber.test(word)) {
    return Number(word);
  }
  const resolved = resolvePlain(word);
  switch (resolved.kind) {
    case 'string':
      return yearFirst.test(word) ? undefined : resolved.value;
    case 'bool':
      return resolved.value;
    case 'null':
      return null;
    default:
      return undefined;
  }
}

function flowValue(cursor: Cursor, depth: number): JsonValue | undefined {
  take(cursor, gap);
  if (!isFlowStart(cursor)) {
    return scalarValue(take(cursor, flowScalar));
  }
  if (depth === maxFlowDepth) {
    return undefined;
  }
  return takeMark(cursor, '{') ? flowMapping(cursor, depth + 1) : flowList(cursor, depth + 1);
}

function flowList(cursor: Cursor, depth: number): JsonValue | undefined {
  const items: JsonValue[] = [];
  takeMark(cursor, '[');
  while (!takeMark(cursor, ']')) {
    const item = flowValue(cursor, depth);
    if (item === undefined || !isPartEnd(cursor, ']')) {
      return undefined;
    }
    items.push(item);
  }
  return items;
}

function flowMapping(cursor: Cursor, depth: number): JsonObject | undefined {
  const mapping: Record<string, JsonValue> = {};
  while (!takeMark(cursor, '}')) {
    const key = scalarValue(take(cursor, flowScalar));
    const value = take(cursor, keyEnd) === null ? undefined : flowValue(cursor, depth);
    if (typeof key !== 'string' || key.length > maxKey || value === undefined || !isPartEnd(cursor, '}')) {
      return undefined;
    }
    setMember(mapping, key, value);
  }
  return mapping;
}

/** Whether a part is followed by a comma, which is taken, or by the end. */
function isPartEnd(cursor: Cursor, end: string): boolean {
  return takeMark(cursor, ',') || nextMark(cursor) === end;
}

/** Takes a mark that stands here or behind a gap. */
function takeMark(cursor: Cursor, mark: string): boolean {
  const isHere = nextMark(cursor) === mark;
  cursor.at += isHere ? 1 : 0;
  return isHere;
}

function nextMark(cursor: Cursor): string | undefined {
  take(cursor, gap);
  return cursor.text[cursor.at];
}
