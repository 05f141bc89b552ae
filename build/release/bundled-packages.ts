import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package of npm whose code is in the bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As SPDX writes it. */
  readonly license: string;
  /** Texts of its licence and notice files, by their names. */
  readonly texts: readonly { readonly file: string; readonly text: string }[];
}

/** The packages that a bundle has code of, in order of their names. */
export async function bundledPackages(root: string, { outputs }: Metafile): Promise<readonly BundledPackage[]> {
  const inputs = Object.values(outputs).flatMap((output) =>
    Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  const folders = new Set(inputs.flatMap(([path]) => folderOf(path) ?? []));
  return Promise.all([...folders].sort().map((folder) => readPackage(join(root, folder))));
}

/** `node_modules/@smithy/core` of a file below it; the innermost where packages hold packages. */
function folderOf(path: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license } = decodeManifest(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file)).sort();
  const texts = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8') })),
  );
  return { name, version, license, texts };
}

/** @throws Error where a package does not say what it is or under which licence. */
function decodeManifest(value: unknown): Pick<BundledPackage, 'name' | 'version' | 'license'> {
  const { name, version, license } = value as Partial<Record<string, unknown>>;
  if (typeof name !== 'string' || typeof version !== 'string' || typeof license !== 'string') {
    throw new Error(`package ${String(name)} has no name, version or licence: what ships must say all three`);
  }
  return { name, version, license };
}
