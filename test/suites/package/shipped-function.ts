import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillParameterStore } from '../../support/fakes/fill-parameter-store.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { root } from './serverless-package.ts';

/** Builds the functions, and copies them into a new folder outside the tree, as Lambda unpacks the zip. */
export function shippedFunction(): string {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'ignore' });
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-function-'));
  mkdirSync(join(folder, 'dist'));
  cpSync(join(root, 'dist/functions'), join(folder, 'dist/functions'), { recursive: true });
  return folder;
}

/** A Parameter Store on the loopback interface that holds the example parameters. */
export async function exampleStore(): Promise<ParameterStoreServer> {
  const parameters = new ParameterStore();
  await fillParameterStore(parameters, '/sidecar-injector', join(root, 'examples/parameters'));
  return startParameterStore(parameters);
}
