/** A text without that character (one UTF-16 unit) at its end: `/x+$/` would look anew from each one in the middle. */
export function trimEnd(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) {
    end -= 1;
  }
  return end === text.length ? text : text.slice(0, end);
}
