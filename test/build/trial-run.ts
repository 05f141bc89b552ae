import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { JsonObject } from '../../lib/go/json.ts';
import { fillParameterStore } from '../fakes/fill-parameter-store.ts';
import { podEvent } from '../fakes/gateway-event.ts';
import { type ParameterStoreServer, startParameterStore } from '../fakes/parameter-store-server.ts';

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

const parameters = fileURLToPath(new URL('../../examples/parameters', import.meta.url));
const starter = fileURLToPath(new URL('cold-start.mjs', import.meta.url));
const token = 'trial';

/**
 * Starts a bundle once as Lambda does, against a loopback Parameter Store with the example parameters, and lets it
 * inject one pod such as a Deployment has, called for with a token. Tells which functions that took.
 * @param folder where the bundle is, with `inject.mjs` in it
 * @throws Error with what the bundle said, where it did not inject that pod.
 */
export async function trialRun(folder: string): Promise<FunctionsRun> {
  const store = await startParameterStore();
  const work = await mkdtemp(join(tmpdir(), 'trial-'));
  try {
    await fillParameterStore(store.store, '/trial', parameters);
    const digest = createHash('sha256').update(token).digest('hex');
    store.store.put('/trial/default/tokens', JSON.stringify({ [digest]: ['staging'] }), { type: 'SecureString' });
    await writeFile(
      join(work, 'event.json'),
      JSON.stringify(podEvent(deploymentPod(), `/t/${token}/inject/cluster/staging`)),
    );
    await start(join(folder, 'inject.mjs'), work, store);
    return await functionsRun(join(work, 'coverage'), pathToFileURL(folder).href);
  } finally {
    await store.close();
    await rm(work, { recursive: true });
  }
}

async function start(handler: string, work: string, { environment }: ParameterStoreServer): Promise<void> {
  const env = { ...environment, PARAMETER_ROOT: '/trial', AUTH: 'token', NODE_V8_COVERAGE: join(work, 'coverage') };
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
