import { describe, expect, it } from 'vitest';
import { CommandError } from '../../../../lib/cli/errors.ts';
import { injectFile } from '../../../../lib/cli/inject/inject-file.ts';
import { defaultSettings } from '../../../../lib/config/load/decode-settings.ts';
import type { InjectConfiguration } from '../../../../lib/inject/injection-types.ts';
import { plainBehaviour } from '../../../../lib/inject/plain-behaviour.ts';

const configuration: InjectConfiguration = {
  settings: {
    ...defaultSettings,
    defaultTemplates: ['other'],
    neverInjectSelector: [{}],
    injectedAnnotations: { only: 'for pods' },
    nativeSidecars: false,
  },
  values: {},
  templates: new Map([['sidecar', { render: () => 'spec: {containers: [{name: log, image: "log:1"}]}' }]]),
  behaviour: plainBehaviour,
  fingerprint: '0123456789ab',
};

const deployment =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers: [{name: app}]\n';
const service = 'apiVersion: v1 # as it is\nkind:   Service\nmetadata: {name: web}\n';

describe('injectFile', () => {
  it('injects a workload and keeps every byte of what is none', () => {
    const text = `# the shop\n---\n${service}--- # and now\n${deployment}---\n# the end`;
    const parts = injectFile({ text, name: 'shop.yaml' }, configuration);
    expect(parts.map(({ text: part }) => part).join('')).toBe(text);
    expect(parts.map((part) => part.kind === 'document' && part.injected !== undefined)).toEqual([
      ...[false, false, false, false],
      true,
      ...[false, false],
    ]);
  });

  it('puts the sidecar into the pod template, and only there', () => {
    expect(injected(deployment)).toMatchObject({
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { template: { spec: { containers: [{ name: 'log' }, { name: 'app' }] } } },
    });
  });

  it('goes through a List item by item', () => {
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      items: [JSON.parse(pod({})), { apiVersion: 'v1', kind: 'Service' }],
    };
    expect(injected(JSON.stringify(list))).toMatchObject({
      items: [{ kind: 'Pod', spec: { containers: [{ name: 'log' }, { name: 'app' }] } }, { kind: 'Service' }],
    });
  });

  it('takes the one default template and no injected annotations, as istioctl does', () => {
    expect(JSON.stringify(injected(deployment))).not.toContain('for pods');
  });

  it.each([
    ['on the host network', pod({ hostNetwork: true }), /^Pod p is not injected: host-network$/],
    ['that was opted out', pod({}, { 'sidecar.istio.io/inject': 'false' }), /^Pod p is not injected: opted-out$/],
  ])('leaves a pod %s as it is, and says why', (_name, text, note) => {
    const [part] = injectFile({ text, name: 'pod.yaml' }, configuration);
    expect(part).toMatchObject({ kind: 'document', injected: undefined, text });
    expect(part?.kind === 'document' ? part.notes.join() : '').toMatch(note);
  });

  it.each([
    ['a number', '8080', '8080'],
    ['a number with a point', '1.10', '1.1'],
    ['a number with an exponent', '12e7', '1.2e+08'],
    ['more digits than 32 bits have', '123456789.125', '1.2345679e+08'],
    ['a large number', '18446744073709551615', '18446744073709551615'],
    ['an octal number', '010', '8'],
    ['a boolean', 'true', 'true'],
    ['a word of YAML 1.1', 'off', 'false'],
    ['text', '"010"', '010'],
  ])('reads %s as text where a text is meant, as istioctl does', (_name, written, want) => {
    const labels = `{a: ${written}}`;
    const container = `{name: n, image: i, env: [{name: ${written}, value: ${written}}], ports: [{containerPort: 80}]}`;
    const template = `{metadata: {labels: ${labels}, annotations: ${labels}}, spec: {containers: [${container}]}}`;
    const spec = `{replicas: 2, selector: {matchLabels: ${labels}}, template: ${template}}`;
    const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w, labels: ${labels}}\nspec: ${spec}\n`;
    for (const input of [text, `kind: List\nitems:\n- ${text.replaceAll('\n', '\n  ')}`]) {
      const result = injected(input) as { items?: readonly unknown[] };
      expect(result.items?.[0] ?? result).toMatchObject({
        metadata: { labels: { a: want } },
        spec: {
          replicas: 2,
          selector: { matchLabels: { a: want } },
          template: {
            metadata: { labels: { a: want }, annotations: { a: want } },
            spec: {
              containers: [{ name: 'log' }, { env: [{ name: want, value: want }], ports: [{ containerPort: 80 }] }],
            },
          },
        },
      });
    }
  });

  it.each([
    [
      'a CronJob',
      'CronJob',
      '{jobTemplate: {metadata: {labels: {a: 1}}, spec: {template: {metadata: {labels: {b: 2}}, spec: SPEC}}}}',
    ],
    [
      'a ReplicationController',
      'ReplicationController',
      '{selector: {a: 1}, template: {metadata: {labels: {b: 2}}, spec: SPEC}}',
    ],
  ])('reads the labels of %s so, too', (_name, kind, spec) => {
    const text = `kind: ${kind}\nmetadata: {name: w}\nspec: ${spec.replace('SPEC', '{containers: [{name: n}]}')}\n`;
    expect(JSON.stringify(injected(text))).toMatch(/"a":"1".*"b":"2"/);
  });

  it('leaves what an unquoted label opts out', () => {
    const text = deployment.replace('    spec:', '    metadata: {labels: {sidecar.istio.io/inject: false}}\n    spec:');
    const [part] = injectFile({ text, name: 'web.yaml' }, configuration);
    expect(part).toMatchObject({ text, injected: undefined, notes: ['Deployment web is not injected: opted-out'] });
  });

  it('leaves numbers alone that no text is meant by, and refuses what is neither', () => {
    const text = deployment.replace('spec:', 'spec:\n  replicas: 1.0\n  progressDeadlineSeconds: 600');
    expect(injected(text)).toMatchObject({ spec: { replicas: 1, progressDeadlineSeconds: 600 } });
    const wrong = deployment.replace('{name: app}', '{name: [app]}');
    expect(() => injected(wrong)).toThrow(/containers\[0\]\.name/);
  });

  it('names the line and column of the file where it is no YAML', () => {
    expect(() => injectFile({ text: `${service}---\na: [`, name: 'shop.yaml' }, configuration)).toThrow(
      /shop\.yaml:5:/,
    );
  });

  it('names the workload and the annotation that is wrong', () => {
    const text = pod({}, { 'inject.istio.io/templates': 'nonesuch' });
    expect(() => injectFile({ text, name: 'pod.yaml' }, configuration)).toThrow(CommandError);
    expect(() => injectFile({ text, name: 'pod.yaml' }, configuration)).toThrow(
      /pod\.yaml: Pod p: .*inject\.istio\.io\/templates/,
    );
  });
});

function injected(text: string): unknown {
  const found = injectFile({ text, name: 'file.yaml' }, configuration).find((part) => part.kind === 'document');
  return found?.injected;
}

function pod(spec: object, annotations: object = {}): string {
  const metadata = { name: 'p', annotations };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...spec, containers: [{ name: 'app' }] } });
}
