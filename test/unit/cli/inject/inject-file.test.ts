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
