import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const root = join(import.meta.dirname, '../../..');
const osls = join(root, 'node_modules/serverless/bin/serverless.js');

/** A CloudFormation template, as far as the tests look at it. */
export interface Template {
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Package {
  readonly template: Template;
  /** The zip that Lambda would get. */
  readonly zip: string;
  remove(): void;
}

/** Runs osls in the project's folder, without credentials and a network to call; gives what it wrote to stdout. */
export async function serverless(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  return (await runOsls(args, env)).stdout;
}

/** What osls says to people on its way, on either stream. */
export async function saidBy(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout, stderr } = await runOsls(args, env);
  return `${stdout}${stderr}`;
}

function runOsls(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [osls, ...args], {
    cwd: root,
    env: { ...process.env, SLS_NOTIFICATIONS_MODE: 'off', SLS_TELEMETRY_DISABLED: '1', ...env },
    maxBuffer: 1 << 24,
  });
}

/** `serverless package` into a folder of its own. */
export async function packageWith(parameters: Readonly<Record<string, string>> = {}): Promise<Package> {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-package-'));
  const params = Object.entries(parameters).map(([name, value]) => `--param=${name}=${value}`);
  await serverless(['package', '--package', folder, ...params]);
  const text = readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  return {
    template: JSON.parse(text) as Template,
    zip: join(folder, 'lambda-sidecar-injector.zip'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
