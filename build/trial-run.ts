import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { JsonObject } from '../lib/json/json-value.ts';
import { fillParameterStore } from '../test/support/fakes/fill-parameter-store.ts';
import { podEvent } from '../test/support/fakes/gateway-event.ts';
import { type ParameterStoreServer, startParameterStore } from '../test/support/fakes/parameter-store-server.ts';
import { LAZY } from './lazy-modules.ts';

/** The functions of each file that ran, as `START:END` in characters. */
export type FunctionsRun = ReadonlyMap<string, ReadonlySet<string>>;

/** The part of what V8 writes to `NODE_V8_COVERAGE` that is read. */
interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
    }[];
  }[];
}

const parameters = fileURLToPath(new URL('../examples/parameters', import.meta.url));
const starter = fileURLToPath(new URL('cold-start.mjs', import.meta.url));
const token = 'trial';

/** One start of a bundle: how it is called, and for what pod. */
interface Trial {
  readonly auth: 'none' | 'token';
  readonly path: string;
  readonly pod: JsonObject;
}

/**
 * Starts a bundle as Lambda does, against a loopback Parameter Store with the example parameters, and lets it inject
 * one pod: once a plain one, once such as a Deployment has, for a cluster and with a token. Tells which functions both
 * took: that is what every start runs.
 * @param folder where the bundle is, with `inject.mjs` in it
 * @throws Error with what the bundle said, where it did not inject a pod; or where a pod took a lazy file.
 */
export async function trialRun(folder: string): Promise<FunctionsRun> {
  const store = await startParameterStore();
  try {
    await fillParameterStore(store.store, '/trial', parameters);
    const digest = createHash('sha256').update(token).digest('hex');
    store.store.put('/trial/default/tokens', JSON.stringify({ [digest]: ['staging'] }), { type: 'SecureString' });
    const plain = await runOf(folder, store, { auth: 'none', path: '/inject', pod: plainPod });
    const path = `/t/${token}/inject/cluster/staging`;
    const usual = await runOf(folder, store, { auth: 'token', path, pod: deploymentPod() });
    assertNotLazy(new Set([...plain.keys(), ...usual.keys()]));
    const inBoth = (file: string, ran: ReadonlySet<string>) => [...ran].filter((range) => usual.get(file)?.has(range));
    return new Map([...plain].map(([file, ran]) => [file, new Set(inBoth(file, ran))]));
  } finally {
    await store.close();
  }
}

/** A file that is loaded by `require` in the middle of a pod costs it more than all that was left out of others. */
function assertNotLazy(loaded: ReadonlySet<string>): void {
  const lazy = Object.keys(LAZY).filter((file) => file !== 'core' && loaded.has(`${file}.mjs`));
  if (lazy.length > 0) {
    throw new Error(
      `plain pods load ${lazy.join(', ')}: move what they use of it into a module that LAZY does not name`,
    );
  }
  if (loaded.has('core.mjs')) {
    throw new Error('plain pods load core.mjs instead of the chunk that it imports: see withoutDetour in build.ts');
  }
}

async function runOf(folder: string, store: ParameterStoreServer, trial: Trial): Promise<FunctionsRun> {
  const work = await mkdtemp(join(tmpdir(), 'trial-'));
  try {
    await writeFile(join(work, 'event.json'), JSON.stringify(podEvent(trial.pod, trial.path)));
    await start(join(folder, 'inject.mjs'), { work, store, auth: trial.auth });
    return await functionsRun(join(work, 'coverage'), pathToFileURL(folder).href);
  } finally {
    await rm(work, { recursive: true });
  }
}

interface StartOptions {
  readonly work: string;
  readonly store: ParameterStoreServer;
  readonly auth: Trial['auth'];
}

async function start(handler: string, { work, store, auth }: StartOptions): Promise<void> {
  const variables = { PARAMETER_ROOT: '/trial', AUTH: auth, NODE_V8_COVERAGE: join(work, 'coverage') };
  const env = { ...store.environment, ...variables };
  const args = [starter, handler, join(work, 'event.json')];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 1 << 24 });
  if (!stdout.includes('\\"patchType\\":\\"JSONPatch\\"')) {
    throw new Error(`the bundle did not inject the trial pod: ${stdout}${stderr}`);
  }
}

async function functionsRun(folder: string, bundle: string): Promise<FunctionsRun> {
  const run = new Map<string, Set<string>>();
  for (const name of await readdir(folder)) {
    const { result }: Coverage = JSON.parse(await readFile(join(folder, name), 'utf8'));
    for (const { url, functions } of result.filter((script) => script.url.startsWith(`${bundle}/`))) {
      const ranges = functions.flatMap(({ ranges: [whole] }) => (whole === undefined ? [] : [whole]));
      const ran = ranges
        .filter(({ count }) => count > 0)
        .map(({ startOffset, endOffset }) => `${startOffset}:${endOffset}`);
      run.set(basename(url), new Set(ran));
    }
  }
  return run;
}

const plainPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'hello' },
  spec: { containers: [{ name: 'hello', image: 'example.org/hello:1.4' }] },
};

/** A pod of a Deployment as an API server sends it: defaulted, with the volume of its service account's token. */
function deploymentPod(): JsonObject {
  const tokenMount = {
    name: 'kube-api-access-x7k2p',
    readOnly: true,
    mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: 'checkout-7c9d8f6b5-',
      labels: { app: 'checkout', 'pod-template-hash': '7c9d8f6b5' },
      annotations: { 'example.com/team': 'shop' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'checkout-7c9d8f6b5', uid: '5b1f3c0e', controller: true },
      ],
    },
    spec: {
      volumes: [{ name: tokenMount.name, projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
      containers: [
        {
          name: 'checkout',
          image: 'example.org/checkout:2.0',
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          resources: { requests: { cpu: '100m', memory: '128Mi' } },
          volumeMounts: [tokenMount],
        },
      ],
      serviceAccountName: 'default',
      securityContext: {},
    },
    status: {},
  };
}
