import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPods } from '../../../../lib/cli/replay/read-pods.ts';
import { replayFleet } from '../../../../lib/cli/replay/replay-fleet.ts';
import { authorPod } from '../../../../lib/cli/trial/author-pod.ts';
import type { PodComparison } from '../../../../lib/cli/trial/compare-pods.ts';
import { type ParameterSet, parameterSet } from '../../../../lib/cli/trial/parameter-set.ts';
import { type Trial, tryPod } from '../../../../lib/cli/trial/try-pod.ts';
import type { Snapshot } from '../../../../lib/config/snapshot.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { propertyRuns } from '../../../support/property-runs.ts';

const namespace = 'shop';

function setOf(files: Readonly<Record<string, string>>): Promise<ParameterSet> {
  const parameters = new Map(Object.entries(files).map(([name, value]) => [name, { name, value, version: 1 }]));
  return parameterSet({ description: 'generated', reading: { parameters, failures: new Map() } });
}

function snapshotOf(set: ParameterSet): Snapshot {
  const result = set.snapshotFor('default');
  if (result.kind === 'invalid') {
    throw new Error(JSON.stringify(result.problems));
  }
  return result.snapshot;
}

/** Lines of a template, each of which changes pods in a way of its own. */
const optionalLines = [
  'metadata: {labels: {logged: "yes"}, annotations: {team: ops}}',
  'metadata: {labels: {app: other}}',
  '{{ if eq .ObjectMeta.Name "" }}{{ fail "a pod needs a name" }}{{ end }}',
  '{{ if index .ObjectMeta.Labels "tier" }}{{ fail "no tiers" }}{{ end }}',
].map((line) => `${line}\n`);
const optionalSpec = [
  '  initContainers: [{name: prepare, image: "prepare:1"}, {name: native, image: "native:1", restartPolicy: Always}]',
  '  volumes: [{name: spool, emptyDir: {}}]',
  '  securityContext: {fsGroup: 7}',
  '  imagePullSecrets: [{name: pull}]',
  '  terminationGracePeriodSeconds: 5',
].map((line) => `${line}\n`);
const sidecar = (image: string, more: string): string => `  containers:\n  - name: log\n    image: ${image}\n${more}`;
const more = ['', '    args: [-v]\n', '    volumeMounts: [{name: data, mountPath: /data}]\n'];

const configuration = fc
  .record({
    image: fc.constantFrom('log:1', 'log:2'),
    more: fc.constantFrom(...more),
    head: fc.constantFrom('', ...optionalLines),
    spec: fc.subarray(optionalSpec),
    policy: fc.constantFrom('enabled', 'enabled', 'disabled'),
    settings: fc.constantFrom('', 'neverInjectSelector: [{matchLabels: {app: web}}]', 'nativeSidecars: true'),
  })
  .map((parts) => ({
    'default/template': `${parts.head}spec:\n${sidecar(parts.image, parts.more)}${parts.spec.join('')}`,
    'default/policy': parts.policy,
    'default/settings': parts.settings,
  }));

const labels = fc.record(
  {
    app: fc.constantFrom('web', 'api'),
    tier: fc.constantFrom('a', 'b'),
    logged: fc.constantFrom('yes', 'no'),
    'sidecar.istio.io/inject': fc.constantFrom('true', 'false'),
  },
  { requiredKeys: [] },
);
const container = fc.record({
  name: fc.constantFrom('app', 'web', 'log', 'native'),
  image: fc.constantFrom('app:1', 'app:2'),
});
const author = fc
  .record({
    name: fc.constantFrom('web', 'api', 'db'),
    labels,
    containers: fc.uniqueArray(container, { selector: ({ name }) => name, minLength: 1, maxLength: 3 }),
    volumes: fc.subarray([
      { name: 'data', emptyDir: {} },
      { name: 'spool', hostPath: { path: '/spool' } },
    ]),
    grace: fc.constantFrom(undefined, 30),
  })
  .map(
    ({ name, labels: own, containers, volumes, grace }): JsonObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, ...(Object.keys(own).length === 0 ? {} : { labels: own }) },
      spec: {
        containers,
        ...(volumes.length === 0 ? {} : { volumes }),
        ...(grace === undefined ? {} : { terminationGracePeriodSeconds: grace }),
      },
    }),
  );
const fleet = fc.array(author, { minLength: 1, maxLength: 12 });

/** Pods as the cluster has them under a configuration; those that it does not let in, as their authors wrote them. */
function running(authors: readonly JsonObject[], snapshot: Snapshot): readonly JsonObject[] {
  return authors.map((pod, index) => {
    const made = tryPod({ pod, namespace }, snapshot).pod as JsonObject & { metadata: JsonObject; spec: JsonObject };
    return {
      ...made,
      metadata: { ...made.metadata, uid: `u-${index}`, resourceVersion: String(index) },
      spec: { ...made.spec, nodeName: `node-${index}` },
      status: { phase: 'Running' },
    };
  });
}

function replayed(pods: readonly JsonObject[], before: ParameterSet, after: ParameterSet): PodComparison {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: pods });
  const options = { before, after, cluster: 'default', color: false, progress: () => {} };
  return replayFleet(readPods([{ name: 'pods', text }]), options);
}

const counts = ['equal', 'changed', 'refused', 'failed'] as const;

/** What is left of an outcome where the records of the injection do not count. */
function told({ pod, outcome }: Trial): string {
  const { metadata, ...rest } = pod as JsonObject & { metadata: { annotations?: JsonObject } };
  const { annotations = {}, ...others } = metadata;
  const own = Object.entries(annotations).filter(
    ([key]) => key !== 'sidecar.istio.io/status' && key !== 'lambda-sidecar-injector/record',
  );
  const message = 'message' in outcome ? [outcome.kind, outcome.message] : [];
  return sorted([rest, others, own.length === 0 ? {} : Object.fromEntries(own), message]);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function directly(authors: readonly JsonObject[], before: Snapshot, after: Snapshot): readonly number[] {
  const kinds = authors.map((pod) => {
    const [from, to] = [tryPod({ pod, namespace }, before), tryPod({ pod, namespace }, after)];
    if (told(from) === told(to)) {
      return 'equal';
    }
    if (to.outcome.kind === 'refused' && from.outcome.kind !== 'refused') {
      return 'refused';
    }
    return to.outcome.kind === 'failed' && from.outcome.kind !== 'failed' ? 'failed' : 'changed';
  });
  return counts.map((kind) => kinds.filter((each) => each === kind).length);
}

function countsOf({ equal, changes }: PodComparison): readonly number[] {
  return counts.map((kind) =>
    kind === 'equal' ? equal : changes.filter((each) => each.kind === kind).reduce((sum, { pods }) => sum + pods, 0),
  );
}

const meshTemplate = (image: string, args: string) => `metadata:
  labels: {service.istio.io/canonical-name: {{ index .ObjectMeta.Labels "app" | default "none" | quote }}}
spec:
  initContainers: [{name: istio-init, image: "${image}"}]
  containers:
  - name: istio-proxy
    image: ${image}
    args: [proxy, "{{ .MeshConfig.TrustDomain }}"${args}]
    ports: [{name: http-envoy-prom, containerPort: 15090}]
    volumeMounts: [{name: istio-data, mountPath: /var/lib/istio/data}]
  volumes: [{name: istio-data, emptyDir: {}}]
  securityContext: {fsGroup: 1337}
`;
const meshConfiguration = fc
  .record({
    image: fc.constantFrom('proxyv2:1', 'proxyv2:2'),
    args: fc.constantFrom('', ', sidecar'),
    domain: fc.constantFrom('example.org', 'example.com'),
    rewrites: fc.boolean(),
    native: fc.boolean(),
  })
  .map(({ image, args, domain, rewrites, native }) => ({
    'default/template': meshTemplate(image, args),
    'default/mesh': `trustDomain: ${domain}\n`,
    'default/values': `sidecarInjectorWebhook: {rewriteAppHTTPProbe: ${rewrites}}\n`,
    'default/settings': `istioVersion: "1.29"\nnativeSidecars: ${native}\n`,
  }));
const probe = { httpGet: { path: '/ready', port: 8080 } };
const meshAuthor = fc
  .record({
    app: fc.constantFrom('web', 'api'),
    probed: fc.subarray(['livenessProbe', 'readinessProbe', 'startupProbe']),
    annotations: fc.record(
      {
        'sidecar.istio.io/rewriteAppHTTPProbers': fc.constantFrom('true', 'false'),
        'sidecar.istio.io/inject': fc.constantFrom('true', 'false'),
        'traffic.sidecar.istio.io/includeInboundPorts': fc.constantFrom('80', 'eighty'),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ app, probed, annotations }): JsonObject => {
    const probes = Object.fromEntries(probed.map((name) => [name, probe]));
    const container = { name: 'app', image: 'app:1', ports: [{ containerPort: 8080 }], ...probes };
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: app, namespace, labels: { app }, annotations },
      spec: { containers: [container] },
    };
  });

describe('replay of a mesh', () => {
  it('takes out what was injected, so that injecting anew gives the very pod', async () => {
    await fc.assert(
      fc.asyncProperty(meshAuthor, meshConfiguration, async (pod, files) => {
        const snapshot = snapshotOf(await setOf(files));
        const made = tryPod({ pod, namespace }, snapshot);
        const again = tryPod({ pod: authorPod(made.pod, snapshot), namespace }, snapshot);
        expect(sorted(again.pod)).toBe(sorted(made.pod));
      }),
      { numRuns: propertyRuns(15) },
    );
  });

  it('says of a change what injecting before and after says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(meshAuthor, { minLength: 1, maxLength: 8 }),
        meshConfiguration,
        meshConfiguration,
        async (authors, files, others) => {
          const [before, after] = [await setOf(files), await setOf(others)];
          const pods = running(authors, snapshotOf(before));
          expect(countsOf(replayed(pods, before, after))).toEqual(
            directly(authors, snapshotOf(before), snapshotOf(after)),
          );
        },
      ),
      { numRuns: propertyRuns(10) },
    );
  });
});

describe('replay of a generated fleet', () => {
  it('tells of nothing where the configuration in force is replayed on pods that it made', async () => {
    await fc.assert(
      fc.asyncProperty(fleet, configuration, async (authors, files) => {
        const set = await setOf(files);
        const pods = running(authors, snapshotOf(set));
        expect(replayed(pods, set, set)).toEqual({ equal: authors.length, changes: [] });
      }),
      { numRuns: propertyRuns(10) },
    );
  });

  it('takes out what was injected, so that injecting anew gives the very pod', async () => {
    await fc.assert(
      fc.asyncProperty(author, configuration, async (pod, files) => {
        const snapshot = snapshotOf(await setOf(files));
        const made = tryPod({ pod, namespace }, snapshot);
        const again = tryPod({ pod: authorPod(made.pod, snapshot), namespace }, snapshot);
        expect(sorted(again.pod)).toBe(sorted(made.pod));
      }),
      { numRuns: propertyRuns(30) },
    );
  });

  it('says of a change what injecting before and after says', async () => {
    await fc.assert(
      fc.asyncProperty(fleet, configuration, configuration, async (authors, files, others) => {
        const [before, after] = [await setOf(files), await setOf(others)];
        const pods = running(authors, snapshotOf(before));
        expect(countsOf(replayed(pods, before, after))).toEqual(
          directly(authors, snapshotOf(before), snapshotOf(after)),
        );
      }),
      { numRuns: propertyRuns(30) },
    );
  });
});
