import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import jsonPatch from 'fast-json-patch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cacheFile, probeFile, scriptFile } from '../../../functions/cached/compiled-script.ts';
import { encodeValue } from '../../../lib/config/load/encode-value.ts';
import { buildCachedFunction, fillCompileCache } from '../../support/cached-function.ts';
import { fillParameterStore } from '../../support/fakes/fill-parameter-store.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { node24 } from '../../support/node24.ts';
import { type Package, packageWith, root, serverless } from './serverless-package.ts';
import { unzip } from './unzip.ts';

const run = promisify(execFile);
const event = join(import.meta.dirname, 'event.json');

let made: Package;
let folder: string;
/** Where a bundle of `BUILD=plain` is. */
let plain: string;
/** Where a bundle with a compile cache is. */
let cached: string;
let store: ParameterStoreServer;

beforeAll(async () => {
  made = await packageWith();
  folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-zip-'));
  await unzip(made.zip, folder);
  plain = mkdtempSync(join(tmpdir(), 'sidecar-injector-plain-'));
  await buildInto(plain, { BUILD: 'plain' });
  cached = mkdtempSync(join(tmpdir(), 'sidecar-injector-cached-'));
  await buildCachedFunction(join(cached, 'dist/functions'));
  store = await startParameterStore(await exampleParameters());
});

afterAll(async () => {
  await store.close();
  made.remove();
  rmSync(folder, { recursive: true, force: true });
  rmSync(plain, { recursive: true, force: true });
  rmSync(cached, { recursive: true, force: true });
});

async function buildInto(place: string, options: Readonly<Record<string, string>>): Promise<void> {
  const env = { ...process.env, BUILD: '', ...options };
  await run('npx', ['tsx', 'build/lambda.ts', join(place, 'dist/functions')], { cwd: root, env });
}

/** Gives `use` a folder that is there until it ends. */
async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const own = mkdtempSync(join(tmpdir(), 'sidecar-injector-own-'));
  try {
    await use(own);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function bytesOf(place: string): Readonly<Record<string, string>> {
  const functions = join(place, 'dist/functions');
  return Object.fromEntries(
    readdirSync(functions).map((name) => [name, readFileSync(join(functions, name), 'base64')]),
  );
}

describe.each([
  ['the packaged zip, unpacked elsewhere,', () => folder, {}],
  ['a bundle without the steps of our own', () => plain, { BUILD: 'plain' }],
  ['a bundle with a compile cache', () => cached, { COMPILE_CACHE: 'dist/compile-cache' }],
])('%s', (_name, place, options) => {
  const answerWith = (node: string, env: Readonly<Record<string, string>> = {}, path = event) =>
    answerFrom(place(), { node, env, path });

  it('has the same bytes when it is built again', () =>
    inFolder(async (again) => {
      await buildInto(again, options);
      expect(bytesOf(place())).toEqual(expect.objectContaining(bytesOf(again)));
    }));

  it('answers a recorded event on the Node that runs the tests', async () => {
    expectInjected(await answerWith(process.execPath));
  });

  it('answers it on Node 24, as Lambda runs it', async () => {
    expectInjected(await answerWith(await node24()));
  });

  it('loads what a plain pod does not need when a template or the mesh needs it', async () => {
    const { body } = await answerWith(await node24(), { PARAMETER_ROOT: '/lazy' });
    const { response } = JSON.parse(body) as { response: { patch: string } };
    const patch = Buffer.from(response.patch, 'base64').toString();
    expect(patch).toContain('regex=axc semver=1 date=2024-02-29 json=1.2345678901234567e+19 sum=3 format=042 year=1');
  });

  it('leaves a pod alone that it injected before', async () => {
    const asked = JSON.parse(readFileSync(event, 'utf8'));
    const review = JSON.parse(asked.body);
    const { response } = JSON.parse((await answerWith(await node24())).body);
    const patch = JSON.parse(Buffer.from(response.patch, 'base64').toString());
    review.request.object = jsonPatch.applyPatch(review.request.object, patch).newDocument;
    const again = join(place(), 'again.json');
    writeFileSync(again, JSON.stringify({ ...asked, body: JSON.stringify(review) }));
    const { body } = await answerWith(await node24(), {}, again);
    expect(JSON.parse(body).response).toMatchObject({ allowed: true, auditAnnotations: { decision: 'inject' } });
    expect(JSON.parse(body).response).not.toHaveProperty('patch');
  });

  it('refuses a call without a token where the deployment did not say AUTH=none', async () => {
    expect((await answerWith(process.execPath, { AUTH: 'token' })).statusCode).toBe(401);
  });
});

describe('a compile cache', () => {
  const functions = () => join(cached, 'dist/functions');
  const filled = () =>
    [cacheFile, probeFile].map((name) => readFileSync(join(root, 'dist/compile-cache', name), 'base64'));

  it('has the same bytes when it is filled again', async () => {
    const before = filled();
    await fillCompileCache();
    expect(filled()).toEqual(before);
  });

  it('is taken by the Node that made it: that start reads nothing else', () =>
    inFolder(async (other) => {
      cpSync(cached, other, { recursive: true });
      const names = readdirSync(join(other, 'dist/functions'));
      for (const name of names.filter((name) => /^(start-uncompiled|review-core|mesh)-.*mjs$/.test(name))) {
        rmSync(join(other, 'dist/functions', name));
      }
      const answer = await answerFrom(other, { node: await node24(), env: {}, path: event });
      expectInjected(answer);
      expect(answer.log).not.toContain('compile-cache-unused');
    }));

  it('is left aside, with a line in the log, where another Node made it', () =>
    inFolder(async (other) => {
      cpSync(cached, other, { recursive: true });
      writeFileSync(join(other, 'dist/functions', probeFile), 'what another Node compiled');
      const answer = await answerFrom(other, { node: await node24(), env: {}, path: event });
      expectInjected(answer);
      expect(JSON.parse(answer.log.split('\n').find((line) => line.includes('"event"')) ?? '')).toMatchObject({
        level: 'warn',
        event: 'compile-cache-unused',
        error: { message: expect.stringContaining('make it anew') },
      });
    }));

  it('is not packed for other sources than it was filled for', () =>
    inFolder(async (other) => {
      cpSync(functions(), other, { recursive: true });
      writeFileSync(join(other, scriptFile), readFileSync(join(other, scriptFile), 'utf8').replace('0', '1'));
      const built = buildInto(join(other, 'out'), { COMPILE_CACHE: other });
      await expect(built).rejects.toThrow(/was made of other sources: run `npm run compile-cache`/);
    }));

  it('is asked for where there is none', async () => {
    const built = buildInto(join(cached, 'out'), { COMPILE_CACHE: 'dist/nowhere' });
    await expect(built).rejects.toThrow(/there is no compiled.js in .*nowhere: run `npm run compile-cache`/);
  });
});

describe('serverless invoke local', () => {
  it('answers the recorded event', async () => {
    const output = await serverless(['invoke', 'local', '--function', 'inject', '--path', event, '--param=auth=none'], {
      ...environment(),
    });
    expectInjected(JSON.parse(output.slice(output.indexOf('{\n'))) as Answer);
  });
});

/** Uses something of most files that are loaded only when a template names what is in them. */
const lazyTemplate = `
metadata:
  annotations:
    lazy: >-
      regex={{ regexReplaceAll "[0-9]+" "a1c" "x" }}
      semver={{ (semver "1.2.3").Major }}
      date={{ date "2006-01-02" (toDate "2006-01-02" "2024-02-29") }}
      json={{ fromJson "[12345678901234567890]" | first | toString }}
      sum={{ add 1 2 }}
      format={{ printf "%03d" 42 }}
      year={{ .ObjectMeta.CreationTimestamp.Year }}
spec:
  containers:
  - name: istio-proxy
    image: proxy
`;

interface Answer {
  readonly statusCode: number;
  readonly body: string;
  /** What was written before the answer. */
  readonly log: string;
}

interface Call {
  readonly node: string;
  readonly env: Readonly<Record<string, string>>;
  readonly path: string;
}

/** Runs the handler once in a process of its own, the way Lambda's runtime loads it. */
async function answerFrom(folder: string, { node, env, path }: Call): Promise<Answer> {
  const script = join(folder, 'call.mjs');
  writeFileSync(
    script,
    `import { readFileSync } from 'node:fs';
     const { handler } = await import('./dist/functions/inject.mjs');
     const context = { getRemainingTimeInMillis: () => 9000 };
     const answer = await handler(JSON.parse(readFileSync(process.argv[2], 'utf8')), context);
     process.stdout.write('\\n' + JSON.stringify(answer));`,
  );
  const { stdout } = await run(node, [script, path], { cwd: folder, env: { ...environment(), AUTH: 'none', ...env } });
  const end = stdout.lastIndexOf('\n') + 1;
  return { ...(JSON.parse(stdout.slice(end)) as Answer), log: stdout.slice(0, end) };
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, ...store.environment, PARAMETER_ROOT: '/sidecar-injector' };
}

function expectInjected({ statusCode, body }: Answer): void {
  expect(statusCode).toBe(200);
  const { response } = JSON.parse(body) as { response: { uid: string; allowed: boolean; patch: string } };
  expect(response).toMatchObject({ uid: '705ab4f5-6393-11e8-b7cc-42010a800002', allowed: true });
  expect(Buffer.from(response.patch, 'base64').toString()).toContain('otel-collector');
}

async function exampleParameters(): Promise<ParameterStore> {
  const parameters = new ParameterStore();
  await fillParameterStore(parameters, '/sidecar-injector', join(root, 'examples/parameters'));
  parameters.put('/lazy/default/template', encodeValue(lazyTemplate), {});
  parameters.put('/lazy/default/mesh', 'defaultConfig: {concurrency: 2}', {});
  return parameters;
}
