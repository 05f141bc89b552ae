/**
 * `npm run release`: builds, and writes to `dist/release` all that it takes to deploy without the Serverless Framework:
 * the zip, a CloudFormation template for each profile, the policies for people, a bill of materials, the licences of what
 * is bundled, and the checksums of all of them. The same commit gives the same bytes.
 * `--param=NAME=VALUE` decides parameters of the deployment, as for `serverless deploy`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Metafile } from 'esbuild';
import jszip from 'jszip';
import { DeployParameterError } from '../deploy/check-parameters.ts';
import { bundledPackages } from './bundled-packages.ts';
import { billOfMaterials, notices } from './documents.ts';
import { checkDecided, releaseTemplate } from './release-template.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = join(root, 'dist/release');
const profiles = ['public', 'restricted', 'private'] as const;
/** The oldest moment that a zip can hold. */
const epoch = new Date(Date.UTC(1980, 0, 1));

const { version }: { readonly version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const decided = decidedParameters(process.argv.slice(2));
execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
const zip = await zipOf(join(root, 'dist/functions'));
const sha256 = createHash('sha256').update(zip).digest('base64');
const metafile: Metafile = JSON.parse(await readFile(join(root, 'reports/bundle.json'), 'utf8'));
const packages = await bundledPackages(root, metafile);
const policies = join(root, 'docs/policies');

const files = new Map<string, string | Buffer>([[`lambda-sidecar-injector-${version}.zip`, zip]]);
for (const profile of profiles) {
  files.set(`template-${profile}.json`, json(releaseTemplate(profile, { version, sha256, decided })));
}
for (const name of (await readdir(policies)).sort()) {
  files.set(`policy-${name}`, await readFile(join(policies, name)));
}
files.set('sbom.cdx.json', json(billOfMaterials(version, packages)));
files.set('THIRD-PARTY-NOTICES.txt', notices(packages));
files.set('SHA256SUMS', checksums(files));

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
for (const [name, content] of files) {
  await writeFile(join(target, name), content);
  process.stdout.write(`${String(Buffer.byteLength(content)).padStart(8)}  dist/release/${name}\n`);
}

/** The parameters that are decided now, tried before anything is built. Ends the process where they are not right. */
function decidedParameters(given: readonly string[]): Readonly<Record<string, string>> {
  try {
    const decided = Object.fromEntries(given.map(decodeArgument));
    checkDecided(decided);
    return decided;
  } catch (error) {
    if (error instanceof DeployParameterError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(2);
    }
    throw error;
  }
}

/** @throws DeployParameterError for anything but `--param=NAME=VALUE` */
function decodeArgument(argument: string): readonly [string, string] {
  const [, name, value] = /^--param=([^=]+)=(.*)$/s.exec(argument) ?? [];
  if (name === undefined || value === undefined) {
    throw new DeployParameterError([`${argument}: give parameters as --param=NAME=VALUE`]);
  }
  return [name, value];
}

async function zipOf(folder: string): Promise<Buffer> {
  const archive = new jszip();
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(mjs|js|bin|txt|json)$/.test(name));
  for (const name of names.sort()) {
    const options = { date: epoch, unixPermissions: 0o644, createFolders: false };
    archive.file(`dist/functions/${name}`, await readFile(join(folder, name)), options);
  }
  return archive.generateAsync({
    type: 'nodebuffer',
    platform: 'UNIX',
    compression: 'DEFLATE',
    compressionOptions: { level: 9 },
  });
}

function json(value: unknown): string {
  // By one blank: CloudFormation takes 51,200 bytes without a bucket.
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** As `sha256sum --check SHA256SUMS` reads them. */
function checksums(contents: ReadonlyMap<string, string | Buffer>): string {
  const lines = [...contents].map(
    ([name, content]) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`,
  );
  return lines.join('');
}
