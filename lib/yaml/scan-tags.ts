import { type Cursor, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isNameCode } from './cursor.ts';
import type { Token } from './token.ts';

const uriPunctuation = new Set([...";/?:@&=+$,.!~*'()[]%"].map((letter) => letter.charCodeAt(0)));
const afterAnchor = new Set([...'?:,]}%@`'].map((letter) => letter.charCodeAt(0)));

/** An anchor (`&name`) or an alias (`*name`). */
export function scanAnchor(cursor: Cursor, kind: 'anchor' | 'alias'): Token {
  const { offset } = cursor;
  cursor.offset += 1;
  const value = takeName(cursor);
  const next = cursor.code();
  if (value === '' || !(isBlankOrEnd(next) || afterAnchor.has(next))) {
    throw cursor.fail(`the name of an ${kind} is made of letters, digits, _ and -`);
  }
  return { kind, offset, value };
}

/** A tag: `!`, `!name`, `!!name`, `!handle!name` or `!<uri>`. Without a handle it stands for itself. */
export function scanTag(cursor: Cursor): Token {
  const { offset } = cursor;
  let handle = '';
  let suffix: string;
  if (cursor.code(1) === 60) {
    cursor.offset += 2;
    suffix = takeUri(cursor, '');
    if (cursor.code() !== 62) {
      throw cursor.fail('a tag that begins with !< ends with >', cursor.offset, 'bad-tag');
    }
    cursor.offset += 1;
  } else {
    handle = takeHandle(cursor);
    if (handle.length > 1 && handle.endsWith('!')) {
      suffix = takeUri(cursor, '');
    } else {
      suffix = takeUri(cursor, handle);
      handle = '!';
      if (suffix === '') {
        [handle, suffix] = ['', '!'];
      }
    }
  }
  if (!isBlankOrEnd(cursor.code())) {
    throw cursor.fail('a space must follow a tag', cursor.offset, 'bad-tag');
  }
  return { kind: 'tag', offset, handle, suffix };
}

/** `%YAML 1.1` or `%TAG ! prefix`, with its line. */
export function scanDirective(cursor: Cursor): Token {
  const { offset } = cursor;
  cursor.offset += 1;
  const name = takeName(cursor);
  if (name === '' || !isBlankOrEnd(cursor.code())) {
    throw cursor.fail('after % stands the name of a directive, YAML or TAG');
  }
  const token = scanDirectiveValue(cursor, name, offset);
  cursor.skipBlanks();
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.code())) {
    throw cursor.fail('only a comment may follow a directive on its line');
  }
  if (isBreak(cursor.code())) {
    cursor.takeBreak();
  }
  return token;
}

function scanDirectiveValue(cursor: Cursor, name: string, offset: number): Token {
  cursor.skipBlanks();
  if (name === 'YAML') {
    return { kind: 'version', offset, value: takeVersion(cursor) };
  }
  if (name !== 'TAG') {
    throw cursor.fail(`%${name} is no directive; remove the line, or write it without %`, offset);
  }
  const handle = takeHandle(cursor);
  if ((handle !== '!' && !handle.endsWith('!')) || !isBlank(cursor.code())) {
    throw cursor.fail('%TAG takes a handle such as !e!, a space and a prefix', cursor.offset, 'bad-tag');
  }
  cursor.skipBlanks();
  const prefix = takeUri(cursor, '', true);
  if (!isBlankOrEnd(cursor.code())) {
    throw cursor.fail('a space or the end of the line must follow the prefix of a tag', cursor.offset, 'bad-tag');
  }
  return { kind: 'tag-directive', offset, handle, prefix };
}

function takeVersion(cursor: Cursor): string {
  const match = /^([0-9]{1,2})\.([0-9]{1,2})(?![0-9])/.exec(cursor.text.slice(cursor.offset, cursor.offset + 6));
  if (match === null) {
    throw cursor.fail('%YAML takes a version: 1.1');
  }
  cursor.offset += match[0].length;
  return `${Number(match[1])}.${Number(match[2])}`;
}

function takeName(cursor: Cursor): string {
  const start = cursor.offset;
  while (isNameCode(cursor.code())) {
    cursor.offset += 1;
  }
  return cursor.text.slice(start, cursor.offset);
}

function takeHandle(cursor: Cursor): string {
  const start = cursor.offset;
  if (cursor.code() !== 33) {
    throw cursor.fail('a tag handle begins with !', cursor.offset, 'bad-tag');
  }
  cursor.offset += 1;
  takeName(cursor);
  if (cursor.code() === 33) {
    cursor.offset += 1;
  }
  return cursor.text.slice(start, cursor.offset);
}

/** The rest of a tag behind a handle that has been read as its beginning, with `%41` escapes undone. */
function takeUri(cursor: Cursor, head: string, directive = false): string {
  const start = cursor.offset;
  while (isNameCode(cursor.code()) || uriPunctuation.has(cursor.code())) {
    cursor.offset += 1;
  }
  const uri = cursor.text.slice(start, cursor.offset);
  if (uri === '' && head === '') {
    throw cursor.fail(
      directive ? 'the prefix of the tag is missing' : 'the name of the tag is missing',
      start,
      'bad-tag',
    );
  }
  try {
    return head.slice(1) + decodeURIComponent(uri);
  } catch (cause) {
    throw cursor.fail(`the escapes of this tag are not UTF-8: ${String(cause)}`, start, 'bad-tag');
  }
}
