import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CommandModule } from '../../../lib/cli/command.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { type CommandRun, runCommand, type TestIo } from './run-command.ts';

/** The template of the folder. */
export const template = 'spec:\n  containers:\n  - name: log\n    image: "{{ .Values.image }}"\n';
const files = {
  'default/policy': 'enabled\n',
  'default/template': template,
  'default/values': 'image: log:1\n',
  'prod/policy': 'disabled\n',
};

/** A folder of four parameters, an empty Parameter Store, and commands between them. */
export interface StoredParameters {
  readonly server: ParameterStoreServer;
  readonly folder: string;
  run(module: CommandModule, args: readonly string[], io?: TestIo): Promise<CommandRun>;
  /** Writes files of the folder. */
  write(files: Readonly<Record<string, string>>): void;
  /** What Parameter Store holds at a name below the root, in a Region that has a store of its own, or else. */
  stored(name: string, region?: string): string;
  /** How many versions it holds of it. */
  versions(name: string): number;
  close(): Promise<void>;
}

/** Starts a store and makes a folder. Close them. */
export async function startStoredParameters(): Promise<StoredParameters> {
  const server = await startParameterStore();
  const folder = mkdtempSync(join(tmpdir(), 'parameters-'));
  const write = (texts: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };
  write(files);
  return {
    server,
    folder,
    run: (module, args, io = {}) => runCommand(module, args, { env: server.environment, ...io }),
    write,
    stored: (name, region = '') =>
      (server.regions.get(region) ?? server.store).find(`/sidecar-injector/${name}`)?.value ?? '(nothing)',
    versions: (name) => server.store.parameters.get(`/sidecar-injector/${name}`)?.length ?? 0,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
