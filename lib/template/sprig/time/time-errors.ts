import { goStringToBytes } from '../../../go/bytes.ts';
import { GoError } from '../../../go/errors.ts';

/** How package time quotes: what is not printable ASCII byte by byte. */
export function quoteTime(text: string): string {
  const quoted = Array.from(goStringToBytes(text), (byte) => {
    if (byte < 0x20 || byte >= 0x80) {
      return `\\x${byte.toString(16).padStart(2, '0')}`;
    }
    const char = String.fromCharCode(byte);
    return char === '"' || char === '\\' ? `\\${char}` : char;
  });
  return `"${quoted.join('')}"`;
}

/** A text that does not fit its layout at some part. */
export function layoutMismatch(place: {
  readonly layout: string;
  readonly text: string;
  readonly part: string;
  readonly rest: string;
}): GoError {
  const { layout, text, part, rest } = place;
  return new GoError(
    `parsing time ${quoteTime(text)} as ${quoteTime(layout)}: cannot parse ${quoteTime(rest)} as ${quoteTime(part)}`,
  );
}

/** A text that fits, but means no time. */
export function badTime(text: string, what: string): GoError {
  return new GoError(`parsing time ${quoteTime(text)}: ${what}`);
}
