import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { type StarterSidecar, starterSidecars } from './init/sidecars.ts';
import { formatJson } from './output/format-json.ts';
import { settingsSchema } from './schema/settings-schema.ts';
import { fixtureSchema } from './test/fixture-schema.ts';

interface InitOptions {
  readonly sidecar: string;
  readonly output: string;
}

/** `sidecar-injector init`: a folder of parameters to begin with. */
export const command: CommandModule = (io) =>
  defineCommand<InitOptions>(io, {
    name: 'init',
    description: 'Makes a folder of parameters to begin with, with fixtures and a CI workflow',
    examples: ['sidecar-injector init parameters --sidecar otel'],
    setUp: addOptions,
    run: init,
  });

function addOptions(command: Command): Command {
  const names = Object.keys(starterSidecars);
  return command
    .argument('<folder>', 'to make')
    .addOption(new Option('--sidecar <name>', 'what to inject').choices(names).default(names[0]));
}

async function init(io: CommandIo, options: InitOptions, [folder = '']: readonly string[]): Promise<Ending> {
  const root = resolve(io.cwd, folder);
  const files = filesFor(folder, starterSidecars[options.sidecar]);
  for (const name of Object.keys(files)) {
    if (await isThere(join(root, name))) {
      throw new CommandError(`${join(folder, name)} is there already; name a new folder, or remove it`);
    }
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  const names = Object.keys(files).map((name) => join(folder, name));
  io.out(options.output === 'json' ? formatJson({ files: names }) : names.map((name) => `${name}\n`).join(''));
  io.err(
    `next: sidecar-injector check ${folder}; sidecar-injector test ${folder}; sidecar-injector start --parameters ${folder}\n`,
  );
  return 'good';
}

function filesFor(folder: string, sidecar: StarterSidecar | undefined): Readonly<Record<string, string>> {
  const { template = '', values = '', container = '' } = sidecar ?? {};
  return {
    'default/policy': 'enabled\n',
    'default/settings': '# yaml-language-server: $schema=../.schemas/settings.schema.json\nnativeSidecars: true\n',
    'default/template': template,
    'default/values': values,
    'tests/basic.yaml': testsFor(container),
    '.schemas/settings.schema.json': formatJson(settingsSchema()),
    '.schemas/fixture.schema.json': formatJson({ $schema: schemaVersion, ...fixtureSchema }),
    '.github/workflows/sidecar.yml': workflowFor(folder),
  };
}

/** The version of JSON Schema that the schemas are written in. */
export const schemaVersion = 'https://json-schema.org/draft/2020-12/schema';

function testsFor(container: string): string {
  return `# yaml-language-server: $schema=../.schemas/fixture.schema.json
cases:
- name: a pod that says nothing gets the sidecar
  given:
    object:
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: app, image: "app:1"}]}
  expect: {decision: inject, reason: policy-enabled, result: injected, warnings: []}
- name: a pod can refuse
  given:
    object:
      apiVersion: v1
      kind: Pod
      metadata: {name: quiet, labels: {sidecar.istio.io/inject: "false"}}
      spec: {containers: [{name: app, image: "app:1"}]}
  expect:
    decision: skip
    reason: opted-out
    absent: ["spec.containers[${container}]", "spec.initContainers[${container}]"]
`;
}

/** For a repository that has the tool as a clone beside the parameters. */
function workflowFor(folder: string): string {
  return `# Move this to .github/workflows at the top of the repository.
name: sidecar
on: [pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
    - uses: actions/checkout@v4
    - uses: actions/setup-node@v4
      with: {node-version: 24}
    # A clone of lambda-sidecar-injector in the folder injector, as a submodule or by another checkout step.
    - run: npm ci
      working-directory: injector
    - run: npx --prefix injector sidecar-injector check ${folder} --strict
    - run: npx --prefix injector sidecar-injector test ${folder} -o junit > results.xml
`;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
