import type { CommandIo, CommandModule } from '../command.ts';
import { type CommonOptions, defineCommand, type Ending } from '../define-command.ts';
import { CommandError } from '../errors.ts';
import { formatJson } from '../output/format-json.ts';
import { inRegions, type RegionOptions } from '../parameters/in-regions.ts';
import { confirm, openTarget, reasonOption, targetOption, yesOption } from '../parameters/target.ts';
import { readTokens, shownDigest, type Tokens, writeTokens } from './token-file.ts';

interface RevokeOptions extends RegionOptions {
  readonly to: string;
  readonly yes: boolean;
  readonly reason?: string;
}

/** `sidecar-injector token revoke`: lets a cluster in no more. */
export const revokeToken: CommandModule = (io) =>
  defineCommand<RevokeOptions>(io, {
    name: 'revoke',
    description: 'Takes a token back: calls with it are answered 401 within 30 seconds',
    examples: ['sidecar-injector token revoke 3f1c0a9b7d2e --to ssm:/sidecar-injector'],
    aws: 'regions',
    setUp: (raw) =>
      raw
        .argument('<digest>', 'the beginning of its SHA-256, as list shows it')
        .option(...targetOption)
        .option(...reasonOption)
        .option(...yesOption),
    run: revoke,
  });

/** What was taken back, or that there was no such token, or that the user thought better of it. */
type Revoked = { readonly revoked: string; readonly version: number } | 'none' | 'kept';

async function revoke(
  io: CommandIo,
  options: RevokeOptions & CommonOptions,
  [prefix = '']: readonly string[],
): Promise<Ending> {
  const done = await inRegions(io, options, (each) => revokeIn(each, options, prefix));
  if (done.every(({ result }) => result === 'none')) {
    throw new CommandError(`${prefix}: no token begins so; see them with "sidecar-injector token list"`);
  }
  const written = done.flatMap(({ region, result }) => (typeof result === 'string' ? [] : [{ region, ...result }]));
  if (options.output === 'json' && written.length > 0) {
    io.out(formatJson(done.length === 1 ? { ...written[0], region: undefined } : written));
  }
  return 'good';
}

async function revokeIn(io: CommandIo, options: RevokeOptions, prefix: string): Promise<Revoked> {
  const admin = openTarget(io, options.to);
  const { tokens, version: before } = await readTokens(admin);
  const digest = digestWith(prefix, tokens);
  if (digest === undefined) {
    return 'none';
  }
  const clusters = (tokens.get(digest) ?? []).join(', ');
  if (!(await confirm(io, `Revoke ${shownDigest(digest)}, which is good for ${clusters}?`, options.yes))) {
    io.err('nothing was written\n');
    return 'kept';
  }
  const left = new Map([...tokens].filter(([each]) => each !== digest));
  const version = await writeTokens(admin, { tokens: left, before, reason: options.reason });
  io.err(`${shownDigest(digest)} is revoked within 30 seconds\n`);
  return { revoked: digest, version };
}

/** @throws CommandError where several tokens begin so. */
function digestWith(prefix: string, tokens: Tokens): string | undefined {
  const [found, ...more] = [...tokens.keys()].filter((digest) => digest.startsWith(prefix.toLowerCase()));
  if (more.length > 0) {
    throw new CommandError(
      `${prefix}: ${1 + more.length} tokens begin so; see them with "sidecar-injector token list"`,
    );
  }
  return found;
}
