/** unicode.IsSpace. */
export function isSpace(rune: number): boolean {
  return (
    (rune >= 9 && rune <= 13) ||
    rune === 0x20 ||
    rune === 0x85 ||
    rune === 0xa0 ||
    (rune >= 0x1680 && isWideSpace(rune))
  );
}

function isWideSpace(rune: number): boolean {
  return (
    rune === 0x1680 ||
    (rune >= 0x2000 && rune <= 0x200a) ||
    (rune >= 0x2028 && rune <= 0x2029) ||
    rune === 0x202f ||
    rune === 0x205f ||
    rune === 0x3000
  );
}

/** strings.TrimSpace, in one pass from each end: an expression would look anew from each blank in the middle. */
export function trimSpace(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isSpace(text.charCodeAt(from))) {
    from += 1;
  }
  while (to > from && isSpace(text.charCodeAt(to - 1))) {
    to -= 1;
  }
  return from === 0 && to === text.length ? text : text.slice(from, to);
}
