import { Command } from 'commander';
import { clusterFolder } from './cluster-folder.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { formatJson } from './output/format-json.ts';
import { formatTable } from './output/format-table.ts';
import { openTarget, targetOption } from './parameters/target.ts';
import { newToken } from './token/new-token.ts';
import { revokeToken } from './token/revoke-token.ts';
import { findToken, readTokens, shownDigest, type Tokens } from './token/token-file.ts';

interface TokenOptions {
  readonly to: string;
  readonly output: string;
}

interface VerifyOptions extends TokenOptions {
  readonly cluster?: string;
}

/** `sidecar-injector token`: who may call the function. */
export const command: CommandModule = (io) =>
  new Command('token')
    .description('Makes, lists, revokes and verifies the tokens with which clusters call')
    .addCommand(newToken(io))
    .addCommand(listCommand(io))
    .addCommand(revokeToken(io))
    .addCommand(verifyCommand(io));

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
