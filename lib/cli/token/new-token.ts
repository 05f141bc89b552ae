import { randomBytes } from 'node:crypto';
import { digestOf } from '../../config/release/release.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import { clusterFolder } from '../cluster-folder.ts';
import type { CommandIo, CommandModule } from '../command.ts';
import { type CommonOptions, collect, defineCommand, type Ending } from '../define-command.ts';
import { CommandError } from '../errors.ts';
import { formatJson } from '../output/format-json.ts';
import { assertDone, type InRegion, type RegionOptions, tryRegions } from '../parameters/in-regions.ts';
import { assertNoTypingError, newClusterOption } from '../parameters/known-clusters.ts';
import { openTarget, reasonOption, targetOption } from '../parameters/target.ts';
import { readTokens, type StoredTokens, shownDigest, writeTokens } from './token-file.ts';

interface NewTokenOptions extends RegionOptions {
  readonly to: string;
  readonly cluster?: readonly string[];
  readonly newCluster: boolean;
  readonly all: boolean;
  readonly stdin: boolean;
  readonly reason?: string;
}

/** 256 bits: nobody guesses them. */
const tokenBytes = 32;

/** `sidecar-injector token new`: lets a cluster in. */
export const newToken: CommandModule = (io) =>
  defineCommand<NewTokenOptions>(io, {
    name: 'new',
    description: 'Makes a token, stores its SHA-256, and prints the token: it is never shown again',
    examples: [
      'sidecar-injector token new --cluster prod --to ssm:/sidecar-injector',
      'TOKEN=$(sidecar-injector token new --cluster prod --cluster test --quiet)',
      'printf %s "$TOKEN" | sidecar-injector token new --stdin --cluster prod --region eu-west-1',
    ],
    aws: 'regions',
    setUp: (raw) =>
      raw
        .option(...targetOption)
        .option('--cluster <name>', 'that it is good for (repeatable)', collect)
        .option(...newClusterOption)
        .option('--all', 'good for every cluster', false)
        .option('--stdin', 'store the token on standard input, instead of making one', false)
        .option(...reasonOption),
    run: makeToken,
  });

/** A token that is to be stored. */
interface MadeToken {
  readonly digest: string;
  readonly clusters: readonly string[];
}

async function makeToken(io: CommandIo, options: NewTokenOptions & CommonOptions): Promise<Ending> {
  const clusters = options.all ? ['*'] : (options.cluster ?? []).map(clusterFolder);
  if (clusters.length === 0) {
    throw new CommandError('--cluster: name the clusters that it is good for, or say --all', { code: 'usage' });
  }
  const token = options.stdin ? await givenToken(io) : randomBytes(tokenBytes).toString('base64url');
  const made = { digest: digestOf(token), clusters };
  const tried = await tryRegions(io, options, (each) => storeToken(each, options, made));
  // Where it is stored in one Region and not in another, it is needed to mend that.
  if (tried.done.length > 0) {
    io.out(options.output === 'json' ? formatJson({ token, ...made, ...versionsIn(tried.done) }) : `${token}\n`);
    io.err(
      `note: ${shownDigest(made.digest)} is good for ${clusters.join(', ')}; keep the token now, it is not stored\n`,
    );
  }
  assertDone(
    tried,
    'store the same token there once that is mended: pipe it into "sidecar-injector token new --stdin"',
  );
  return 'good';
}

function versionsIn(done: readonly InRegion<number>[]) {
  const [first] = done;
  return first?.region === undefined
    ? { version: first?.result }
    : { versions: Object.fromEntries(done.map(({ region, result }) => [region, result])) };
}

async function givenToken(io: CommandIo): Promise<string> {
  const token = (await io.readInput()).replace(/\r?\n$/, '');
  if (!/^[A-Za-z0-9_.~-]{16,512}$/.test(token)) {
    throw new CommandError(
      'standard input: a token has 16 to 512 letters, digits, dots, dashes, underscores and tildes, since it stands in an address',
    );
  }
  return token;
}

/** @returns the version of the parameter that has it */
async function storeToken(io: CommandIo, options: NewTokenOptions, { digest, clusters }: MadeToken): Promise<number> {
  const admin = openTarget(io, options.to);
  const stored = await readTokens(admin);
  const { tokens, version: before } = stored;
  noteUnknown(io, options, { clusters, stored });
  if (before !== undefined && String(tokens.get(digest)) === String(clusters)) {
    return before;
  }
  const { reason } = options;
  return writeTokens(admin, { tokens: new Map([...tokens, [digest, clusters]]), before, reason });
}

/** A cluster often gets its token first, so a name that nobody knows is told; one that is nearly known is refused. */
function noteUnknown(
  io: CommandIo,
  { newCluster }: NewTokenOptions,
  { clusters, stored }: { readonly clusters: readonly string[]; readonly stored: StoredTokens },
): void {
  const named = clusters.filter((cluster) => cluster !== '*' && cluster !== defaultCluster);
  for (const cluster of newCluster ? [] : named) {
    assertNoTypingError(cluster, stored.known);
  }
  const unknown = named.filter((cluster) => !stored.clusters.includes(cluster));
  if (unknown.length > 0) {
    const has = stored.clusters.length === 0 ? 'no cluster has' : `these have: ${stored.clusters.join(', ')}`;
    io.err(`note: ${unknown.join(', ')}: no parameters of its own, so it gets the default's (${has})\n`);
  }
}
