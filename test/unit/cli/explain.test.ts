import { afterEach, describe, expect, it } from 'vitest';
import { command } from '../../../lib/cli/explain.ts';
import { webhookConfiguration } from '../../../lib/cli/manifest/webhook-configuration.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { messageOf, runCommand } from './run-command.ts';

afterEach(removeParameterFolders);

const template = 'spec:\n  containers:\n  - name: shipper\n    image: shop/shipper:1\n';
const spec = { containers: [{ name: 'a', image: 'b' }] };

function explain(input: unknown, more: readonly string[] = [], values: Readonly<Record<string, string>> = {}) {
  const folder = parameterFolder({ 'default/template': template, ...values });
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  return runCommand(command, ['-f', '-', '--parameters', folder, ...more], { readInput: async () => text });
}

function pod(metadata: object = {}, more: object = {}): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'hello', ...metadata }, spec: { ...spec, ...more } };
}

function deployment(templateMetadata: object = {}, metadata: object = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec: { template: { metadata: templateMetadata, spec } },
  };
}

function namespace(name: string, labels: object = {}): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

const optedIn = namespace('shop', { 'sidecar-injection': 'enabled' });
const ours = (cluster?: string) =>
  webhookConfiguration({ url: 'https://h/t/secret/inject', ...(cluster === undefined ? {} : { cluster }) });
const list = (...items: readonly unknown[]) => ({ apiVersion: 'v1', kind: 'List', items });
const lastLine = (out: string) => out.trimEnd().split('\n\n').at(-1);

describe('explain, for one workload', () => {
  it.each([
    ['a Rollout', 'argoproj.io/v1alpha1', 'Rollout'],
    ['a kind that nobody here knows', 'serving.knative.dev/v1', 'Service'],
  ])('takes %s', async (_name, apiVersion, kind) => {
    const { out, error } = await explain({ ...deployment(), apiVersion, kind });
    expect(error).toBeUndefined();
    expect(out).toContain(`${kind} web in namespace shop`);
    expect(lastLine(out)).toBe('INJECTED: the policy is enabled');
  });

  it('tells the call, every rule, what the patch does, and one verdict at the end', async () => {
    const { out, error } = await explain(list(optedIn, pod({ namespace: 'shop' })));
    expect(error).toBeUndefined();
    expect(out).toMatch(/^Pod hello in namespace shop\n/);
    expect(out).toMatch(/lambda-sidecar-injector {2}called {2}this injector: rules and selectors match/);
    expect(out).toMatch(/^ {3}host-network +no$/m);
    expect(out).toMatch(/^=> policy +enabled$/m);
    expect(out).toContain('Template sidecar: adds container shipper (shop/shipper:1).');
    expect(lastLine(out)).toBe('INJECTED: the policy is enabled');
    expect(out.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it.each([
    [
      'a namespace that lacks the label',
      list(namespace('shop'), pod({ namespace: 'shop' })),
      'not-injected',
      'namespace-selector',
      'NOT INJECTED: namespace shop lacks the label sidecar-injection=enabled',
    ],
    [
      'a namespace with another value',
      list(namespace('shop', { 'sidecar-injection': 'off' }), pod({ namespace: 'shop' })),
      'not-injected',
      'namespace-selector',
      'NOT INJECTED: namespace shop lacks the label sidecar-injection=enabled (it has\nsidecar-injection=off)',
    ],
    [
      'a system namespace',
      pod({ namespace: 'kube-system' }),
      'not-injected',
      'namespace-selector',
      /^NOT INJECTED: namespace kube-system lacks/,
    ],
    [
      'a pod that opts out',
      pod({ annotations: { 'sidecar.istio.io/inject': 'false' } }),
      'not-injected',
      'opted-out',
      'NOT INJECTED: sidecar.istio.io/inject is "false"',
    ],
    [
      'a pod on the host network',
      pod({}, { hostNetwork: true }),
      'not-injected',
      'host-network',
      /^NOT INJECTED: hostNetwork is true/,
    ],
    [
      'an unknown template',
      pod({ annotations: { 'inject.istio.io/templates': 'nosuch' } }),
      'refused',
      'refused',
      /^REFUSED: .*nosuch/,
    ],
    [
      'unquoted true',
      pod({ annotations: { 'sidecar.istio.io/inject': true } }),
      'refused',
      'not-text',
      /^REFUSED: by the API server: annotation sidecar.istio.io\/inject: true/,
    ],
    [
      'a webhook of somebody else only',
      list(optedIn, pod({ namespace: 'shop' }), { ...ours(), webhooks: [] }),
      'not-injected',
      'no-webhook',
      /^NOT INJECTED: none of the webhook configurations given/,
    ],
  ])('gives one verdict for %s', async (_name, input, verdict, reason, last) => {
    const { out } = await explain(input);
    expect(lastLine(out)).toEqual(typeof last === 'string' ? last : expect.stringMatching(last));
    expect(out.match(/INJECTED|REFUSED|FAILS/g)).toHaveLength(1);
    expect(JSON.parse((await explain(input, ['-o', 'json'])).out)).toMatchObject({ verdict, reason });
  });

  it.each([
    ['REFUSED', pod({ annotations: { 'inject.istio.io/templates': 'nosuch' } }), template],
    ['FAILS', pod(), '{{ index .Nothing.At.All 1 }}'],
  ])('tells whom to tell where the verdict is %s, and settings name somebody', async (verdict, input, text) => {
    const values = { 'default/template': text, 'default/settings': 'contact: "#platform"\n' };
    const { out } = await explain(input, [], values);
    expect(lastLine(out)?.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(`^${verdict}: .*\\. Questions: #platform$`));
  });

  it('says what becomes of pods where a template fails, by the failurePolicy', async () => {
    const broken = { 'default/template': '{{ index .Nothing.At.All 1 }}' };
    expect(lastLine((await explain(pod(), [], broken)).out)).toMatch(/^FAILS: (?:.|\n)*such pods are not\s+created$/);
    const ignoring = webhookConfiguration({ url: 'https://h/t/s/inject', failurePolicy: 'Ignore' });
    const { out } = await explain(list(optedIn, ignoring, pod({ namespace: 'shop' })), [], broken);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('With failurePolicy Ignore, such pods run without the sidecar');
  });

  it.each([
    [
      'on the Deployment',
      deployment({}, { annotations: { 'sidecar.istio.io/inject': 'true' } }),
      'annotation sidecar.istio.io/inject stands on the Deployment itself, where nothing reads it; put it under spec.template.metadata',
    ],
    [
      'on the namespace',
      list(namespace('shop', { 'sidecar-injection': 'enabled', 'sidecar.istio.io/inject': 'true' }), deployment()),
      'label sidecar.istio.io/inject stands on the namespace shop',
    ],
    [
      'in other capitals',
      pod({ labels: { 'sidecar.istio.io/Inject': 'true' } }),
      'label sidecar.istio.io/Inject is not one that is read; did you mean sidecar.istio.io/inject?',
    ],
    [
      'misspelt',
      pod({ annotations: { 'sidecar.istio.io/injct': 'true' } }),
      'annotation sidecar.istio.io/injct is not one that is read; did you mean sidecar.istio.io/inject?',
    ],
    [
      'with an odd value',
      pod({ labels: { 'sidecar.istio.io/inject': 'yes' } }),
      'label sidecar.istio.io/inject: "yes" is ignored; write "true" or "false"',
    ],
  ])('has a sentence for a request that stands %s', async (_name, input, says) => {
    const { out } = await explain(input, [], { 'default/policy': 'disabled' });
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`note: ${says}`.slice(0, 60));
    expect(out.replaceAll(/\s+/g, ' ')).toContain(says.slice(-30));
  });

  it('looks where a CronJob has its pods, and not where its jobs have theirs', async () => {
    const cronJob = (jobMetadata: object, podMetadata: object) => ({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly' },
      spec: { jobTemplate: { metadata: jobMetadata, spec: { template: { metadata: podMetadata, spec } } } },
    });
    const off = { annotations: { 'sidecar.istio.io/inject': 'false' } };
    expect(lastLine((await explain(cronJob({}, off))).out)).toMatch(/^NOT INJECTED/);
    const wrong = await explain(cronJob(off, {}));
    expect(lastLine(wrong.out)).toMatch(/^INJECTED/);
    expect(wrong.out.replaceAll(/\s+/g, ' ')).toContain('put it under spec.jobTemplate.spec.template.metadata');
  });

  it("takes the cluster from our webhook's address, unless --cluster names one", async () => {
    const values = { 'prod/policy': 'disabled' };
    const input = list(optedIn, ours('prod'), pod({ namespace: 'shop' }));
    expect((await explain(input, [], values)).out).toContain('cluster prod');
    expect(lastLine((await explain(input, [], values)).out)).toMatch(/^NOT INJECTED: the policy is disabled/);
    expect(lastLine((await explain(pod(), ['--cluster', 'prod'], values)).out)).toMatch(/^NOT INJECTED/);
  });

  it('lists the webhooks that are called, in their order, and warns of another injector', async () => {
    const istio = {
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'istio-sidecar-injector' },
      webhooks: [
        { ...(ours().webhooks as object[])[0], name: 'rev.namespace.sidecar-injector.istio.io', clientConfig: {} },
      ],
    };
    const { out } = await explain(list(istio, ours(), optedIn, pod({ namespace: 'shop' })));
    expect(out).toMatch(
      /order:\n {2}istio-sidecar-injector +called {2}Istio: .*\n {2}lambda-sidecar-injector +called {2}this injector/,
    );
    expect(out).toContain('the injector of Istio is called for this pod, too');
  });

  it('names match conditions that it does not evaluate', async () => {
    const [hook] = ours().webhooks as object[];
    const input = { ...ours(), webhooks: [{ ...hook, matchConditions: [{ name: 'theirs', expression: '1 == 2' }] }] };
    expect((await explain(list(input, optedIn, pod({ namespace: 'shop' })))).out.replaceAll(/\s+/g, ' ')).toContain(
      'matchConditions not evaluated: theirs',
    );
  });

  it('shows what the templates gave, with line numbers', async () => {
    const { out } = await explain(pod(), ['--rendered']);
    expect(out).toContain('template sidecar, rendered:\n1 | spec:\n2 |   containers:\n3 |   - name: shipper\n');
  });

  it('tells a running pod that it came too early, or is outdated', async () => {
    const running = { uid: '1', creationTimestamp: '2026-01-02T03:04:05Z' };
    expect((await explain(pod(running))).out.replaceAll(/\s+/g, ' ')).toContain(
      'the pod runs without the sidecar since 2026-01-02T03:04:05Z',
    );
  });
});

describe('explain, for several workloads', () => {
  it('prints a row for each, with its verdict', async () => {
    const out = await explain(
      list(optedIn, deployment(), deployment({ annotations: { 'sidecar.istio.io/inject': 'false' } })),
    );
    expect(out.out).toBe(
      [
        'NAMESPACE  WORKLOAD        VERDICT       WHY',
        'shop       Deployment web  INJECTED      the policy is enabled',
        'shop       Deployment web  NOT INJECTED  sidecar.istio.io/inject is "false"',
        '',
      ].join('\n'),
    );
    expect(out.err).toContain('2 workloads');
  });

  it('prints an array with -o json', async () => {
    const { out } = await explain(list(deployment(), pod()), ['-o', 'json']);
    expect(JSON.parse(out)).toMatchObject([
      { verdict: 'injected', kind: 'Deployment', name: 'web', namespace: 'shop' },
      { verdict: 'injected', kind: 'Pod', name: 'hello', namespace: 'default' },
    ]);
  });
});

describe("explain's exit code", () => {
  const refused = pod({ annotations: { 'inject.istio.io/templates': 'nosuch' } });
  const skipped = pod({}, { hostNetwork: true });

  it.each([
    ['an injected pod', pod(), [], undefined],
    ['a skipped one', skipped, [], undefined],
    ['a refused one', refused, [], 1],
    ['a refused one among others', list(pod(), refused), [], 1],
    ['what was expected', refused, ['--expect', 'refuse'], undefined],
    ['a skip that was expected', skipped, ['--expect', 'skip'], undefined],
    ['an injection that was not expected', pod(), ['--expect', 'skip'], 1],
    ['a skip among injections', list(pod(), skipped), ['--expect', 'inject'], 1],
  ])('for %s', async (_name, input, more, code) => {
    const { error } = await explain(input, more);
    expect(error).toEqual(code === undefined ? undefined : expect.objectContaining({ exitCode: code }));
  });

  it.each([
    { input: list(optedIn), more: [], says: /nothing to explain/, code: 3 },
    { input: '7', more: [], says: /holds text that is no Kubernetes object/, code: 3 },
    { input: 'a: [', more: [], says: /^standard input:1:5: /, code: 3 },
    { input: pod(), more: ['--namespace-labels', 'x'], says: /is not KEY=VALUE/, code: 2 },
    { input: pod(), more: ['--cluster', 'NO'], says: /--cluster NO/, code: 2 },
  ])('is $code for $says', async ({ input, more, says, code }) => {
    const run = await explain(input, more);
    expect(run.error).toMatchObject({ name: 'CommandError', exitCode: code });
    expect(messageOf(run)).toMatch(says);
  });

  it('says nothing where it is to be quiet and knows what to expect', async () => {
    expect(await explain(pod(), ['--quiet', '--expect', 'inject'])).toEqual({ out: '', err: '', error: undefined });
  });
});

describe('explain, with a mesh configuration', () => {
  const mesh = {
    'default/mesh': 'trustDomain: example.org\n',
    'default/template':
      'spec:\n  containers:\n  - name: istio-proxy\n    image: proxyv2:1\n    args: ["{{ .MeshConfig.TrustDomain }}"]\n',
  };

  it('tells what a pod of the mesh gets, and what the template rendered', async () => {
    const { out } = await explain(pod(), ['--rendered'], mesh);
    expect(out).toContain('args: ["example.org"]');
    expect(out).toMatch(/Template sidecar: .*adds container istio-proxy \(proxyv2:1\)/);
    expect(lastLine(out)).toBe('INJECTED: the policy is enabled');
  });

  it('tells which annotation of Istio a pod is refused for, and whom to ask', async () => {
    const metadata = { annotations: { 'traffic.sidecar.istio.io/includeInboundPorts': 'eighty' } };
    const { out } = await explain(pod(metadata), [], { ...mesh, 'default/settings': 'contact: mesh@example.com\n' });
    const last = lastLine(out)?.replaceAll(/\s+/g, ' ');
    expect(last).toMatch(/^REFUSED: .*includeInboundPorts.*eighty.* Questions: mesh@example\.com$/);
  });
});
