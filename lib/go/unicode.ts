/**
 * Makes a test for single characters of categories of Unicode, such as `L` for letters.
 * The pattern is made by the first test: V8 checks a regular expression's literal as soon as it reads the file, in
 * functions that nobody calls too, and categories cost up to half a millisecond of every cold start.
 */
export function categoryTest(...categories: readonly string[]): (char: string) => boolean {
  let pattern: RegExp | undefined;
  return (char) => {
    pattern ??= new RegExp(`^[${categories.map((category) => `\\p{${category}}`).join('')}]$`, 'u');
    return pattern.test(char);
  };
}
