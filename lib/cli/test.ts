import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { plural } from './output/plural.ts';
import { readFolder } from './parameters/read-folder.ts';
import { countCases, formatCoverage, formatRun, runAsJson, runAsJunit } from './test/format-run.ts';
import { runCases, type TestRun } from './test/run-cases.ts';
import { updateFixture } from './test/update.ts';

interface TestOptions {
  readonly update: boolean;
  readonly coverage: boolean;
  readonly output: string;
}

/** `sidecar-injector test`: tries the fixtures beside parameters. */
export const command: CommandModule = (io) =>
  defineCommand<TestOptions>(io, {
    name: 'test',
    description: 'Tries the fixtures of a folder of parameters: given pods, and what is expected of them',
    examples: [
      'sidecar-injector test examples/parameters --coverage',
      'sidecar-injector test examples/parameters -o junit',
    ],
    finds: 'a case failed',
    formats: ['text', 'json', 'junit'],
    setUp: addOptions,
    run: test,
  });

function addOptions(command: Command): Command {
  return command
    .argument('<folder>', 'of parameters, with tests/*.yaml in it')
    .option('--update', 'write what comes out now into the fixtures', false)
    .option('--coverage', 'tell what no case reached', false);
}

async function test(io: CommandIo, options: TestOptions, [folder = '']: readonly string[]): Promise<Ending> {
  const { set, fixtures } = await readFolder(resolve(io.cwd, folder));
  if (fixtures.length === 0) {
    throw new CommandError(`${folder}: holds no fixtures; write some into ${folder}/tests, such as tests/basic.yaml`);
  }
  const run = await runCases(set, fixtures);
  if (options.update) {
    return update(io, run);
  }
  io.out(formats[options.output]?.(run, io, options) ?? '');
  return countCases(run.results).failed === 0 ? 'good' : 'found';
}

const formats: Readonly<Record<string, (run: TestRun, io: CommandIo, options: TestOptions) => string>> = {
  text: (run, io, { coverage }) => formatRun(run, io.color) + (coverage ? formatCoverage(run) : ''),
  json: (run, _io, { coverage }) => runAsJson(run, coverage),
  junit: (run) => runAsJunit(run),
};

async function update(io: CommandIo, { results }: TestRun): Promise<Ending> {
  const failed = results.filter(({ failures }) => failures.length > 0);
  for (const name of new Set(failed.map(({ fixture }) => fixture.name))) {
    await updateFixture(failed.filter(({ fixture }) => fixture.name === name));
    io.err(`${name}: written\n`);
  }
  io.out(`${plural(failed.length, 'case')} written; look at the difference before you commit it\n`);
  return 'good';
}
