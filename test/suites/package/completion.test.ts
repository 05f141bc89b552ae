import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../lib/cli/run-command-line.ts';
import { recordingIo } from '../../unit/cli/run-command.ts';

const missing = hasZsh() ? undefined : 'zsh (Debian package zsh), which also gives bash a terminal';
if (missing !== undefined && process.env.CI === 'true') {
  throw new Error(`completion needs ${missing}`);
}
if (missing !== undefined) {
  console.warn(`not run: ${missing}`);
}

function hasZsh(): boolean {
  try {
    execFileSync('zsh', ['-f', '-c', 'zmodload zsh/zpty'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Types lines into a shell on a terminal of its own and prints what the shell ran: zsh's module zpty makes the
 * terminal. Arguments: the shell, a line that sets it up, the lines, with a tab where one is pressed.
 */
const typist = `zmodload zsh/zpty
zpty shell "$1"
zpty -w shell "$2"
shift 2
zpty -r shell out $'*READY[\\r\\n]*'
for line in "$@"; do
  zpty -w shell "$line"
  zpty -r shell out '*RAN:*:END*'
  print -r -- "\${\${out##*RAN:}%%:END*}"
done
zpty -d shell
`;
/** Stands in for the command. Its words are broken up, so that the terminal's echo of this line is not taken for it. */
const sayWords = 'sidecar-injector() { echo R""AN:$*:E""ND; }; echo REA""DY';

const shells: Readonly<Record<string, { readonly program: string; readonly setUp: string }>> = {
  bash: { program: 'bash --norc -i', setUp: `source bash-script; ${sayWords}` },
  'zsh, from its fpath': {
    program: 'zsh -f -i',
    setUp: `fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -D; ${sayWords}`,
  },
  'zsh, sourced': {
    program: 'zsh -f -i',
    setUp: `autoload -Uz compinit; compinit -u -D; source functions/_sidecar-injector; ${sayWords}`,
  },
};

const lines: readonly (readonly [string, string])[] = [
  ['repo\t', 'report'],
  ['import is\t --inj\t', 'import istio --injector'],
  ['explain --exp\t ref\t', 'explain --expect refuse'],
  ['manifest --gua\t aud\t', 'manifest --guard audit'],
  ['check param\t --reg\t', 'check parameters --region'],
  ['completion z\t', 'completion zsh'],
];

describe.skipIf(missing !== undefined)('completion', () => {
  const folder = mkdtempSync(join(tmpdir(), 'completion-'));

  beforeAll(async () => {
    mkdirSync(join(folder, 'functions'));
    mkdirSync(join(folder, 'parameters'));
    const script = async (shell: string) => {
      const { io, said } = recordingIo();
      expect(await runCommandLine(['completion', shell], io)).toBe(0);
      return said.out;
    };
    writeFileSync(join(folder, 'bash-script'), await script('bash'));
    writeFileSync(join(folder, 'functions/_sidecar-injector'), await script('zsh'));
    writeFileSync(join(folder, 'typist'), typist);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.entries(shells))('works in %s', async (_name, { program, setUp }) => {
    const typed = lines.map(([line]) => `sidecar-injector ${line}`);
    const env = { ...process.env, TERM: 'dumb', HOME: folder };
    const words = ['-f', 'typist', program, setUp, ...typed];
    const { stdout } = await promisify(execFile)('zsh', words, { cwd: folder, env, timeout: 60_000 });
    // Who presses tab at a folder gets its slash, which zsh takes away again.
    const ran = stdout
      .trim()
      .split('\n')
      .map((line) => line.replaceAll(/\/(?= |$)/g, '').replaceAll(/ +/g, ' '));
    expect(ran).toEqual(lines.map(([, want]) => want));
  });
});
