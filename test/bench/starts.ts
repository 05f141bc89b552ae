import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { JsonObject } from '../../lib/json/json-value.ts';
import { fillParameterStore } from '../support/fakes/fill-parameter-store.ts';
import { podEvent } from '../support/fakes/gateway-event.ts';
import { startParameterStore } from '../support/fakes/parameter-store-server.ts';
import { node24 } from '../support/node24.ts';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Milliseconds on the clock, and of CPU time of all threads. */
export interface Cost {
  readonly at: number;
  readonly cpu: number;
}

/** One environment's life, as moments since its process began. */
export interface Life {
  readonly started: Cost;
  /** INIT is over. */
  readonly loaded: Cost;
  /** After each pod. */
  readonly answered: readonly Cost[];
  /** Milliseconds on the clock of who started the process, until it was gone. */
  readonly whole: number;
}

/** What is started: the module that has the handler, over which parameters, for how many pods never seen. */
export interface Starting {
  readonly handler: string;
  readonly parameters: 'plain' | 'mesh';
  readonly pods: number;
}

/** Starts an environment in a process of its own. */
export type Start = (starting: Starting) => Promise<Life>;

/** The handler that does nothing. */
export const emptyHandler = fileURLToPath(new URL('empty-handler.mjs', import.meta.url));

/** The handler in a folder of built functions. */
export function handlerIn(folder: string): string {
  return join(folder, 'inject.mjs');
}

/** Builds the function, and tells where its handler is. */
export function buildHandler(): string {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return handlerIn(join(root, 'dist/functions'));
}

/** Gives `use` a way to start environments, over the example parameters and, if there is one, Istio's configuration. */
export async function withStarts(istio: string | undefined, use: (start: Start) => Promise<void>): Promise<void> {
  const node = await node24();
  const store = await startParameterStore();
  const folder = await mkdtemp(join(tmpdir(), 'starts-'));
  try {
    await fillParameterStore(store.store, '/plain', join(root, 'examples/parameters'));
    if (istio !== undefined) {
      importIstio(istio, join(folder, 'mesh'));
      await fillParameterStore(store.store, '/mesh', join(folder, 'mesh'));
    }
    await use(async ({ handler, parameters, pods }) => {
      const events = join(folder, `${pods}.json`);
      await writeFile(
        events,
        JSON.stringify(Array.from({ length: pods }, (_, index) => podEvent(podOf(index), '/inject'))),
      );
      const env = { ...store.environment, PARAMETER_ROOT: `/${parameters}`, AUTH: 'none' };
      const script = fileURLToPath(new URL('start.mjs', import.meta.url));
      const from = performance.now();
      const { stdout } = await promisify(execFile)(node, [script, handler, events], { env, maxBuffer: 1 << 28 });
      const whole = performance.now() - from;
      const { answer, ...life } = JSON.parse(stdout.slice(stdout.lastIndexOf('\n')));
      assertInjected(handler, answer.body);
      return { ...life, whole };
    });
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

function assertInjected(handler: string, body: string): void {
  if (handler !== emptyHandler && !body.includes('JSONPatch')) {
    throw new Error(`the pod was not injected: ${body}`);
  }
}

/** Makes parameters of Istio's ConfigMaps, as an operator would. */
export function importIstio(cases: string, out: string): void {
  const maps = join(cases, 'configmaps');
  const files = ['--injector', join(maps, 'istio-sidecar-injector.yaml'), '--mesh', join(maps, 'istio.yaml')];
  const args = ['lib/cli/main.ts', 'import', 'istio', ...files, '--out', out];
  execFileSync('npx', ['tsx', ...args], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** A pod of a Deployment as an API server sends it, each of another workload, with probes. */
function podOf(index: number): JsonObject {
  const port = 8080 + (index % 1000);
  const token = {
    name: 'kube-api-access-x7k2p',
    readOnly: true,
    mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `shop-${index}-5d4f-`,
      labels: { app: `shop-${index}`, 'pod-template-hash': '5d4f', 'sidecar.istio.io/inject': 'true' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `shop-${index}-5d4f`, uid: '', controller: true },
      ],
    },
    spec: {
      volumes: [{ name: token.name, projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
      containers: [
        {
          name: `shop-${index}`,
          image: `example.org/shop:${index}`,
          ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
          livenessProbe: { httpGet: { path: '/live', port } },
          readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
          volumeMounts: [token],
        },
      ],
    },
  };
}
