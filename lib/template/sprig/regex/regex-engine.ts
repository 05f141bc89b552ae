import { RE2JS, RE2JSSyntaxException } from 're2js';
import { GoError } from '../../../go/errors.ts';

/** Compiled expressions that are kept, so that a template compiles each of its own once. */
const maxCached = 128;
const cache = new Map<string, CompiledRegex>();

/** A compiled expression, and the groups that stand behind each name. */
export interface CompiledRegex {
  readonly regex: RE2JS;
  readonly aliases: ReadonlyMap<string, readonly string[]>;
}

/** One match: the start and end of the whole and of each group, -1 for a group that took no part. */
export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  readonly group: (index: number) => string;
  readonly named: (name: string) => string;
}

/** Compiles an expression of RE2's syntax. @throws `GoError` in Go's words. */
export function compileRegex(expression: string): CompiledRegex {
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

function compile(expression: string): CompiledRegex {
  const bad = expression.search(loneSurrogate);
  if (bad >= 0) {
    throw new GoError(`error parsing regexp: invalid UTF-8: \`${expression.slice(bad)}\``);
  }
  try {
    return compileNamed(expression);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) {
      // Go names what is wrong in backquotes, even if that is nothing.
      const message = error.message.endsWith('`') ? error.message : `${error.message}: \`\``;
      throw new GoError(message, { cause: error });
    }
    throw error;
  }
}

const loneSurrogate = /\p{Surrogate}/u;
const groupName = /(\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])|\(\?P?<(\w+)>/gsu;

/** Go lets several groups have one name, the engine does not: later ones get names of their own. */
function compileNamed(expression: string): CompiledRegex {
  const aliases = new Map<string, string[]>();
  const unique = expression.includes('<')
    ? expression.replace(groupName, (found: string, _literal?: string, name?: string) => {
        if (name === undefined) {
          return found;
        }
        const known = aliases.get(name) ?? [];
        const alias = known.length === 0 ? name : `${name}__${known.length}`;
        aliases.set(name, [...known, alias]);
        return `(?P<${alias}>`;
      })
    : expression;
  const repeated = [...aliases.values()].some((names) => names.length > 1);
  return { regex: RE2JS.compile(repeated ? unique : expression), aliases };
}

/** Matches from left to right, and continues as Go does: at the end of a match, or one character later after an empty match. */
export function* matchesOf({ regex, aliases }: CompiledRegex, text: string): Generator<RegexMatch> {
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
      named: (name) =>
        (aliases.get(name) ?? []).map((alias) => matcher.group(alias)).find((found) => found !== null) ?? '',
    };
    at = end > at ? end : at + widthAt(text, at);
  }
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
