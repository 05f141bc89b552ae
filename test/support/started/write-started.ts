/**
 * `npm run started`: writes `build/steps/started.json`, the functions that every start of the Lambda runs. It bundles
 * the function so that each notes that it was called, and lets it inject one pod twice: with plain parameters, and with
 * those and a mesh, of which only the functions of `lib/istio` are taken.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { lambdaOptions } from '../../../build/lambda-options.ts';
import { root } from '../../../build/root.ts';
import { type ParsedModule, parseModule } from '../../../build/steps/parsed-module.ts';
import { startedFile } from '../../../build/steps/started-functions.ts';
import { fillParameterStore } from '../fakes/fill-parameter-store.ts';
import { podEvent } from '../fakes/gateway-event.ts';
import { type ParameterStoreServer, startParameterStore } from '../fakes/parameter-store-server.ts';
import { node24 } from '../node24.ts';

const token = 'start';

const program = `
import { readFileSync } from 'node:fs';
const { handler } = await import('./inject.mjs');
const answer = await handler(JSON.parse(readFileSync(process.argv[2], 'utf8')), { getRemainingTimeInMillis: () => 10000 });
console.log(JSON.stringify({ answer, started: [...globalThis.started] }));
process.exit(0);
`;

/** A pod of a Deployment as an API server sends it: defaulted, with the volume of its service account's token. */
const mount = {
  name: 'kube-api-access-x7k2p',
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
};
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    generateName: 'checkout-7c9d8f6b5-',
    labels: { app: 'checkout', 'pod-template-hash': '7c9d8f6b5', 'sidecar.istio.io/inject': 'true' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'checkout-7c9d8f6b5', controller: true }],
  },
  spec: {
    volumes: [{ name: mount.name, projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
    containers: [
      {
        name: 'checkout',
        image: 'example.org/checkout:2.0',
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        readinessProbe: { httpGet: { path: '/', port: 8080 } },
        resources: { requests: { cpu: '100m', memory: '128Mi' } },
        volumeMounts: [mount],
      },
    ],
    serviceAccountName: 'default',
    securityContext: {},
  },
};

const folder = await mkdtemp(join(tmpdir(), 'started-'));
const store = await startParameterStore();
try {
  await build({
    ...lambdaOptions,
    plugins: [noteCalls()],
    entryPoints: [{ in: 'functions/inject.ts', out: 'inject' }],
    outdir: folder,
    banner: { js: 'globalThis.started ??= new Set();' },
  });
  await fill('/plain');
  await fill('/mesh');
  store.store.put('/mesh/default/mesh', '{}');
  const plain = await calledBy(store, '/plain');
  const mesh = await calledBy(store, '/mesh');
  await writeFile(startedFile, tableOf([...plain, ...mesh.filter((name) => name.startsWith('lib/istio/'))]));
} finally {
  await store.close();
  await rm(folder, { recursive: true });
}

async function fill(at: string): Promise<void> {
  await fillParameterStore(store.store, at, join(root, 'examples/parameters'));
  const digest = createHash('sha256').update(token).digest('hex');
  store.store.put(`${at}/default/tokens`, JSON.stringify({ [digest]: ['prod'] }), { type: 'SecureString' });
}

/** What was called when a new environment injected one pod of a Deployment, for a cluster and with a token. */
async function calledBy({ environment }: ParameterStoreServer, parameters: string): Promise<readonly string[]> {
  const event = join(folder, 'event.json');
  const starter = join(folder, 'start.mjs');
  await writeFile(event, JSON.stringify(podEvent(pod, `/t/${token}/inject/cluster/prod`)));
  await writeFile(starter, program);
  const { stdout } = await promisify(execFile)(await node24(), [starter, event], {
    env: { ...environment, PARAMETER_ROOT: parameters },
    maxBuffer: 1 << 24,
  });
  const { answer, started } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  if (!String(answer.body).includes('JSONPatch')) {
    throw new Error(`the pod was not injected: ${stdout}`);
  }
  return started;
}

/** Has each function with a name note that it was called. */
function noteCalls(): Plugin {
  return {
    name: 'note-calls',
    setup({ onLoad }) {
      onLoad({ filter: /\.(ts|m?js)$/ }, async ({ path }) => ({
        contents: withNotes(relative(root, path), await parseModule(path)),
        loader: 'js',
      }));
    },
  };
}

function withNotes(file: string, { code, functions }: ParsedModule): string {
  const insertions = functions.flatMap(({ name, node: { body } }) => {
    const note = `globalThis.started.add(${JSON.stringify(`${file}:${name}`)})`;
    return body.type === 'BlockStatement'
      ? [{ at: body.start + 1, text: `${note};` }]
      : [
          { at: body.start, text: `(${note},` },
          { at: body.end, text: ')' },
        ];
  });
  const inOrder = insertions.sort((a, b) => b.at - a.at);
  return inOrder.reduce((text, { at, text: more }) => text.slice(0, at) + more + text.slice(at), code);
}

/** A file a line, in the order of the alphabet, so that a change of it can be read. */
function tableOf(called: readonly string[]): string {
  const files = groupByFile([...new Set(called)].sort());
  const lines = [...files].map(([file, names]) => {
    const own = names.map((name) => name.slice(name.lastIndexOf(':') + 1));
    return `  ${JSON.stringify(file)}: [${own.map((name) => JSON.stringify(name)).join(', ')}]`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

function groupByFile(called: readonly string[]): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const name of called) {
    const file = name.slice(0, name.lastIndexOf(':'));
    files.set(file, [...(files.get(file) ?? []), name]);
  }
  return files;
}
