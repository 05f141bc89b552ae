import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhookConfiguration } from '../../../lib/cli/manifest/webhook-configuration.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { whatIsMissing } from './binaries.ts';
import { changeHooks } from './change-hooks.ts';
import { type Cluster, optedIn, startCluster } from './cluster.ts';
import { exampleParameters, examplePod, examples, root } from './examples.ts';
import { expectedPod } from './expected-pod.ts';
import { pod } from './pod.ts';
import { allow, type SmallWebhook, startSmallWebhook } from './small-webhook.ts';
import type { RunningTarget } from './target.ts';
import { targets } from './targets.ts';

const missing = whatIsMissing();
if (missing !== undefined && process.env.CI === 'true') {
  throw new Error(missing);
}
if (missing !== undefined) {
  console.warn(`not run: ${missing}`);
}

describe.skipIf(missing !== undefined).each(targets)('through $name', (target) => {
  let cluster: Cluster;
  let webhook: RunningTarget;

  beforeAll(async () => {
    [cluster, webhook] = await Promise.all([startCluster(), target.start(exampleParameters)]);
    await cluster.namespace('left-alone');
    await cluster.namespace('kube-system', optedIn);
    await cluster.namespace('kube-public', optedIn);
    await cluster.register(ours({ cluster: 'opt-in' }));
  });

  afterAll(async () => {
    await webhook?.stop();
    await cluster?.stop();
  });

  function ours(options: {
    readonly cluster?: string;
    readonly name?: string;
    readonly everywhere?: boolean;
    readonly matchConditions?: boolean;
  }): JsonObject {
    const { everywhere, ...rest } = options;
    const made = webhookConfiguration({ url: webhook.url, caBundle: webhook.ca, ...rest });
    return everywhere === true ? changeHooks(made, { namespaceSelector: {} }) : made;
  }

  describe('the truth table', () => {
    // In the examples, the cluster `opt-in` has the policy `disabled`; the others have the default's `enabled`.
    const rows = [
      { namespace: 'selected', policy: 'enabled', inject: 'true', injected: true },
      { namespace: 'selected', policy: 'enabled', inject: undefined, injected: true },
      { namespace: 'selected', policy: 'enabled', inject: 'false', injected: false },
      { namespace: 'selected', policy: 'disabled', inject: 'true', injected: true },
      { namespace: 'selected', policy: 'disabled', inject: 'false', injected: false },
      { namespace: 'selected', policy: 'disabled', inject: undefined, injected: false },
      { namespace: 'left-alone', policy: 'enabled', inject: 'true', injected: false },
      { namespace: 'left-alone', policy: 'disabled', inject: undefined, injected: false },
    ];

    for (const policy of ['enabled', 'disabled']) {
      describe(`with the policy ${policy}`, () => {
        beforeAll(() => cluster.register(policy === 'disabled' ? ours({ cluster: 'opt-in' }) : ours({})));

        it.each(rows.filter((row) => row.policy === policy))(
          'namespace $namespace, inject $inject: injected is $injected',
          async ({ namespace, inject, injected }) => {
            const { status, body } = await cluster.createPod(
              namespace,
              annotated({ 'sidecar.istio.io/inject': inject }),
              '?dryRun=All',
            );
            expect(status).toBe(201);
            expect(hasCollector(body)).toBe(injected);
          },
        );
      });
    }
  });

  describe('the security rules', () => {
    // Without the selector, so that nothing but our own decision stands between.
    beforeAll(() => cluster.register(ours({ everywhere: true })));

    const asked = { labels: { 'sidecar.istio.io/inject': 'true' }, annotations: { 'sidecar.istio.io/inject': 'true' } };

    it.each(['kube-system', 'kube-public'])('never inject in %s', async (namespace) => {
      const { status, body } = await cluster.createPod(namespace, pod('asks', asked));
      expect(status).toBe(201);
      expect(hasCollector(body)).toBe(false);
    });

    it('never inject into a host-network pod', async () => {
      const { status, body } = await cluster.createPod('selected', pod('host', asked, { hostNetwork: true }));
      expect(status).toBe(201);
      expect(hasCollector(body)).toBe(false);
    });

    it('let the same pod be injected elsewhere', async () => {
      const { body } = await cluster.createPod('selected', pod('asks-elsewhere', asked), '?dryRun=All');
      expect(hasCollector(body)).toBe(true);
    });
  });

  describe('with the default configuration', () => {
    beforeAll(() => cluster.register(ours({})));

    it.each(examples)('%s is stored as the pure function says', async (name) => {
      const stored = await cluster.createPod('selected', examplePod(name));
      expect(stored.status).toBe(201);
      const { defaulted, labels, annotations, spec } = await expectedPod(cluster, name);
      expect(defaulted).not.toEqual(spec);
      expect(specOf(stored.body)).toEqual(spec);
      expect(metadataOf(stored.body)).toMatchObject({ labels, annotations });
    });

    it('shows each example', () => {
      expect(examples).toEqual(readdirSync(join(root, 'examples/pods')));
    });

    it('leaves an injected pod as it is when it comes again', async () => {
      const first = await cluster.createPod('selected', pod('again'));
      const name = String(metadataOf(first.body).name);
      const stored = await cluster.readPod('selected', name);
      await cluster.server.client.call({
        method: 'DELETE',
        path: `/api/v1/namespaces/selected/pods/${name}?gracePeriodSeconds=0`,
      });
      const again = await cluster.createPod('selected', asNew(stored));
      expect(again.status).toBe(201);
      expect(specOf(again.body)).toEqual(specOf(stored));
      expect(metadataOf(again.body).annotations).toEqual(metadataOf(stored).annotations);
    });

    it('hands warnings to the client', async () => {
      const answer = await cluster.createPod(
        'selected',
        annotated({ 'sidecar.istio.io/inject': 'maybe' }),
        '?dryRun=All',
      );
      expect(answer.status).toBe(201);
      expect(answer.warnings.join(' ')).toMatch(/sidecar\.istio\.io\/inject.*maybe/);
    });

    it('writes its decision to the audit log', async () => {
      const answer = await cluster.createPod('selected', pod('audited'));
      const { annotations } = await cluster.server.auditEvent(answer);
      const values = Object.entries(annotations ?? {}).filter(([key]) =>
        key.startsWith('pods.lambda-sidecar-injector.internal/'),
      );
      expect(Object.fromEntries(values.map(([key, value]) => [key.split('/')[1], value]))).toMatchObject({
        decision: 'inject',
        reason: 'policy-enabled',
      });
    });

    it('serves a server-side dry run', async () => {
      const { status, body } = await cluster.createPod('selected', pod('dry'), '?dryRun=All');
      expect(status).toBe(201);
      expect(hasCollector(body)).toBe(true);
      expect((await cluster.readPod('selected', 'dry')).kind).toBe('Status');
    });

    it('does not touch an update', async () => {
      await cluster.createPod('selected', annotated({ 'sidecar.istio.io/inject': 'false' }, 'updated'));
      const { status, body } = await cluster.patchPod('selected', 'updated', {
        metadata: { annotations: { 'sidecar.istio.io/inject': 'true' } },
      });
      expect(status).toBe(200);
      expect(hasCollector(body)).toBe(false);
    });

    it('does not touch ephemeral containers', async () => {
      await cluster.createPod('selected', annotated({ 'sidecar.istio.io/inject': 'false' }, 'debugged'));
      const ephemeralContainers = [{ name: 'shell', image: 'busybox', targetContainerName: 'app' }];
      const { status, body } = await cluster.patchPod('selected', 'debugged/ephemeralcontainers', {
        spec: { ephemeralContainers },
      });
      expect(status).toBe(200);
      expect(hasCollector(body)).toBe(false);
    });

    it('answers a wrong annotation of the user with a message that names it', async () => {
      const { status, body } = await cluster.createPod(
        'selected',
        annotated({ 'inject.istio.io/templates': 'nonesuch' }),
      );
      expect(status).toBe(400);
      expect(String(body.message)).toMatch(/inject\.istio\.io\/templates.*nonesuch.*sidecar/s);
    });

    it('injects 200 pods created 20 at a time, each once', async () => {
      await cluster.namespace('crowd', optedIn);
      const numbers = Array.from({ length: 200 }, (_, index) => index);
      for (let start = 0; start < numbers.length; start += 20) {
        const batch = numbers.slice(start, start + 20);
        const answers = await Promise.all(batch.map((index) => cluster.createPod('crowd', pod(`pod-${index}`))));
        expect(answers.map(({ status }) => status)).toEqual(batch.map(() => 201));
      }
      const pods = await cluster.listPods('crowd');
      expect(pods).toHaveLength(200);
      expect(new Set(pods.map((each) => collectors(each).length))).toEqual(new Set([1]));
    });
  });

  describe('with match conditions', () => {
    beforeAll(() => cluster.register(ours({ matchConditions: true })));

    const refused = { 'sidecar.istio.io/inject': 'false' };

    it.each([
      ['a pod that says nothing', pod('silent'), true],
      ['a pod that asks', pod('asks', { annotations: { 'sidecar.istio.io/inject': 'true' } }), true],
      [
        'a pod whose label hides its annotation',
        pod('hidden', { labels: { 'sidecar.istio.io/inject': 'true' }, annotations: refused }),
        true,
      ],
      ['a host-network pod', pod('on-the-host', {}, { hostNetwork: true }), false],
      ['a pod that refuses by annotation', pod('refuses', { annotations: refused }), false],
      ['a pod that refuses by label', pod('refuses-too', { labels: refused }), false],
    ])('the API server decides whether to call for %s', async (_name, body, called) => {
      const answer = await cluster.createPod('selected', body, '?dryRun=All');
      expect(answer.status).toBe(201);
      expect(hasCollector(answer.body)).toBe(called);
      expect(hasDecision((await cluster.server.auditEvent(answer)).annotations)).toBe(called);
    });
  });

  describe('beside another webhook', () => {
    let other: SmallWebhook;
    const order: string[] = [];

    beforeAll(async () => {
      other = await startSmallWebhook((request) => {
        order.push(hasCollector(request.object) ? 'after ours' : 'before ours');
        const containers = containersOf(request.object);
        return containers.some(({ name }) => name === 'other')
          ? allow(request)
          : allow(request, [{ op: 'add', path: '/spec/containers/-', value: { name: 'other', image: 'other:1' } }]);
      });
    });

    afterAll(() => other?.stop());

    it('is called before one that is named as the one of EKS', async () => {
      order.length = 0;
      await cluster.register(ours({}), another('pod-identity-webhook'));
      const { body } = await cluster.createPod('selected', pod('ordered'));
      expect(order[0]).toBe('after ours');
      expect(containersOf(body).map(({ name }) => name)).toContain('other');
      expect(collectors(body)).toHaveLength(1);
    });

    it('is called again after another one has added a container, and changes nothing', async () => {
      await cluster.register(ours({}), another('zzz'));
      const answer = await cluster.createPod('selected', pod('reinvoked'));
      expect(answer.status).toBe(201);
      expect(collectors(answer.body)).toHaveLength(1);
      const { annotations = {} } = await cluster.server.auditEvent(answer);
      expect(Object.keys(annotations)).toContainEqual(
        expect.stringMatching(/^mutation\.webhook\.admission\.k8s\.io\/round_1/),
      );
    });

    function another(name: string): JsonObject {
      const made = webhookConfiguration({ url: other.url, caBundle: other.ca, name });
      return changeHooks(made, { name: 'pods.other.example.com' });
    }
  });
});

function hasDecision(annotations: Readonly<Record<string, string>> = {}): boolean {
  return Object.keys(annotations).some((key) => key.startsWith('pods.lambda-sidecar-injector.internal/'));
}

function annotated(annotations: Readonly<Record<string, string | undefined>>, name = 'row'): JsonObject {
  const given = Object.entries(annotations).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return pod(name, { annotations: Object.fromEntries(given) });
}

/** A stored pod as its author would send it again: without what the API server adds to metadata. */
function asNew(stored: JsonObject): JsonObject {
  const { name, namespace, labels, annotations } = metadataOf(stored);
  const metadata = {
    name: name ?? '',
    namespace: namespace ?? '',
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: specOf(stored) };
}

function metadataOf(object: JsonObject): JsonObject {
  return object.metadata as JsonObject;
}

function specOf(object: JsonObject): JsonObject {
  return object.spec as JsonObject;
}

function containersOf(object: JsonObject): readonly JsonObject[] {
  return specOf(object).containers as readonly JsonObject[];
}

function collectors(object: JsonObject): readonly JsonObject[] {
  const { containers = [], initContainers = [] } = specOf(object) as Record<string, readonly JsonObject[]>;
  return [...containers, ...initContainers].filter(({ name }) => name === 'otel-collector');
}

function hasCollector(object: JsonObject): boolean {
  return collectors(object).length > 0;
}
