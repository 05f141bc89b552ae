import { TokensError } from '../../auth/errors.ts';
import { decodeTokens } from '../../auth/tokens.ts';
import { decodeParameter } from '../../config/load/effective-parameters.ts';
import { encodeValue } from '../../config/load/encode-value.ts';
import { tokensParameter } from '../../config/parameter-names.ts';
import { digestOf } from '../../config/release/release.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import { CommandError } from '../errors.ts';
import { tierFor } from '../parameters/change-plan.ts';
import { clustersNamed } from '../parameters/known-clusters.ts';
import type { Listing, ParameterAdmin } from '../parameters/parameter-admin.ts';
import { clustersIn } from '../parameters/validate.ts';
import { writeChecked } from '../parameters/write-checked.ts';

/** Full name of the parameter. */
export const tokensName = `${defaultCluster}/${tokensParameter}`;

/** Tokens as they are stored: clusters by the SHA-256 of each token. */
export type Tokens = ReadonlyMap<string, readonly string[]>;

/** The tokens of a root, and the clusters that it has parameters for. */
export interface StoredTokens {
  readonly tokens: Tokens;
  /** Undefined where there are none yet. */
  readonly version: number | undefined;
  /** Without `default`. */
  readonly clusters: readonly string[];
  /** These, and those that settings and tokens name. */
  readonly known: readonly string[];
}

/** Reads what is stored. @throws CommandError for tokens that cannot be decrypted or decoded. */
export async function readTokens(admin: ParameterAdmin): Promise<StoredTokens> {
  const listing = await admin.list();
  const clusters = clustersIn(listing.parameters.keys()).filter((cluster) => cluster !== defaultCluster);
  return { ...tokensIn(listing), clusters, known: clustersNamed(listing.parameters) };
}

function tokensIn({ parameters, unreadable }: Listing): Pick<StoredTokens, 'tokens' | 'version'> {
  const failure = unreadable.get(tokensName);
  if (failure !== undefined) {
    throw new CommandError(`${tokensName}: ${failure.cause.message}`, { cause: failure.cause });
  }
  const stored = parameters.get(tokensName);
  const decoded = stored && decodeParameter(stored);
  if (decoded?.kind === 'broken') {
    throw new CommandError(`${tokensName}: ${decoded.problem.message}`);
  }
  return { tokens: decode(decoded?.parameter.text ?? '{}'), version: stored?.version };
}

function decode(text: string): Tokens {
  try {
    const { entries } = decodeTokens(text);
    return new Map(entries.map(({ digest, clusters }) => [Buffer.from(digest).toString('hex'), [...clusters]]));
  } catch (cause) {
    if (cause instanceof TokensError) {
      throw new CommandError(`${tokensName}: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

/** A change of tokens, over what was read. */
export interface TokensWrite {
  readonly tokens: Tokens;
  readonly before: number | undefined;
  readonly reason?: string | undefined;
}

/** Writes the SecureString, if nobody else has written since. @returns its version */
export async function writeTokens(admin: ParameterAdmin, { tokens, before, reason }: TokensWrite): Promise<number> {
  const value = encodeValue(JSON.stringify(Object.fromEntries(tokens), null, 1));
  const tier = tierFor(Buffer.byteLength(value));
  if (tier === undefined) {
    throw new CommandError(`${tokensName}: ${tokens.size} tokens are more than a parameter holds; revoke old ones`);
  }
  const write = { name: tokensName, value, tier, type: 'SecureString', before, reason } as const;
  return (await writeChecked(admin, write)).version;
}

/** How a token presented to us stands in the table. */
export type TokenMatch =
  | { readonly kind: 'known'; readonly digest: string; readonly clusters: readonly string[] }
  /** The digest was made of the token and a line break, as `echo TOKEN | sha256sum` does: it never matches. */
  | { readonly kind: 'with-newline'; readonly digest: string }
  | { readonly kind: 'unknown' };

/** Looks a token up as the function does, and says what is wrong with a digest that was made as people make them. */
export function findToken(token: string, tokens: Tokens): TokenMatch {
  const digest = digestOf(token);
  const clusters = tokens.get(digest);
  if (clusters !== undefined) {
    return { kind: 'known', digest, clusters };
  }
  const odd = ['\n', '\r\n'].map((end) => digestOf(token + end)).find((each) => tokens.has(each));
  return odd === undefined ? { kind: 'unknown' } : { kind: 'with-newline', digest: odd };
}

/** How much of a digest is shown: enough to name it. */
const shownDigits = 12;

/** A digest as lists show it. */
export function shownDigest(digest: string): string {
  return digest.slice(0, shownDigits);
}
