import { trimEnd } from '../base/trim-end.ts';
import { isClusterName } from '../config/parameter-names.ts';
import { defaultCluster } from '../config/snapshot.ts';

/** What an address says. Every text in it comes from outside. */
export type Address =
  | { readonly kind: 'health' }
  | {
      readonly kind: 'inject';
      /** The segment after `t`; null where there is none. A secret. */
      readonly token: string | null;
      /** The `cluster` pair's value; `default` where there is none. */
      readonly cluster: string;
      /** All pairs after `inject`, `cluster` included, in order. */
      readonly pairs: ReadonlyMap<string, string>;
    }
  /** Not one of ours. `problem` says what was expected, and repeats nothing of the path. */
  | { readonly kind: 'unknown'; readonly problem: string };

/** Longest path that is looked at, in characters. */
export const maxPathCharacters = 2048;

const deprecatedSeparator = ':ENV:';
const expected = 'expected [/PREFIX]/[t/TOKEN/]inject[/cluster/NAME][/net/NETWORK][/KEY/VALUE...]';

/**
 * Reads the path of a request: `[/PREFIX]/[t/TOKEN/]inject[/KEY/VALUE...]` or `[/PREFIX]/healthz`. The prefix (stage,
 * base path) is ignored, and may be called `inject` or `t` itself: what counts is the last `t/TOKEN/inject`, else the
 * last `inject` that is no value of `cluster` or `net`. The path is decoded before it is split, as Go's server does, so
 * that an encoded slash separates. The pairs are those that Istio's injector takes:
 * `KEY/VALUE` segments, of which an odd last one does not count, or its older form `:ENV:KEY=VALUE`.
 */
export function parseAddress(path: string): Address {
  const segments = path.length > maxPathCharacters ? null : decodeSegments(path);
  if (segments === null) {
    return unknown('the path is too long or not percent-encoded as it should be');
  }
  const start = findInject(segments);
  if (start < 0) {
    return segments.at(-1) === 'healthz' ? { kind: 'health' } : unknown(expected);
  }
  const token = segments[start - 2] === 't' ? (segments[start - 1] ?? '') : null;
  return token === '' ? unknown(expected) : withPairs(token, segments.slice(start + 1));
}

/** Where our own part of the path begins; below 0 where it is not there. */
function findInject(segments: readonly string[]): number {
  const first = segments.indexOf('inject');
  if (segments.lastIndexOf('inject') === first) {
    return first;
  }
  const isValue = (index: number) => index > first + 1 && /^(?:cluster|net)$/.test(segments[index - 1] ?? '');
  const starts = [...segments.keys()].filter((index) => segments[index] === 'inject' && !isValue(index));
  return starts.findLast((index) => segments[index - 2] === 't') ?? starts.at(-1) ?? -1;
}

function withPairs(token: string | null, rest: readonly string[]): Address {
  const pairs = decodePairs(rest);
  const cluster = pairs.get('cluster');
  if (cluster !== undefined && !isClusterName(cluster)) {
    return unknown('a cluster has a name of 1 to 63 of a-z, 0-9 and -, and is not called "default"');
  }
  return { kind: 'inject', token, cluster: cluster ?? defaultCluster, pairs };
}

/** Segments between slashes, decoded; a trailing slash does not count. Null where they cannot be decoded. */
function decodeSegments(path: string): readonly string[] | null {
  try {
    const decoded = trimEnd(path.includes('%') ? decodeURIComponent(path) : path, '/');
    let start = 0;
    while (decoded[start] === '/') {
      start += 1;
    }
    return decoded.slice(start).split('/');
  } catch {
    return null;
  }
}

function decodePairs(segments: readonly string[]): ReadonlyMap<string, string> {
  if (segments[0]?.startsWith(deprecatedSeparator) === true) {
    return decodeDeprecatedPairs(segments.join('/'));
  }
  const pairs = new Map<string, string>();
  for (let index = 0; index + 1 < segments.length; index += 2) {
    const [key = '', value = ''] = segments.slice(index, index + 2);
    if (key !== '') {
      pairs.set(key, value);
    }
  }
  return pairs;
}

function decodeDeprecatedPairs(text: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const pair of text.split(deprecatedSeparator).slice(1)) {
    const equals = pair.indexOf('=');
    if (equals > 0) {
      pairs.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
  }
  return pairs;
}

function unknown(problem: string): Address {
  return { kind: 'unknown', problem };
}
