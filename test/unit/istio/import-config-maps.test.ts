import { describe, expect, it } from 'vitest';
import { IstioError } from '../../../lib/istio/errors.ts';
import { importConfigMaps } from '../../../lib/istio/import-config-maps.ts';

const injector = (config: string, values = '{"global":{}}') => ({
  name: 'injector.yaml',
  text: JSON.stringify({
    kind: 'ConfigMap',
    metadata: { labels: { 'istio.io/rev': 'canary' } },
    data: { config, values },
  }),
});
const mesh = { name: 'mesh.yaml', text: JSON.stringify({ kind: 'ConfigMap', data: { mesh: 'trustDomain: a.b\n' } }) };

describe('importConfigMaps', () => {
  it('makes parameters of both', () => {
    const config = [
      'policy: disabled',
      'defaultTemplates: [sidecar, extra]',
      'aliases: {both: [sidecar, extra]}',
      'alwaysInjectSelector: []',
      'neverInjectSelector: [{matchLabels: {a: b}}]',
      'injectedAnnotations:',
      'template: "{{ ignored }}"',
      'templates: {sidecar: "spec: {{ .A }}", extra: "metadata: {}"}',
    ];
    const { parameters } = importConfigMaps(injector(config.join('\n')), mesh);
    expect(Object.fromEntries(parameters)).toEqual({
      policy: 'disabled',
      template: 'spec: {{ .A }}',
      values: '{"global":{}}',
      settings: [
        'aliases:\n  both:\n  - sidecar\n  - extra',
        'defaultTemplates:\n- sidecar\n- extra',
        'nativeSidecars: true',
        'neverInjectSelector:\n- matchLabels:\n    a: b',
        'revision: canary',
        'templates:\n- extra\n',
      ].join('\n'),
      mesh: 'trustDomain: a.b\n',
      'templates/extra': 'metadata: {}',
    });
  });

  it('switches off what Istio would not inject either, and says so', () => {
    const { parameters, notes } = importConfigMaps(injector('policy: never\ntemplates: {}'), mesh);
    expect(parameters.get('policy')).toBe('off');
    expect(notes.join('\n')).toMatch(/policy "never" is unknown/);
    expect(notes.join('\n')).toMatch(/no template "sidecar"/);
  });

  it.each([
    [{ name: 'x.yaml', text: 'kind: Secret' }, /x\.yaml is no ConfigMap/],
    [{ name: 'x.yaml', text: 'kind: ConfigMap\ndata: {}' }, /x\.yaml has no data\.config/],
    [{ name: 'x.yaml', text: 'a: b: c' }, /x\.yaml/],
    [injector('templates: {sidecar: 5}'), /the template "sidecar" is not text/],
    [injector('- a'), /data\.config is not a YAML mapping/],
  ])('refuses %j', (file, message) => {
    expect(() => importConfigMaps(file, mesh)).toThrow(message);
    expect(() => importConfigMaps(file, mesh)).toThrow(IstioError);
  });
});
