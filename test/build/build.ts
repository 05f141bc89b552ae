/**
 * `npm run build`: bundles the Lambda's entry points into `dist/functions` and prints what each chunk weighs. Fails
 * where the entry chunk or the zipped whole is heavier than a cold start can bear.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { lambdaOptions, lazyEntryPoints } from './esbuild-options.ts';

/** Limits in bytes: of what every start of the Lambda loads, and of the whole, zipped. */
const LIMITS = { entry: 512 * 1024, zip: 400 * 1024 } as const;

const root = fileURLToPath(new URL('../..', import.meta.url));
const outdir = join(root, 'dist/functions');

const entryPoints = (await readdir(join(root, 'functions'))).filter((name) => name.endsWith('.ts'));
const result = await build({
  ...lambdaOptions,
  absWorkingDir: root,
  entryPoints: [
    ...entryPoints.map((name) => ({ in: `functions/${name}`, out: name.replace(/\.ts$/, '') })),
    ...lazyEntryPoints,
  ],
  outdir,
  write: false,
});
// Only now: a build that fails leaves the one before in its place.
await rm(outdir, { recursive: true, force: true });
for (const { path, contents } of result.outputFiles) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}
await mkdir(join(root, 'reports'), { recursive: true });
await writeFile(join(root, 'reports/bundle.json'), JSON.stringify(result.metafile));
await report(result.metafile);

async function report(metafile: Metafile): Promise<void> {
  const outputs = Object.entries(metafile.outputs).sort(([, a], [, b]) => b.bytes - a.bytes);
  let zipped = 0;
  for (const [path, { bytes, inputs }] of outputs) {
    zipped += gzipSync(await readFile(join(root, path)), { level: 9 }).length;
    process.stderr.write(`${String(bytes).padStart(8)}  ${relative('dist/functions', path)}  ${share(inputs)}\n`);
  }
  process.stderr.write(`${String(zipped).padStart(8)}  zipped, about\n`);
  check('what the entry loads', loadedBytes(metafile, 'dist/functions/inject.mjs'), LIMITS.entry);
  check('the zip', zipped, LIMITS.zip);
}

/** Bytes of a chunk and of all that it imports, but by `import()`. */
function loadedBytes({ outputs }: Metafile, entry: string): number {
  const loaded = new Set([entry]);
  for (const path of loaded) {
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') {
        loaded.add(imported);
      }
    }
  }
  return [...loaded].reduce((bytes, path) => bytes + (outputs[path]?.bytes ?? 0), 0);
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
