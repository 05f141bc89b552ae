import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predictCalls } from '../../../lib/cli/cluster/predict-calls.ts';
import { webhooksOf } from '../../../lib/cli/cluster/webhook.ts';
import { matchConditions } from '../../../lib/cli/manifest/match-conditions.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { Random } from '../../support/generators/random.ts';
import { whatIsMissing } from './binaries.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { allow, type SmallWebhook, startSmallWebhook } from './small-webhook.ts';

/** Rounds of configurations; each is tried with every pod in every namespace. */
const rounds = Number(process.env.PREDICTION_ROUNDS ?? 6);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);

const missing = whatIsMissing();
if (missing !== undefined && process.env.CI === 'true') {
  throw new Error(missing);
}
if (missing !== undefined) {
  console.warn(`not run: ${missing}`);
}

const namespaces: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bare: {},
  opted: { 'sidecar-injection': 'enabled' },
  'opted-out': { 'sidecar-injection': 'disabled' },
  team: { team: 'shop', 'sidecar-injection': 'enabled' },
};

const injectKey = 'sidecar.istio.io/inject';
const podMetadata: readonly JsonObject[] = [
  {},
  { labels: { app: 'a' } },
  { labels: { app: 'b', [injectKey]: 'false' } },
  { labels: { [injectKey]: '' }, annotations: { [injectKey]: 'false' } },
  { annotations: { [injectKey]: 'false' } },
  { labels: { [injectKey]: 'true', app: 'a' } },
];
const pods: readonly JsonObject[] = [
  ...podMetadata.map((metadata) => podWith(metadata, {})),
  podWith({ labels: { app: 'a' } }, { hostNetwork: true }),
];

function podWith(metadata: JsonObject, spec: JsonObject): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'p-', ...metadata },
    spec: { ...spec, containers: [{ name: 'app', image: 'app:1' }] },
  };
}

describe.skipIf(missing !== undefined)(`what explain predicts, seed ${seed}`, () => {
  let cluster: Cluster;
  let webhook: SmallWebhook;
  /** Hooks that were called for the pod under way, in order. */
  let called: string[] = [];
  const random = new Random(seed);

  beforeAll(async () => {
    [cluster, webhook] = await Promise.all([
      startCluster(),
      startSmallWebhook((request, path) => {
        called.push(path.slice(1));
        return allow(request);
      }),
    ]);
    for (const [name, labels] of Object.entries(namespaces)) {
      await cluster.namespace(name, labels);
    }
  });

  afterAll(async () => {
    await webhook?.stop();
    await cluster?.stop();
  });

  it.each(Array.from({ length: rounds }, (_, round) => round))('is what the API server calls, round %i', async () => {
    const configurations = Array.from({ length: 6 }, (_, index) =>
      configurationOf(`c${random.below(90) + 10}-${index}`),
    );
    await cluster.register(...configurations);
    const webhooks = webhooksOf(configurations);
    for (const [namespace, namespaceLabels] of Object.entries(namespaces)) {
      for (const pod of pods) {
        called = [];
        const { status, body } = await cluster.createPod(namespace, pod, '?dryRun=All');
        expect(status, JSON.stringify(body)).toBe(201);
        const predicted = predictCalls(webhooks, { pod, namespace, namespaceLabels });
        const want = predicted.filter((call) => call.called === 'yes').map(({ webhook: { name } }) => name);
        expect(called, JSON.stringify({ namespace, pod, configurations })).toEqual(want);
        expect(predicted.filter((call) => call.called === 'unknown')).toEqual([]);
      }
    }
  });

  function configurationOf(name: string): JsonObject {
    const hooks = Array.from({ length: 1 + random.below(2) }, (_, index) => hookOf(`h${index}.${name}.example.com`));
    return {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name },
      webhooks: hooks,
    };
  }

  function hookOf(name: string): JsonObject {
    return {
      name,
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      clientConfig: { url: `${webhook.url}${name}`, caBundle: btoa(webhook.ca) },
      rules: [
        {
          operations: [random.pick(['CREATE', '*', 'UPDATE', 'CREATE'])],
          apiGroups: [random.pick(['', '*', 'apps', ''])],
          apiVersions: [random.pick(['v1', '*', 'v2', 'v1'])],
          resources: [random.pick(['pods', '*', '*/*', 'pods/*', 'pods/status', 'services', 'pods', 'pods'])],
          scope: random.pick(['*', 'Namespaced', 'Cluster', 'Namespaced', '*']),
        },
      ],
      ...optional('namespaceSelector', selectorOf(['sidecar-injection', 'team', 'kubernetes.io/metadata.name'])),
      ...optional('objectSelector', selectorOf(['app', injectKey])),
      ...(random.below(3) === 0 ? { matchConditions: [...matchConditions] } : {}),
    };
  }

  function optional(name: string, selector: JsonObject | undefined): JsonObject {
    return selector === undefined ? {} : { [name]: selector };
  }

  function selectorOf(keys: readonly string[]): JsonObject | undefined {
    const values = ['enabled', 'disabled', 'shop', 'team', 'opted', 'a', 'b', 'true', 'false'];
    const some = () => [random.pick(values), random.pick(values)];
    return random.pick<() => JsonObject | undefined>([
      () => undefined,
      () => ({}),
      () => ({ matchLabels: { [random.pick(keys)]: random.pick(values) } }),
      () => ({
        matchExpressions: [{ key: random.pick(keys), operator: random.pick(['In', 'NotIn']), values: some() }],
      }),
      () => ({ matchExpressions: [{ key: random.pick(keys), operator: random.pick(['Exists', 'DoesNotExist']) }] }),
    ])();
  }
});
