/**
 * Two versions of the function side by side, as while traffic is shifted, and after going back: each over the other's
 * parameters, and both on one pod, one after the other.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import jsonPatch from 'fast-json-patch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fillParameterStore } from '../../support/fakes/fill-parameter-store.ts';
import { podEvent } from '../../support/fakes/gateway-event.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { node24 } from '../../support/node24.ts';
import { buildVersion, type PreviousVersion, previousCommit } from './previous-version.ts';
import { root } from './serverless-package.ts';

const run = promisify(execFile);
const commit = previousCommit();
if (commit === undefined) {
  console.warn('two versions were not run side by side: this tree has no past (an archive, or a shallow clone)');
}
const pods = readdirSync(join(root, 'examples/pods')).map((name) => [name, podIn(name)] as const);

type Version = 'previous' | 'present';
type Pod = ReturnType<typeof podIn>;

let previous: PreviousVersion;
let store: ParameterStoreServer;
let folder: string;

beforeAll(async () => {
  if (commit === undefined) {
    return;
  }
  folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-versions-'));
  await run('npx', ['tsx', 'build/lambda.ts', join(folder, 'dist/functions')], { cwd: root });
  previous = buildVersion(commit);
  const parameters = new ParameterStore();
  await fillParameterStore(parameters, '/present', join(root, 'examples/parameters'));
  await fillParameterStore(parameters, '/previous', join(previous.folder, 'examples/parameters'));
  await fillParameterStore(parameters, '/newer', join(root, 'examples/parameters'));
  parameters.put('/newer/default/settings', newerSettings(), { overwrite: true });
  store = await startParameterStore(parameters);
});

afterAll(async () => {
  await store?.close();
  for (const made of [folder, previous?.folder]) {
    rmSync(made ?? '', { recursive: true, force: true });
  }
});

function podIn(name: string) {
  return parse(readFileSync(join(root, 'examples/pods', name), 'utf8'));
}

/** Settings of the present version that the previous one does not know, and one that neither does. */
function newerSettings(): string {
  const text = readFileSync(join(root, 'examples/parameters/default/settings'), 'utf8');
  const now = Object.keys(JSON.parse(readFileSync(join(root, 'schemas/settings.schema.json'), 'utf8')).properties);
  const past = readFileSync(join(previous.folder, 'schemas/settings.schema.json'), 'utf8');
  const values: Readonly<Record<string, string>> = { authorMay: 'all', forbid: '[]', offeredTemplates: '[sidecar]' };
  const fresh = now.filter((name) => !past.includes(`"${name}"`) && values[name] !== undefined);
  return `${text}\n${fresh.map((name) => `${name}: ${values[name]}\n`).join('')}ofTheFuture: {a: 1}\n`;
}

interface Answer {
  readonly statusCode: number;
  readonly response: { readonly allowed: boolean; readonly patch?: string; readonly auditAnnotations: object };
}

/** What a version answers to pods, one after the other in one process, and what it logged. */
async function answers(version: Version, parameters: string, asked: readonly Pod[]) {
  const place = version === 'previous' ? previous.folder : folder;
  const events = join(folder, 'events.json');
  writeFileSync(events, JSON.stringify(asked.map((pod) => podEvent(pod, '/inject'))));
  const script = join(place, 'answers.mjs');
  writeFileSync(
    script,
    `import { readFileSync } from 'node:fs';
     const { handler } = await import('./dist/functions/inject.mjs');
     const answers = [];
     for (const event of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
       answers.push(await handler(event, { getRemainingTimeInMillis: () => 9000 }));
     }
     process.stdout.write('\\n' + JSON.stringify(answers));`,
  );
  const env = { PATH: process.env.PATH, ...store.environment, PARAMETER_ROOT: `/${parameters}`, AUTH: 'none' };
  const { stdout } = await run(await node24(), [script, events], { cwd: place, env, maxBuffer: 1 << 24 });
  const end = stdout.lastIndexOf('\n');
  const made = JSON.parse(stdout.slice(end + 1)) as { statusCode: number; body: string }[];
  const found = made.map(({ statusCode, body }): Answer => ({ statusCode, response: JSON.parse(body).response }));
  return { found, log: stdout.slice(0, end) };
}

/** The pods that a version makes of pods. */
async function injected(version: Version, asked: readonly Pod[]): Promise<readonly Pod[]> {
  const { found } = await answers(version, 'present', asked);
  return found.map(({ response: { patch } }, index) => {
    const operations = patch === undefined ? [] : JSON.parse(Buffer.from(patch, 'base64').toString());
    return jsonPatch.applyPatch(structuredClone(asked[index]), operations).newDocument;
  });
}

const namesIn = ({ spec }: Pod): readonly string[] =>
  [...(spec.initContainers ?? []), ...spec.containers].map(({ name }: { name: string }) => name);

// Without the repository's past there is no previous version; an archive of the files has none.
describe.skipIf(commit === undefined)('the version before', () => {
  it.each<[version: Version, parameters: string]>([
    ['previous', 'present'],
    ['present', 'previous'],
    ['previous', 'newer'],
    ['present', 'newer'],
  ])('the %s one injects over parameters of the %s one', async (version, parameters) => {
    const { found, log } = await answers(
      version,
      parameters,
      pods.map(([, pod]) => pod),
    );
    expect(found.map(({ statusCode, response }) => [statusCode, response.allowed])).toEqual(
      pods.map(() => [200, true]),
    );
    expect(found.filter(({ response }) => response.patch !== undefined).length).toBeGreaterThan(pods.length / 2);
    if (parameters === 'newer') {
      expect(log).toMatch(/ofTheFuture/);
      expect(log).toMatch(/"unknownSettings":[1-9]/);
    }
  });

  it.each<[first: Version, second: Version]>([
    ['previous', 'present'],
    ['present', 'previous'],
  ])(
    'a first call to the %s and a second to the %s one makes the pod that the second alone makes',
    async (first, second) => {
      const asked = pods.map(([, pod]) => pod);
      const twice = await injected(second, await injected(first, asked));
      const once = await injected(second, asked);
      for (const [index, pod] of twice.entries()) {
        const names = namesIn(pod);
        expect(new Set(names).size, pods[index]?.[0]).toBe(names.length);
        expect(pod, pods[index]?.[0]).toEqual(once[index]);
      }
    },
  );
});
