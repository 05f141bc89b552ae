import type { Authentication, Authenticator } from './authenticator.ts';
import { TokensError } from './errors.ts';

/** The `tokens` parameter, decoded: which token, known by its SHA-256 alone, is good for which clusters. */
export interface TokenTable {
  readonly entries: readonly TokenEntry[];
}

interface TokenEntry {
  /** SHA-256 of the token, 32 bytes. */
  readonly digest: Uint8Array;
  /** Cluster names; `*` stands for all, `default` for addresses that name no cluster. */
  readonly clusters: ReadonlySet<string>;
}

/** What stands behind a token table: the cached `tokens` parameter. */
export interface TokenSource {
  /**
   * Its text by that deadline (milliseconds since 1970); `refresh` asks for a newer one than is known, where what is
   * known has aged. Never rejects.
   */
  read(call: { readonly deadline: number; readonly refresh: boolean }): Promise<TokenText>;
}

/** The text of the `tokens` parameter (`undefined` where there is none), or that it cannot be had. */
export type TokenText =
  | { readonly kind: 'tokens'; readonly text: string | undefined; readonly isFresh: boolean }
  | { readonly kind: 'unavailable'; readonly cause: string };

/** The longest token that is looked at, in characters. A longer one is none. */
export const tokenCharacters = 512;
/** How many tokens a table may hold: 8 KB of parameter hold fewer. */
const maxEntries = 1000;
const digestPattern = /^[0-9a-f]{64}$/;
const clusterPattern = /^(\*|[a-z0-9-]{1,63})$/;

/** A table without tokens: nobody is let in. */
export const noTokens: TokenTable = { entries: [] };

/**
 * Decodes the `tokens` parameter: a JSON object from the SHA-256 of a token (64 hex digits in lower case) to a list
 * of cluster names. Two tokens for one cluster are two entries: that is how a token is rotated.
 * @throws TokensError, which names the entry by its place, never by its content.
 */
export function decodeTokens(text: string): TokenTable {
  const entries = Object.entries(parseTokens(text));
  if (entries.length > maxEntries) {
    throw new TokensError('shape', `tokens has ${entries.length} entries; at most ${maxEntries} are allowed`);
  }
  return { entries: entries.map(([digest, clusters], index) => decodeEntry(digest, clusters, index + 1)) };
}

/**
 * Whether a token is good for a cluster. Takes the same time whatever the token is: it is hashed, and its digest is
 * compared in constant time with every entry, also behind a match.
 */
export function isTokenFor({ entries }: TokenTable, token: string | null, cluster: string): boolean {
  const { hash, timingSafeEqual } = process.getBuiltinModule('node:crypto');
  const presented = token === null || token.length > tokenCharacters ? '' : token;
  const digest = hash('sha256', presented, 'buffer');
  let granted = false;
  for (const entry of entries) {
    const isSame = timingSafeEqual(digest, entry.digest);
    const isItsCluster = entry.clusters.has(cluster) || entry.clusters.has('*');
    granted = (isSame && isItsCluster) || granted;
  }
  return granted && presented !== '';
}

/**
 * Checks tokens against the `tokens` parameter. Missing, wrong, revoked, for another cluster: all are `denied`. A
 * token that the known table refuses is looked up in a newer one if the known has aged, so that a new token works as
 * soon as a reading may be made for it; a table that cannot be decoded never replaces one that can.
 * @param onProblem called once for each text that cannot be used
 */
export function createTokenAuthenticator(source: TokenSource, onProblem: (problem: unknown) => void): Authenticator {
  const decode = createDecoder(onProblem);
  return {
    async authenticate({ token, cluster }, { deadline }) {
      if (token === null) {
        return 'denied';
      }
      const known = await source.read({ deadline, refresh: false });
      const isKnown = known.kind === 'tokens' && isGranted(decode(known.text), token, cluster);
      if (isKnown || known.kind === 'unavailable' || known.isFresh) {
        return verdict(known, isKnown, decode);
      }
      const newer = await source.read({ deadline, refresh: true });
      return verdict(newer, newer.kind === 'tokens' && isGranted(decode(newer.text), token, cluster), decode);
    },
  };
}

type Decode = (text: string | undefined) => TokenTable | undefined;

function isGranted(table: TokenTable | undefined, token: string, cluster: string): boolean {
  return table !== undefined && isTokenFor(table, token, cluster);
}

function verdict(answer: TokenText, granted: boolean, decode: Decode): Authentication {
  if (granted) {
    return 'granted';
  }
  return answer.kind === 'unavailable' || decode(answer.text) === undefined ? 'unavailable' : 'denied';
}

/** Decodes each text once; falls back on the last table that could be decoded. */
function createDecoder(onProblem: (problem: unknown) => void): Decode {
  let last: { readonly text: string | undefined; readonly table: TokenTable | undefined } | undefined;
  return (text) => {
    if (last === undefined || last.text !== text) {
      last = { text, table: decodeOr(text, last?.table, onProblem) };
    }
    return last.table;
  };
}

function decodeOr(text: string | undefined, before: TokenTable | undefined, onProblem: (problem: unknown) => void) {
  try {
    if (text === undefined) {
      throw new TokensError('missing', 'there is no tokens parameter under default: every request gets 401');
    }
    return decodeTokens(text);
  } catch (cause) {
    onProblem(cause);
    // A parameter that was taken away revokes all tokens; one with a typing error revokes none.
    return text === undefined ? noTokens : before;
  }
}

function parseTokens(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's message quotes the text, and the text names digests: it goes no further.
    throw new TokensError('syntax', 'tokens is not JSON; write {"<SHA-256 of the token>": ["cluster", ...]}');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TokensError('shape', 'tokens must be an object: {"<SHA-256 of the token>": ["cluster", ...]}');
  }
  return value;
}

function decodeEntry(digest: string, clusters: unknown, place: number): TokenEntry {
  if (!digestPattern.test(digest)) {
    const advice = 'print one with: printf %s TOKEN | sha256sum';
    throw new TokensError('shape', `key ${place} of tokens is not a SHA-256 in 64 lower-case hex digits; ${advice}`);
  }
  if (!Array.isArray(clusters) || !clusters.every((name) => typeof name === 'string' && clusterPattern.test(name))) {
    throw new TokensError('shape', `entry ${place} of tokens must be a list of cluster names, or ["*"]`);
  }
  return { digest: Buffer.from(digest, 'hex'), clusters: new Set(clusters.map(String)) };
}
