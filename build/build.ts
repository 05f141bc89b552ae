/**
 * `npm run build`: bundles the Lambda's entry points into `dist/functions`, starts the bundle to learn which
 * functions every start runs, lets V8 know of them, and prints what each chunk weighs. Fails where the bundle does not
 * inject an ordinary pod or loads lazy files for one, or where what every start loads or the zipped whole is heavier
 * than a cold start can bear.
 */
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { compileEagerly } from './eager-functions.ts';
import { lambdaOptions, lazyEntryPoints } from './esbuild-options.ts';
import { CORE } from './lazy-modules.ts';
import { replacedFiles } from './stand-ins.ts';
import { type FunctionsRun, trialRun } from './trial-run.ts';

/** Limits in bytes: of what every start of the Lambda loads, and of the whole, zipped. */
const LIMITS = { entry: 512 * 1024, zip: 400 * 1024 } as const;

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'dist/functions');

const entryPoints = (await readdir(join(root, 'functions'))).filter((name) => name.endsWith('.ts'));
const { outputFiles, metafile } = await build({
  ...lambdaOptions,
  absWorkingDir: root,
  entryPoints: [
    ...entryPoints.map((name) => ({ in: `functions/${name}`, out: name.replace(/\.ts$/, '') })),
    ...lazyEntryPoints,
  ],
  outdir,
  write: false,
});
checkReplaced(metafile);
const core = coreChunk(metafile);
const bundled = new Map(outputFiles.map(({ path, text }) => [basename(path), withoutDetour(text)]));
const ran = await tried(bundled);
const files = new Map([...bundled].map(([name, text]) => [name, eager(name, text)]));
// Only now: a build that fails leaves the one before in its place.
await rm(outdir, { recursive: true, force: true });
await writeAll(outdir, files);
await mkdir(join(root, 'reports'), { recursive: true });
await writeFile(join(root, 'reports/bundle.json'), JSON.stringify(metafile));
report(metafile);

/** An update of a package may move a file that something stands in for: the bundle would grow, and nobody would know. */
function checkReplaced({ inputs }: Metafile): void {
  const missing = replacedFiles.filter((file) => !Object.keys(inputs).some((path) => file.test(path)));
  if (missing.length > 0) {
    throw new Error(
      `stand-ins.ts replaces files that are not there: ${missing.join(', ')}; look for what took their place`,
    );
  }
}

/** The path of the chunk that `core.mjs` is about. */
function coreChunk({ outputs }: Metafile): string {
  const [chunk, ...others] = Object.keys(outputs).filter((path) => Object.hasOwn(outputs[path]?.inputs ?? {}, CORE));
  if (chunk === undefined || others.length > 0) {
    throw new Error(`${CORE} is not in one file of the bundle`);
  }
  return chunk;
}

/** `core.mjs` does nothing but import its chunk: who waits for it waits for that, which saves every start a file. */
function withoutDetour(text: string): string {
  return text.replaceAll('import("./core.mjs")', `import("./${basename(core)}")`);
}

/** A file with what every start runs marked for V8; other files than code as they are. */
function eager(name: string, text: string): string {
  return name.endsWith('.mjs') ? compileEagerly(text, ran.get(name) ?? new Set()) : text;
}

async function tried(code: ReadonlyMap<string, string>): Promise<FunctionsRun> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bundle-')));
  try {
    await writeAll(folder, code);
    return await trialRun(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeAll(folder: string, contents: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of contents) {
    await writeFile(join(folder, name), text);
  }
}

function bytesOf(path: string): number {
  return Buffer.byteLength(files.get(basename(path)) ?? '');
}

function report({ outputs }: Metafile): void {
  let zipped = 0;
  for (const [path, { inputs }] of Object.entries(outputs).sort(([a], [b]) => bytesOf(b) - bytesOf(a))) {
    zipped += gzipSync(files.get(basename(path)) ?? '', { level: 9 }).length;
    const bytes = String(bytesOf(path)).padStart(8);
    process.stderr.write(`${bytes}  ${relative('dist/functions', path)}  ${share(inputs)}\n`);
  }
  process.stderr.write(`${String(zipped).padStart(8)}  zipped, about\n`);
  const loaded = loadedBytes(outputs, ['dist/functions/inject.mjs', core]);
  process.stderr.write(`${String(loaded).padStart(8)}  loaded by every start\n`);
  check('what every start loads', loaded, LIMITS.entry);
  check('the zip', zipped, LIMITS.zip);
}

/** Bytes of files and of all that they import, tables included, but not what they load by `import()`. */
function loadedBytes(outputs: Metafile['outputs'], paths: readonly string[]): number {
  const loaded = new Set(paths);
  for (const path of loaded) {
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' || kind === 'file-loader') {
        loaded.add(imported);
      }
    }
  }
  return [...loaded].reduce((bytes, path) => bytes + bytesOf(path), 0);
}

/** The three heaviest folders of a chunk. */
function share(inputs: Metafile['outputs'][string]['inputs']): string {
  const folders = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const folder = path
      .replace(/^.*node_modules\//, '')
      .split('/')
      .slice(0, 2)
      .join('/');
    folders.set(folder, (folders.get(folder) ?? 0) + bytesInOutput);
  }
  const heaviest = [...folders].sort(([, a], [, b]) => b - a).slice(0, 3);
  return heaviest.map(([folder, bytes]) => `${folder} ${Math.round(bytes / 1024)} KB`).join(', ');
}

function check(what: string, bytes: number, limit: number): void {
  if (bytes > limit) {
    process.stderr.write(`${what} has ${bytes} bytes, and ${limit} is the limit: see reports/bundle.json\n`);
    process.exitCode = 1;
  }
}
