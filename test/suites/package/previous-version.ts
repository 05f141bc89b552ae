import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './serverless-package.ts';

/** What tells one version's settings from another's. */
const settings = 'schemas/settings.schema.json';

/** The tree of an earlier version, with its bundle. */
export interface PreviousVersion {
  readonly folder: string;
  readonly commit: string;
}

/**
 * The version before this one: the last release, or where there is none the commit before the settings changed last.
 * Undefined where the repository's past is not here, as in an archive of its files.
 */
export function previousCommit(): string | undefined {
  return ask('describe', '--tags', '--abbrev=0', '--match', 'v*', 'HEAD^') ?? beforeLastChange();
}

function beforeLastChange(): string | undefined {
  const changed = ask('log', '-1', '--format=%H', '--', settings);
  return changed === undefined ? undefined : ask('rev-parse', '--verify', '--quiet', `${changed}^`);
}

/** Builds the bundle of a commit from its own sources, with the packages that are installed here. */
export function buildVersion(commit: string): PreviousVersion {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-previous-'));
  const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 1 << 28 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  execFileSync('npx', ['tsx', 'build/lambda.ts'], { cwd: folder, stdio: 'ignore' });
  return { folder, commit };
}

function ask(...args: readonly string[]): string | undefined {
  if (!existsSync(join(root, '.git'))) {
    return undefined;
  }
  try {
    return (
      execFileSync('git', [...args], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}
