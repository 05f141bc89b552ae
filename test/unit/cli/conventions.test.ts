import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../lib/cli/commands.ts';
import { command as completion } from '../../../lib/cli/completion.ts';
import { defineCommand } from '../../../lib/cli/define-command.ts';
import { runCommandLine } from '../../../lib/cli/run-command-line.ts';
import { recordingIo, type TestIo } from './run-command.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'));

async function run(args: readonly string[], parts: TestIo = {}) {
  const { io, said } = recordingIo(parts);
  return { code: await runCommandLine(args, io), ...said };
}

const { io: idle } = recordingIo();
const made = await Promise.all(commands.map(async ({ load }) => (await load())(idle)));
/** Commands that do something, sub-commands in place of their parents. */
const working = [...made, completion(idle)].flatMap((command) => leavesOf(command.name(), command));

function leavesOf(path: string, command: Command): { path: string; command: Command }[] {
  return command.commands.length === 0
    ? [{ path, command }]
    : command.commands.flatMap((child) => leavesOf(`${path} ${child.name()}`, child));
}

describe('every command', () => {
  it.each(working)(
    '$path takes -o json and --quiet, and shows examples and exit codes in its help',
    async ({ path }) => {
      const { out } = await run([...path.split(' '), '--help']);
      expect(out).toMatch(/-o, --output <format>[^-]*"json"/);
      expect(out).toContain('--quiet');
      expect(out).toMatch(/^Examples:\n(?: {2}.*\n)? {2}.*sidecar-injector /m);
      expect(out).toMatch(/^Exit codes:\n {2}0 good/m);
    },
  );

  it.each(working)('$path keeps its help within 80 columns', async ({ path }) => {
    const { out } = await run([...path.split(' '), '--help']);
    const options = out.slice(0, out.indexOf('Examples:'));
    expect(options.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(working)('the examples of $path name options that it has', async ({ path, command }) => {
    const { out } = await run([...path.split(' '), '--help']);
    const examples = out.slice(out.indexOf('Examples:'), out.indexOf('Exit codes:'));
    const ours = examples.match(new RegExp(`sidecar-injector ${path}\\b[^|<>\\n]*`, 'g')) ?? [];
    expect(ours.length).toBeGreaterThan(0);
    const known = new Set(command.options.flatMap(({ short, long }) => [short, long]));
    const used = ours.flatMap((line) => line.match(/(?<=\s)-{1,2}[a-zA-Z][\w-]*/g) ?? []);
    expect(used.filter((flag) => !known.has(flag))).toEqual([]);
  });
});

describe('the command line', () => {
  it.each(['--version', '-V'])('prints its version at %s', async (flag) => {
    expect(await run([flag])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('tells a fault of ours without a stack trace, unless it is asked for', async () => {
    const broken: TestIo = { readInput: () => Promise.reject(new TypeError('x is not a function')) };
    const args = ['explain', '-f', '-', '--parameters', 'examples/parameters'];
    const plain = await run(args, broken);
    expect(plain.code).toBe(3);
    expect(plain.err).toMatch(/^error: a fault of sidecar-injector itself: x is not a function\nPlease report it/);
    expect(plain.err).not.toMatch(/^\s+at /m);
    expect((await run(args, { ...broken, env: { SIDECAR_INJECTOR_DEBUG: '1' } })).err).toMatch(/^\s+at /m);
  });
});

describe('defineCommand', () => {
  const probe = (args: readonly string[], env = {}) => {
    const seen: { env?: unknown; args?: readonly string[] } = {};
    const { io, said } = recordingIo({ env });
    const command = defineCommand(io, {
      name: 'probe',
      description: 'looks',
      examples: ['sidecar-injector probe'],
      finds: 'a flaw',
      aws: true,
      setUp: (raw) => raw.argument('[what]'),
      run: async (given, _options, words) => {
        given.err('a note\n');
        given.progress('1 of 2');
        given.out('result\n');
        Object.assign(seen, { env: given.env, args: words });
        return words.includes('flaw') ? 'found' : 'good';
      },
    }).exitOverride();
    return command.parseAsync([...args], { from: 'user' }).then(
      () => ({ ...seen, ...said, error: undefined }),
      (error: unknown) => ({ ...seen, ...said, error }),
    );
  };

  it('ends with exit code 1 and without a message where something was found', async () => {
    expect((await probe(['flaw'])).error).toMatchObject({ code: 'found', exitCode: 1, message: '' });
    expect((await probe([])).error).toBeUndefined();
  });

  it('says results only, where it is to be quiet', async () => {
    expect(await probe(['--quiet'])).toMatchObject({ out: 'result\n', err: '' });
    expect(await probe([])).toMatchObject({ out: 'result\n', err: 'a note\n' });
  });

  it.each([
    [['--region', 'eu-west-1'], { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'k' }],
    [['--profile', 'ops'], { AWS_REGION: 'us-east-1', AWS_PROFILE: 'ops' }],
    [[], { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'k' }],
  ])('%s sets up the environment', async (args, want) => {
    expect((await probe(args, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'k' })).env).toEqual(want);
  });
});

describe('completion', () => {
  it.each([
    ['a command', 'exp', ['explain']],
    ['an option', 'explain --clu', ['--cluster']],
    ['an option after an argument', 'push folder --ye', ['--yes']],
    ['a sub-command', 'import i', ['istio']],
    ['a shell', 'completion z', ['zsh']],
    ['a value', 'explain --expect s', ['skip']],
    ['a value after an argument', 'push folder -o j', ['json']],
    ['nothing that there is', 'nonesuch x', []],
  ])('completes %s in bash', async (_name, line, want) => {
    const { out } = await run(['completion', 'bash']);
    const words = ['sidecar-injector', ...line.split(' ')].map((word) => `'${word}'`).join(' ');
    const last = line.split(' ').at(-1);
    const probe = `COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _sidecar_injector x '${last}'; echo "\${COMPREPLY[@]}"`;
    const said = execFileSync('bash', ['--norc', '-c', `${out}\n${probe}`], { encoding: 'utf8' }).trim();
    expect(said.split(' ').filter((word) => word !== '')).toEqual(want);
  });

  it('has a script of its own for zsh (test/suites/package runs both in their shells)', async () => {
    const { out } = await run(['completion', 'zsh']);
    expect(out).toMatch(/^#compdef sidecar-injector\n/);
    expect(out).toMatch(/'import istio'\|'import istio '\*\) after=\(.*--injector/);
  });

  it('knows no other shell', async () => {
    expect(await run(['completion', 'fish'])).toMatchObject({ code: 2, err: expect.stringContaining('bash or zsh') });
  });
});
