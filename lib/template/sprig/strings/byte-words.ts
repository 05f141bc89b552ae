import { runeToString } from '../../../go/bytes.ts';
import { isSpace } from '../../../go/space.ts';
import { toBinary } from './text.ts';

/**
 * goutils' AbbreviateFull, on bytes: dots for what is cut off behind a width, and before an offset beyond 4.
 * `width` is at least 4, and at least 7 with an offset.
 */
export function abbreviate(bytes: string, offset: number, width: number): string {
  const { length } = bytes;
  if (length <= width) {
    return bytes;
  }
  const shown = width - 3;
  const start = Math.max(0, Math.min(offset, length)) > length - shown ? length - shown : Math.min(offset, length);
  if (start <= 4) {
    return `${bytes.slice(0, shown)}...`;
  }
  // Below 7 there is no room for dots on both sides: goutils refuses, and sprig makes nothing of that.
  if (width < 7) {
    return '';
  }
  return start + shown < length
    ? `...${abbreviate(bytes.slice(start), 0, shown)}`
    : `...${bytes.slice(length - shown)}`;
}

/** goutils' DeleteWhiteSpace: where it removes something, every byte becomes a character of its own. */
export function withoutSpace(text: string): string {
  const bytes = [...toBinary(text)];
  const kept = bytes.filter((byte) => !isSpace(byte.charCodeAt(0)));
  return kept.length === bytes.length ? text : kept.join('');
}

/** goutils' Initials: the first byte of each word, as a character. */
export function initials(text: string): string {
  let found = '';
  let afterGap = true;
  for (const byte of toBinary(text)) {
    const gap = isSpace(byte.charCodeAt(0));
    found += afterGap && !gap ? runeToString(byte.charCodeAt(0)) : '';
    afterGap = gap;
  }
  return found;
}

interface WrapOptions {
  /** Bytes in a line; less than 1 counts as 1. */
  readonly width: number;
  /** What ends a line; empty for a newline. */
  readonly separator: string;
  /** Whether words longer than a line are cut. */
  readonly cut: boolean;
}

/** goutils' WrapCustom, on bytes: breaks at spaces. */
export function wrap(bytes: string, options: WrapOptions): string {
  const width = Math.max(options.width, 1);
  const separator = options.separator === '' ? '\n' : options.separator;
  let wrapped = '';
  let offset = 0;
  while (bytes.length - offset > width) {
    if (bytes[offset] === ' ') {
      offset += 1;
      continue;
    }
    const end = lineEnd(bytes, offset, { width, cut: options.cut });
    wrapped += bytes.slice(offset, end.at);
    if (end.at === bytes.length && !end.cut) {
      return wrapped;
    }
    wrapped += separator;
    offset = end.cut ? end.at : end.at + 1;
  }
  return wrapped + bytes.slice(offset);
}

interface LineEnd {
  readonly at: number;
  /** Whether a word was cut there, so that no space is to be skipped. */
  readonly cut: boolean;
}

function lineEnd(bytes: string, offset: number, { width, cut }: { width: number; cut: boolean }): LineEnd {
  const space = bytes.lastIndexOf(' ', offset + width);
  if (space >= offset) {
    return { at: space, cut: false };
  }
  if (cut) {
    return { at: offset + width, cut: true };
  }
  const next = bytes.indexOf(' ', offset + width);
  return { at: next < 0 ? bytes.length : next, cut: false };
}
