import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../lib/cli/commands.ts';
import { runCommandLine } from '../../../lib/cli/run-command-line.ts';
import { startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { recordingIo } from './run-command.ts';

const { io: idle } = recordingIo();
const made = await Promise.all(commands.map(async ({ load }) => (await load())(idle)));
const working = made.flatMap((command) => leavesOf(command.name(), command));

function leavesOf(path: string, command: Command): readonly string[] {
  return command.commands.length === 0
    ? [path]
    : command.commands.flatMap((child) => leavesOf(`${path} ${child.name()}`, child));
}

let cwd: string;
let server: Awaited<ReturnType<typeof startParameterStore>>;
beforeAll(async () => {
  server = await startParameterStore();
  cwd = mkdtempSync(join(tmpdir(), 'codes-'));
  const sidecar = 'spec:\n  containers:\n  - name: log\n    image: ';
  for (const [name, text] of Object.entries({
    'good/default/template': `${sidecar}log:1\n`,
    'good/tests/a.yaml': 'cases: [{name: a, given: {file: ../../pod.yaml}, expect: {decision: inject}}]\n',
    'newer/default/template': `${sidecar}log:2\n`,
    'bad/default/template': `${sidecar}{{ .Values.gone }}\n`,
    'bad/tests/a.yaml': 'cases: [{name: a, given: {file: ../../pod.yaml}, expect: {decision: skip}}]\n',
    'failing/default/template': '{{ fail "no" }}\n',
    'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: app, image: "app:1"}]}\n',
  })) {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
});
afterAll(async () => {
  await server.close();
  rmSync(cwd, { recursive: true });
});

async function codeOf(line: string): Promise<number> {
  const { io } = recordingIo({ cwd, env: server.environment, readInput: async () => 'token\n' });
  return runCommandLine(line.split(' '), io);
}

/** What command lines end with, one after the other. */
const lines: readonly (readonly [code: number, line: string])[] = [
  [0, 'check good'],
  [1, 'check bad'],
  [3, 'check nowhere'],
  [0, 'test good'],
  [1, 'test bad'],
  [3, 'test nowhere'],
  [3, 'test newer'],
  [0, 'init fresh'],
  [3, 'init fresh'],
  [0, 'explain -f pod.yaml --parameters good'],
  [1, 'explain -f pod.yaml --parameters failing'],
  [3, 'explain -f pod.yaml --parameters nowhere'],
  [0, 'replay -f pod.yaml --before good --after newer'],
  [1, 'replay -f pod.yaml --before good --after newer --fail-on changed'],
  [1, 'replay -f pod.yaml --before good --after failing'],
  [3, 'replay -f pod.yaml --before good --after nowhere'],
  [1, 'diff good'],
  [3, 'diff nowhere'],
  [1, 'push bad --yes'],
  [3, 'push good'],
  [0, 'push good --yes'],
  [0, 'diff good'],
  [1, 'diff newer'],
  [1, 'check ssm:/sidecar-injector'],
  [1, 'token verify'],
  [0, 'token new --all'],
  [2, 'token new'],
  [0, 'token list'],
  [3, 'token revoke zz --yes'],
  [0, 'check ssm:/sidecar-injector'],
  [3, 'history'],
  [3, 'rollback --yes'],
  [0, 'promote --yes'],
  [0, 'history'],
  [0, 'history template'],
  [3, 'rollback --yes'],
  [3, 'check ssm:/empty'],
  [2, 'check ssm:empty'],
  [1, 'report -f pod.yaml --parameters good'],
  [3, 'report -f nowhere.yaml --parameters good'],
  [0, 'inject -f pod.yaml --parameters good'],
  [3, 'inject -f nowhere.yaml --parameters good'],
  [0, 'uninject -f pod.yaml'],
  [3, 'uninject -f nowhere.yaml'],
  [0, 'manifest --url https://h.example.com/prod/t/x/inject'],
  [2, 'manifest --url ftp://h'],
  [1, 'doctor --url https://127.0.0.1:1/inject'],
  [3, 'import istio --injector nowhere.yaml --out imported'],
  [3, 'start --once --parameters nowhere'],
  [0, 'off --reason drill --yes'],
  [2, 'off --cluster prd --reason drill --yes'],
  [0, 'on --yes'],
  [0, 'completion bash'],
  [2, 'completion fish'],
  [2, 'nonesuch'],
];

describe('exit codes', () => {
  it.each(working)('%s ends with 2 where the command line is wrong, and says its codes in --help', async (path) => {
    expect(await codeOf(`${path} --no-such-option`)).toBe(2);
    const { io, said } = recordingIo();
    expect(await runCommandLine([...path.split(' '), '--help'], io)).toBe(0);
    expect(said.out).toMatch(/Exit codes:\n {2}0 good/);
  });

  // In order: what is written stays for the lines after it.
  it.each(lines)('%i: sidecar-injector %s', async (code, line) => {
    expect(await codeOf(line)).toBe(code);
  });

  it.each(working)('%s has a line', (path) => {
    expect(lines.filter(([, line]) => line === path || line.startsWith(`${path} `))).not.toEqual([]);
  });
});
