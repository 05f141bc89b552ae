import { RE2JS, RE2JSSyntaxException } from 're2js';
import { GoError } from '../../go/errors.ts';

/** Compiled expressions that are kept, so that a template compiles each of its own once. */
const maxCached = 128;
const cache = new Map<string, RE2JS>();

/** One match: the start and end of the whole and of each group, -1 for a group that took no part. */
export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  readonly group: (index: number) => string;
  readonly named: (name: string) => string;
}

/** Compiles an expression of RE2's syntax. Throws `GoError` in Go's words. */
export function compileRegex(expression: string): RE2JS {
  const known = cache.get(expression);
  if (known !== undefined) {
    return known;
  }
  const compiled = compile(expression);
  if (cache.size >= maxCached) {
    cache.clear();
  }
  cache.set(expression, compiled);
  return compiled;
}

function compile(expression: string): RE2JS {
  try {
    return RE2JS.compile(expression);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) {
      throw new GoError(error.message, { cause: error });
    }
    throw error;
  }
}

/** Matches from left to right, as Go goes on after each: behind it, or one character further after an empty one. */
export function* matchesOf(regex: RE2JS, text: string): Generator<RegexMatch> {
  const matcher = regex.matcher(text);
  for (let at = 0; at <= text.length; ) {
    if (!matcher.find(at)) {
      return;
    }
    const [start, end] = [matcher.start(), matcher.end()];
    yield {
      start,
      end,
      group: (index) => (index <= matcher.groupCount() ? (matcher.group(index) ?? '') : ''),
      named: (name) => (Object.hasOwn(matcher.namedGroups, name) ? (matcher.group(name) ?? '') : ''),
    };
    at = end > at ? end : at + widthAt(text, at);
  }
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
