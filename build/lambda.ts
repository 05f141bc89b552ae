/**
 * `npm run build`, or `tsx build/lambda.ts [FOLDER]`: bundles the Lambda's entry points into FOLDER, else `dist/functions`, and prints what each file weighs. Fails
 * where what every start loads, or the whole zipped, is heavier than a cold start can bear. With `COMPILE_CACHE=FOLDER`
 * the function starts from the compile cache in FOLDER, which `npm run compile-cache` prepares.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { errorText } from '../lib/base/coded-error.ts';
import { filledCache, type PackedFiles } from './compile-cache/filled-cache.ts';
import { lambdaOptions } from './lambda-options.ts';
import { root } from './root.ts';

/** Limits in bytes: of what every start of the Lambda loads, and of the whole, zipped. */
const limits = { start: 512 * 1024, zip: 400 * 1024, zipWithCache: 1280 * 1024 } as const;
const outdir = resolve(process.argv[2] ?? join(root, 'dist/functions'));
const cacheFolder = process.env.COMPILE_CACHE;
const entry = cacheFolder === undefined ? 'functions/inject.ts' : 'functions/cached/inject.ts';
const started = [entry, 'functions/cached/start-uncompiled.ts', 'lib/webhook/review-core.ts'];

const cache = cacheFolder === undefined ? new Map<string, Uint8Array>() : await cacheIn(resolve(cacheFolder));
const { outputFiles, metafile } = await build({
  ...lambdaOptions,
  entryPoints: [{ in: entry, out: 'inject' }],
  outdir,
  write: false,
});
const files: PackedFiles = new Map([
  ...outputFiles.map(({ path, contents }) => [relative(outdir, path), contents] as const),
  ...cache,
]);
await write(files);
await mkdir(join(root, 'reports'), { recursive: true });
await writeFile(join(root, 'reports/bundle.json'), JSON.stringify(metafile));
report(files, metafile);

/** Ends the process where it cannot be used: the message says what to do. */
async function cacheIn(folder: string): Promise<PackedFiles> {
  try {
    return await filledCache(folder);
  } catch (error) {
    process.stderr.write(`${errorText(error)}\n`);
    process.exit(1);
  }
}

/** Beside, and then into place: a build that fails leaves the one before. */
async function write(files: PackedFiles): Promise<void> {
  const fresh = `${outdir}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  for (const [name, contents] of files) {
    await writeFile(join(fresh, name), contents);
  }
  await rm(outdir, { recursive: true, force: true });
  await rename(fresh, outdir);
}

function report(files: PackedFiles, { outputs }: Metafile): void {
  for (const [path, { bytes, inputs }] of Object.entries(outputs).sort(([, a], [, b]) => b.bytes - a.bytes)) {
    process.stderr.write(`${String(bytes).padStart(8)}  ${basename(path)}  ${heaviest(inputs)}\n`);
  }
  const zipped = [...files.values()].reduce((sum, contents) => sum + gzipSync(contents, { level: 9 }).length, 0);
  check('zipped, about', zipped, cache.size === 0 ? limits.zip : limits.zipWithCache);
  check('loaded by every start', startBytes(outputs), limits.start);
}

/** Bytes of the entry, of the core, and of all that they import, but not of what they load by `import()`. */
function startBytes(outputs: Metafile['outputs']): number {
  const isStarted = (entry: string | undefined): boolean => started.some((path) => entry?.endsWith(path) === true);
  const loaded = new Set(Object.keys(outputs).filter((path) => isStarted(outputs[path]?.entryPoint)));
  for (const path of loaded) {
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) {
        loaded.add(imported);
      }
    }
  }
  return [...loaded].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
}

/** The three heaviest folders of a file. */
function heaviest(inputs: Metafile['outputs'][string]['inputs']): string {
  const folders = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const [first, second] = path.replace(/^.*node_modules\//, '').split('/');
    const folder = `${first}/${second}`;
    folders.set(folder, (folders.get(folder) ?? 0) + bytesInOutput);
  }
  const three = [...folders].sort(([, a], [, b]) => b - a).slice(0, 3);
  return three.map(([folder, bytes]) => `${folder} ${Math.round(bytes / 1024)} KB`).join(', ');
}

function check(what: string, bytes: number, limit: number): void {
  process.stderr.write(`${String(bytes).padStart(8)}  ${what}\n`);
  if (bytes > limit) {
    process.stderr.write(`that is more than ${limit} bytes: see reports/bundle.json\n`);
    process.exitCode = 1;
  }
}
