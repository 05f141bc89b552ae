import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../lib/cli/commands.ts';
import { command as completion } from '../../lib/cli/completion.ts';
import { runCommandLine } from '../../lib/cli/run-command-line.ts';
import { recordingIo } from '../unit/cli/run-command.ts';

const root = join(import.meta.dirname, '../..');
const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));
const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...docs]
  .filter((page) => existsSync(join(root, page)))
  .map((page) => ({ page, text: readFileSync(join(root, page), 'utf8') }));

const { io: idle } = recordingIo();
const made = await Promise.all(commands.map(async ({ load }) => (await load())(idle)));
const known = new Map([...made, completion(idle)].map((command) => [command.name(), command]));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Lines of shell in a page that call the command line, without what is piped into or out of it. */
function callsIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```(?:sh|bash|console|yaml)\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  const inline = [...text.matchAll(/`((?:npx (?:--no-install )?)?sidecar-injector [^`]+)`/g)].map(
    ([, call = '']) => call,
  );
  return [...blocks.flatMap((block) => block.split('\n')), ...inline].flatMap((line) =>
    [...line.matchAll(/sidecar-injector ((?:[a-z][a-z-]*)(?: [^|;)&>]*)?)/g)].map(([, call = '']) => call.trim()),
  );
}

/** The command that a call names, sub-commands included. */
function commandOf(words: readonly string[]): Command | undefined {
  const [first = '', second = ''] = words;
  const command = known.get(first);
  return command?.commands.find((child) => child.name() === second) ?? command;
}

const calls = pages.flatMap(({ page, text }) => callsIn(text).map((call) => ({ page, call })));

describe('the pages', () => {
  it('call the command line in many places', () => {
    expect(calls.length).toBeGreaterThan(40);
  });

  it.each(calls)('$page: sidecar-injector $call is a command with such options', ({ call }) => {
    const words = call.split(/\s+/);
    const command = commandOf(words);
    expect(command?.name()).toBeDefined();
    const options = new Set(command?.options.flatMap(({ short, long }) => [short, long]));
    const used = words.flatMap((word) => /^--?[a-z][\w-]*/.exec(word)?.[0] ?? []);
    expect(used.filter((option) => option !== '--help' && !options.has(option))).toEqual([]);
  });

  it.each(pages)('$page names files that are there', ({ page, text }) => {
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link = '']) => link);
    const gone = links.filter((link) => !existsSync(join(root, dirname(page), link)));
    expect(gone).toEqual([]);
  });

  it.each(pages)('$page names scripts that package.json has', ({ text }) => {
    const names = [...text.matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name);
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('README', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'readme-'));
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  it('has at most 150 lines', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(151);
  });

  it('goes from init to the manifest as typed, as far as that needs no AWS', async () => {
    const [, block = ''] =
      /\*\*1\. Parameters\.\*\*[\s\S]*?```sh\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
    const lines = block.trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(5);
    for (const line of lines) {
      const args = line.replace(/^npx (?:--no-install )?sidecar-injector /, '').split(' ');
      const { io, said } = recordingIo({ cwd });
      const placed = args.map((word) => (word.startsWith('examples/') ? relative(cwd, join(root, word)) : word));
      expect([line, await runCommandLine(placed, io), said.err.includes('error')]).toEqual([line, 0, false]);
    }
  });
});
