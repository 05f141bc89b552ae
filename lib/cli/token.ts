import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { digestOf } from '../config/release/release.ts';
import { clusterFolder } from './cluster-folder.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { collect, defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { formatJson } from './output/format-json.ts';
import { formatTable } from './output/format-table.ts';
import { confirm, openTarget, reasonOption, targetOption, yesOption } from './parameters/target.ts';
import { findToken, readTokens, shownDigest, type Tokens, writeTokens } from './token/token-file.ts';

interface TokenOptions {
  readonly to: string;
  readonly output: string;
}

interface NewOptions extends TokenOptions {
  readonly cluster?: readonly string[];
  readonly all: boolean;
  readonly reason?: string;
}

interface RevokeOptions extends TokenOptions {
  readonly yes: boolean;
  readonly reason?: string;
}

interface VerifyOptions extends TokenOptions {
  readonly cluster?: string;
}

/** 256 bits: nobody guesses them. */
const tokenBytes = 32;

/** `sidecar-injector token`: who may call the function. */
export const command: CommandModule = (io) =>
  new Command('token')
    .description('Makes, lists, revokes and verifies the tokens with which clusters call')
    .addCommand(newCommand(io))
    .addCommand(listCommand(io))
    .addCommand(revokeCommand(io))
    .addCommand(verifyCommand(io));

const newCommand: CommandModule = (io) =>
  defineCommand<NewOptions>(io, {
    name: 'new',
    description: 'Makes a token, stores its SHA-256, and prints the token: it is never shown again',
    examples: [
      'sidecar-injector token new --cluster prod --to ssm:/sidecar-injector',
      'TOKEN=$(sidecar-injector token new --cluster prod --cluster test --quiet)',
    ],
    aws: true,
    setUp: (raw) =>
      raw
        .option(...targetOption)
        .option('--cluster <name>', 'that it is good for (repeatable)', collect)
        .option('--all', 'good for every cluster', false)
        .option(...reasonOption),
    run: makeToken,
  });

const listCommand: CommandModule = (io) =>
  defineCommand<TokenOptions>(io, {
    name: 'list',
    description: 'Lists tokens by the beginning of their SHA-256, and the clusters that have none',
    examples: ['sidecar-injector token list --to ssm:/sidecar-injector'],
    finds: 'a cluster has no token',
    aws: true,
    setUp: (raw) => raw.option(...targetOption),
    run: listTokens,
  });

const revokeCommand: CommandModule = (io) =>
  defineCommand<RevokeOptions>(io, {
    name: 'revoke',
    description: 'Takes a token back: calls with it are answered 401 within 30 seconds',
    examples: ['sidecar-injector token revoke 3f1c0a9b7d2e --to ssm:/sidecar-injector'],
    aws: true,
    setUp: (raw) =>
      raw
        .argument('<digest>', 'the beginning of its SHA-256, as list shows it')
        .option(...targetOption)
        .option(...reasonOption)
        .option(...yesOption),
    run: revokeToken,
  });

const verifyCommand: CommandModule = (io) =>
  defineCommand<VerifyOptions>(io, {
    name: 'verify',
    description: 'Tells whether a token, read from standard input, is good, and for which clusters',
    examples: ['printf %s "$TOKEN" | sidecar-injector token verify --cluster prod'],
    finds: 'it is not good',
    aws: true,
    setUp: (raw) => raw.option(...targetOption).option('--cluster <name>', 'that it must be good for'),
    run: verifyToken,
  });

async function makeToken(io: CommandIo, options: NewOptions): Promise<Ending> {
  const clusters = options.all ? ['*'] : (options.cluster ?? []).map(clusterFolder);
  if (clusters.length === 0) {
    throw new CommandError('--cluster: name the clusters that it is good for, or say --all', { code: 'usage' });
  }
  const admin = openTarget(io, options.to);
  const { tokens, version: before, clusters: known } = await readTokens(admin);
  const unknown = clusters.filter((cluster) => cluster !== '*' && cluster !== 'default' && !known.includes(cluster));
  if (unknown.length > 0) {
    const has = known.length === 0 ? 'no cluster has' : `these have: ${known.join(', ')}`;
    io.err(`note: ${unknown.join(', ')}: no parameters of its own, so it gets the default's (${has})\n`);
  }
  const token = randomBytes(tokenBytes).toString('base64url');
  const digest = digestOf(token);
  const { reason } = options;
  const version = await writeTokens(admin, { tokens: new Map([...tokens, [digest, clusters]]), before, reason });
  io.out(options.output === 'json' ? formatJson({ token, digest, clusters, version }) : `${token}\n`);
  io.err(`note: ${shownDigest(digest)} is good for ${clusters.join(', ')}; keep the token now, it is not stored\n`);
  return 'good';
}

async function listTokens(io: CommandIo, options: TokenOptions): Promise<Ending> {
  const admin = openTarget(io, options.to);
  const { tokens, clusters } = await readTokens(admin);
  const named = new Set([...tokens.values()].flat());
  const without = named.has('*') ? [] : clusters.filter((cluster) => !named.has(cluster));
  if (options.output === 'json') {
    const all = [...tokens].map(([digest, each]) => ({ digest, clusters: each }));
    io.out(formatJson({ tokens: all, clustersWithout: without }));
  } else {
    io.out(tokens.size === 0 ? `${admin.description} has no tokens\n` : formatTable(rowsOf(tokens, clusters)));
    io.out(without.map((cluster) => `no token is good for ${cluster}\n`).join(''));
  }
  return without.length === 0 ? 'good' : 'found';
}

function rowsOf(tokens: Tokens, known: readonly string[]): readonly (readonly string[])[] {
  const shown = (cluster: string) =>
    cluster === '*' || cluster === 'default' || known.includes(cluster) ? cluster : `${cluster} (no parameters)`;
  const rows = [...tokens].map(([digest, clusters]) => [shownDigest(digest), clusters.map(shown).join(', ')]);
  return [['SHA-256', 'CLUSTERS'], ...rows];
}

async function revokeToken(io: CommandIo, options: RevokeOptions, [prefix = '']: readonly string[]): Promise<Ending> {
  const admin = openTarget(io, options.to);
  const { tokens, version: before } = await readTokens(admin);
  const [found, ...more] = [...tokens.keys()].filter((digest) => digest.startsWith(prefix.toLowerCase()));
  if (found === undefined || more.length > 0) {
    const problem = found === undefined ? 'no token begins so' : `${1 + more.length} tokens begin so`;
    throw new CommandError(`${prefix}: ${problem}; see them with "sidecar-injector token list"`);
  }
  const clusters = (tokens.get(found) ?? []).join(', ');
  if (!(await confirm(io, `Revoke ${shownDigest(found)}, which is good for ${clusters}?`, options.yes))) {
    io.err('nothing was written\n');
    return 'good';
  }
  const left = new Map([...tokens].filter(([digest]) => digest !== found));
  const version = await writeTokens(admin, { tokens: left, before, reason: options.reason });
  if (options.output === 'json') {
    io.out(formatJson({ revoked: found, version }));
  }
  io.err(`${shownDigest(found)} is revoked within 30 seconds\n`);
  return 'good';
}

async function verifyToken(io: CommandIo, options: VerifyOptions): Promise<Ending> {
  const token = (await io.readInput()).replace(/\r?\n$/, '');
  const admin = openTarget(io, options.to);
  const { tokens } = await readTokens(admin);
  const match = findToken(token, tokens);
  const cluster = options.cluster === undefined ? undefined : clusterFolder(options.cluster);
  const isGood =
    match.kind === 'known' &&
    (cluster === undefined || match.clusters.includes(cluster) || match.clusters.includes('*'));
  if (options.output === 'json') {
    io.out(formatJson({ good: isGood, ...match }));
  } else {
    io.out(`${isGood ? 'good' : 'not good'}: ${describeMatch(match, cluster)}\n`);
  }
  return isGood ? 'good' : 'found';
}

function describeMatch(match: ReturnType<typeof findToken>, cluster: string | undefined): string {
  switch (match.kind) {
    case 'known':
      return `${shownDigest(match.digest)} is for ${match.clusters.join(', ')}${cluster === undefined ? '' : `, asked for ${cluster}`}`;
    case 'with-newline':
      return `the SHA-256 ${shownDigest(match.digest)} was made of the token and a line break, as "echo TOKEN | sha256sum" does; make it with "printf %s TOKEN | sha256sum", or use "sidecar-injector token new"`;
    case 'unknown':
      return 'no stored SHA-256 is of this token; it was revoked, or never stored under this root';
  }
}
