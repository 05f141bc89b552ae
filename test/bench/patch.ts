import fc from 'fast-check';
import jsonPatch from 'fast-json-patch';
import * as jsondiffpatch from 'jsondiffpatch';
import * as jsonPatchFormat from 'jsondiffpatch/formatters/jsonpatch';
import { createPatch } from 'rfc6902';
import { parseJson, stringifyJson } from '../../lib/json/json-text.ts';
import type { JsonObject, JsonValue } from '../../lib/json/json-value.ts';
import { podSchema } from '../../lib/kube/pod-schema.ts';
import { diff } from '../../lib/patch/diff.ts';
import { verifyPatch } from '../../lib/patch/verify.ts';
import { arbitraryPodPair } from '../support/generators/pod.ts';

type Pair = readonly [before: JsonObject, after: JsonObject];
type Maker = (before: JsonObject, after: JsonObject) => readonly object[];

const keys = { types: podSchema, root: 'v1.Pod' };
const turns = 8;
const turnMillis = 150;

const differ = jsondiffpatch.create({
  objectHash: (item, index) => String(Object(item).name ?? `#${index}`),
  arrays: { detectMove: true },
});

const makers: Readonly<Record<string, Maker>> = {
  'lib/patch diff': (before, after) => diff(before, after, keys),
  'lib/patch diff + verify': (before, after) => {
    const operations = diff(before, after, keys);
    verifyPatch(before, operations, after);
    return operations;
  },
  'fast-json-patch compare': (before, after) => jsonPatch.compare(before, after),
  'rfc6902 createPatch': (before, after) => createPatch(before, after),
  'jsondiffpatch (by name)': (before, after) => jsonPatchFormat.format(differ.diff(before, after)),
};

/** `npm run bench -- patch`: time, operations and bytes of patches for the same pods, beside other libraries. */
export async function bench(): Promise<void> {
  report('a sidecar is injected into a pod of 10 containers', [injection(10)]);
  report(
    'a sidecar is injected into pods of 1 to 10 containers',
    Array.from({ length: 10 }, (_, at) => injection(at + 1)),
  );
  report('generated pods, edited, some with integers beyond 2^53', generatedPairs());
  report('the same, without integers beyond 2^53', generatedPairs().map(withoutBigIntegers));
}

interface Result {
  readonly name: string;
  readonly micros: number;
  readonly operations: number;
  readonly bytes: number;
  readonly wrong: number;
}

function report(title: string, pairs: readonly Pair[]): void {
  const times = measureTimes(pairs);
  const results = Object.entries(makers).map(([name, make]) => measure(name, make, pairs, times.get(name) ?? 0));
  const own = results[0] as Result;
  console.log(`\n${title} (${pairs.length} pairs; averages per pair; ratios to lib/patch)`);
  for (const result of results) {
    const ratios = [result.micros / own.micros, result.operations / own.operations, result.bytes / own.bytes];
    const [time, operations, bytes] = ratios.map((ratio) => `${ratio.toFixed(2)}x`);
    console.log(
      `  ${result.name.padEnd(24)} ${result.micros.toFixed(1).padStart(8)} µs (${time})` +
        ` ${result.operations.toFixed(1).padStart(6)} operations (${operations})` +
        ` ${result.bytes.toFixed(0).padStart(6)} bytes (${bytes})` +
        `  ${result.wrong === 0 ? 'correct' : `WRONG for ${result.wrong} of ${pairs.length}`}`,
    );
  }
}

/** Operations and bytes are averages over the patches that a library could make at all. */
function measure(name: string, make: Maker, pairs: readonly Pair[], micros: number): Result {
  const made = pairs.map(([before, after]) => attempt(() => stringifyJson(make(before, after) as JsonValue)));
  const wrong = pairs.filter(([before, after], at) => !isCorrect(before, made[at], after)).length;
  const patches = made.filter((text) => text !== undefined);
  const operations = patches.reduce((sum, text) => sum + (JSON.parse(text) as unknown[]).length, 0) / patches.length;
  const bytes = patches.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / patches.length;
  return { name, micros, operations, bytes, wrong };
}

/** Microseconds per pair: after a warm-up of each, the best of several turns that all take in rotation. */
function measureTimes(pairs: readonly Pair[]): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, make] of Object.entries(makers)) {
      const micros = timeFor(turnMillis, make, pairs);
      best.set(name, turn < 2 ? micros : Math.min(best.get(name) ?? micros, micros));
    }
  }
  return best;
}

function timeFor(millis: number, make: Maker, pairs: readonly Pair[]): number {
  const start = performance.now();
  let made = 0;
  while (performance.now() - start < millis) {
    for (const [before, after] of pairs) {
      attempt(() => make(before, after));
    }
    made += pairs.length;
  }
  return ((performance.now() - start) * 1000) / made;
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function isCorrect(before: JsonObject, patch: string | undefined, after: JsonObject): boolean {
  return (
    patch !== undefined && attempt(() => verifyPatch(before, parseJson(patch) as never, after) ?? true) !== undefined
  );
}

function container(name: string, index: number): JsonObject {
  return {
    name,
    image: `registry.example/team/${name}:1.${index}.0`,
    args: ['--listen', `:${8000 + index}`, '--log-level=info'],
    env: Array.from({ length: 8 }, (_, at) => ({ name: `SETTING_${at}`, value: `value ${at} of ${name}` })),
    ports: [{ containerPort: 8000 + index, name: 'http', protocol: 'TCP' }],
    resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
    volumeMounts: [{ name: 'token', mountPath: '/var/run/secrets/token', readOnly: true }],
    readinessProbe: { httpGet: { path: '/ready', port: 8000 + index }, periodSeconds: 5 },
  };
}

/** A pod as it comes, and as it leaves with a sidecar in front, an init container, a volume, labels and a status. */
function injection(size: number): Pair {
  const containers = Array.from({ length: size }, (_, at) => container(`app-${at}`, at));
  const volume = { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } };
  const before = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: 'shop-7c9d-',
      labels: { app: 'shop', tier: 'web' },
      annotations: { 'example.com/owner': 'team' },
    },
    spec: { containers, volumes: [volume], serviceAccountName: 'shop', restartPolicy: 'Always' },
  };
  const after = {
    ...before,
    metadata: {
      ...before.metadata,
      labels: { ...before.metadata.labels, 'sidecar.example/injected': 'true' },
      annotations: { ...before.metadata.annotations, 'sidecar.example/status': '{"containers":["proxy"]}' },
    },
    spec: {
      ...before.spec,
      containers: [container('proxy', 99), ...containers],
      initContainers: [{ name: 'proxy-init', image: 'registry.example/proxy:2', args: ['-p', '15001'] }],
      volumes: [{ name: 'proxy-config', emptyDir: { medium: 'Memory' } }, volume],
    },
  };
  return JSON.parse(JSON.stringify([before, after])) as Pair;
}

/** Some hold integers beyond 2^53, which are int64 in Kubernetes and which not every library keeps. */
function generatedPairs(): readonly Pair[] {
  return fc.sample(arbitraryPodPair, { numRuns: 200, seed: 1 });
}

function withoutBigIntegers(pair: Pair): Pair {
  const text = JSON.stringify(pair, (_, value) => (typeof value === 'bigint' ? Number(value % 100_000n) : value));
  return JSON.parse(text) as Pair;
}
