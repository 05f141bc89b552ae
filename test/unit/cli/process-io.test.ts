import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nodeOptions } from '../../../build/node-options.ts';
import { askLine, showsColor } from '../../../lib/cli/process-io.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';

const root = join(import.meta.dirname, '../../..');

describe('askLine', () => {
  const ask = (keys: string) => {
    const [input, output] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: true })];
    const answer = askLine('really? ', { input, output });
    input.write(keys);
    return answer;
  };

  it('gives the line that was typed', async () => {
    expect(await ask('yes\r')).toBe('yes');
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('takes %s for an interruption', async (_name, key) => {
    await expect(ask(key)).rejects.toMatchObject({ name: 'CommandError', exitCode: 130 });
  });
});

describe('the process', () => {
  let server: ParameterStoreServer;
  let bundle: string;
  beforeAll(async () => {
    // Bundled as for a user, which starts in a third of the time that the sources take. Its dependencies are found from here.
    mkdirSync(join(root, 'dist'), { recursive: true });
    bundle = mkdtempSync(join(root, 'dist/process-io-'));
    await build({ ...nodeOptions, entryPoints: [{ in: 'lib/cli/main.ts', out: 'main' }], outdir: bundle });
    server = await startParameterStore();
  });
  afterAll(async () => {
    rmSync(bundle, { recursive: true });
    await server.close();
  });
  afterEach(() => {
    server.fault = () => undefined;
  });

  const start = (args: readonly string[]) =>
    spawn(process.execPath, [join(bundle, 'main.mjs'), ...args], {
      cwd: root,
      env: { ...process.env, ...server.environment },
    });

  it('ends without a word where the reader of its output has gone', async () => {
    const child = start(['diff', 'examples/parameters']);
    child.stdout.destroy();
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(code).toBe(141);
    expect(said).not.toMatch(/EPIPE|^\s+at /m);
  });

  it('ends a push in order at Ctrl-C', async () => {
    const puts: string[] = [];
    const child = start(['push', 'examples/parameters', '--yes']);
    server.fault = ({ operation, names }) => {
      if (operation === 'PutParameter') {
        puts.push(...names);
        child.kill('SIGINT');
        return { kind: 'slow', milliseconds: 200 };
      }
      return undefined;
    };
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([code, puts.length]).toEqual([130, 1]);
    expect(said).toMatch(/\[1\/6\] default\/policy: version 1, (?:.|\n)*error: interrupted: 1 of 6 were written/);
  });

  it('is ended by Ctrl-C at once while it only reads', async () => {
    const reader = start(['check']);
    server.fault = () => {
      reader.kill('SIGINT');
      return { kind: 'hang' };
    };
    expect(await once(reader, 'exit')).toEqual([null, 'SIGINT']);
  });
});

describe('showsColor', () => {
  it.each([
    { env: {}, isTerminal: true, want: true },
    { env: {}, isTerminal: false, want: false },
    { env: { NO_COLOR: '1' }, isTerminal: true, want: false },
    { env: { NO_COLOR: '' }, isTerminal: true, want: true },
    { env: { NO_COLOR: '1', FORCE_COLOR: '1' }, isTerminal: true, want: false },
    { env: { FORCE_COLOR: '1' }, isTerminal: false, want: true },
    { env: { FORCE_COLOR: '0' }, isTerminal: true, want: false },
    { env: { TERM: 'dumb' }, isTerminal: true, want: false },
  ])('$env on a terminal: $isTerminal gives $want', ({ env, isTerminal, want }) => {
    expect(showsColor(env, isTerminal)).toBe(want);
  });
});
