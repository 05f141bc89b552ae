import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../lib/cli/commands.ts';
import { runCommandLine } from '../../../lib/cli/run-command-line.ts';
import { faults, type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { recordingIo, type TestIo } from './run-command.ts';

async function runLine(args: readonly string[], change: TestIo = {}) {
  const { io, said } = recordingIo(change);
  return { code: await runCommandLine(args, io), ...said };
}

describe('runCommandLine', () => {
  it('lists every command', async () => {
    const { code, out } = await runLine(['--help']);
    expect(code).toBe(0);
    for (const { name, summary } of commands) {
      expect(out).toMatch(new RegExp(`^ *${name} .*${summary.slice(0, 20)}`, 'm'));
    }
  });

  it.each(commands.map(({ name }) => name))('tells the options of %s, by either way of asking', async (name) => {
    const asked = await runLine([name, '--help']);
    expect(asked).toMatchObject({ code: 0, err: '' });
    expect(asked.out).toContain(`sidecar-injector ${name}`);
    expect((await runLine(['help', name])).out).toBe(asked.out);
  });

  it.each([
    { args: ['strat'], says: '(Did you mean start?)' },
    { args: ['start', '--prot', '1'], says: "unknown option '--prot'" },
    { args: ['start', '--port', 'x'], says: 'a whole number from 0 to 65535' },
    { args: ['start', '--port', '65536'], says: 'a whole number from 0 to 65535' },
    { args: ['explain'], says: "required option '-f, --file <file>' not specified" },
    { args: [], says: 'Usage: sidecar-injector' },
  ])('refuses $args with code 2 and without a stack trace', async ({ args, says }) => {
    const { code, err, out } = await runLine(args);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err + out).not.toMatch(/^\s+at /m);
  });
});

describe('runCommandLine with Parameter Store', () => {
  let server: ParameterStoreServer;
  beforeAll(async () => {
    server = await startParameterStore();
    server.fault = () => faults.denied;
  });
  afterAll(() => server.close());

  it.each([
    ['check'],
    ['history'],
    ['promote'],
    ['rollback'],
    ['push', 'examples/parameters'],
    ['diff', 'examples/parameters'],
    ['start', '--parameters', 'ssm:/root', '--port', '0'],
    ['explain', '-f', 'examples/pods/bare.yaml', '--parameters', 'ssm:/root'],
    ['inject', '-f', 'examples/pods/bare.yaml', '--parameters', 'ssm:/root'],
  ])('%s tells what to allow where access is denied, with code 3 and without a stack trace', async (...args) => {
    const { code, err } = await runLine(args, { env: server.environment });
    expect(code).toBe(3);
    expect(err).toMatch(/^error: (?:.*\n)?Access denied in eu-central-1 .*: allow ssm:GetParameters on arn:/);
    expect(err).not.toMatch(/^\s+at |fault of sidecar-injector/m);
  });
});
