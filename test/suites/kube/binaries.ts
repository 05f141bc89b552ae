import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const here = import.meta.dirname;

export interface Binaries {
  readonly kubeApiServer: string;
  readonly etcd: string;
}

/** Why the suite cannot run on this machine, in words that say what to install; undefined where it can. */
export function whatIsMissing(): string | undefined {
  if (process.env.KUBEBUILDER_ASSETS !== undefined) {
    return undefined;
  }
  const missing = [
    ...(answers('go', ['version']) ? [] : ['go (builds kube-apiserver)']),
    ...(answers('etcd', ['--version']) ? [] : ['etcd (Debian package etcd-server)']),
  ];
  return missing.length === 0
    ? undefined
    : `the API server suite needs ${missing.join(' and ')}, or KUBEBUILDER_ASSETS with both binaries`;
}

/** Whether Debian's kubectl, or another, is on the PATH. */
export function hasKubectl(): boolean {
  return answers('kubectl', ['version', '--client']);
}

/**
 * kube-apiserver and etcd: those of KUBEBUILDER_ASSETS where it is set, else etcd from the PATH and a
 * kube-apiserver built from the Go module beside this file. The build takes minutes, once: it stays in the
 * user's cache folder under the digest of go.sum.
 */
export async function binaries(): Promise<Binaries> {
  const assets = process.env.KUBEBUILDER_ASSETS;
  if (assets !== undefined) {
    return { kubeApiServer: join(assets, 'kube-apiserver'), etcd: join(assets, 'etcd') };
  }
  return { kubeApiServer: await builtApiServer(), etcd: 'etcd' };
}

/** The program `admission`: what the API server makes of pods, without a server. Built once, as the server is. */
export function admissionProgram(): Promise<string> {
  return built('admission', './admission', ['go.sum', 'admission/main.go']);
}

function builtApiServer(): Promise<string> {
  return built('kube-apiserver', 'k8s.io/kubernetes/cmd/kube-apiserver', ['go.sum']);
}

/** A program of the Go module beside this file; it is built again when one of the files changes. */
async function built(name: string, main: string, files: readonly string[]): Promise<string> {
  const digest = createHash('sha256');
  for (const file of files) {
    digest.update(readFileSync(join(here, file)));
  }
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lambda-sidecar-injector');
  const binary = join(cache, `${name}-${digest.digest('hex').slice(0, 16)}`);
  if (!existsSync(binary)) {
    mkdirSync(cache, { recursive: true });
    const unfinished = `${binary}.${process.pid}`;
    console.log(`building ${name}, once: some minutes`);
    const build = ['build', '-ldflags=-s -w', '-o', unfinished, main];
    await promisify(execFile)('go', build, { cwd: here, maxBuffer: 1 << 26 });
    renameSync(unfinished, binary);
  }
  return binary;
}

function answers(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
