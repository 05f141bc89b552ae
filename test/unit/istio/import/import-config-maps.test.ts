import { describe, expect, it } from 'vitest';
import { IstioError } from '../../../../lib/istio/errors.ts';
import { type ImportSources, importConfigMaps } from '../../../../lib/istio/import/import-config-maps.ts';
import type { JsonValue } from '../../../../lib/json/json-value.ts';

const configMap = (name: string, data: Record<string, string>, revision = 'canary') => ({
  kind: 'ConfigMap',
  metadata: { name, labels: { 'istio.io/rev': revision } },
  data,
});
const file = (value: JsonValue, name = 'injector.yaml') => ({ name, text: JSON.stringify(value) });
const injector = (config: string, values = '{"global":{"tag":"1.29.2"}}') =>
  file(configMap('istio-sidecar-injector-canary', { config, values }));
const mesh = file(configMap('istio-canary', { mesh: 'trustDomain: a.b\n' }), 'mesh.yaml');
const deployment = (image: string, env: readonly JsonValue[] = [], revision = 'canary') => ({
  kind: 'Deployment',
  metadata: { labels: { 'istio.io/rev': revision } },
  spec: { template: { spec: { containers: [{ name: 'discovery', image, env }] } } },
});
const importing = (injectorFile: ImportSources['injector'], others: Partial<ImportSources> = {}) =>
  importConfigMaps({ injector: injectorFile, mesh, ...others });
const settingsOf = (...given: Parameters<typeof importing>) => importing(...given).parameters.get('settings');

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
      'templates: {sidecar: "spec: {{ .A }}", extra: "metadata: {}", waypoint: "x", kube-gateway: "x"}',
    ];
    const { parameters, leftOut, ...told } = importing(injector(config.join('\n')));
    expect(Object.fromEntries(parameters)).toEqual({
      policy: 'disabled',
      template: 'spec: {{ .A }}',
      values: '{"global":{"tag":"1.29.2"}}',
      settings: [
        'aliases:\n  both:\n  - sidecar\n  - extra',
        'defaultTemplates:\n- sidecar\n- extra',
        'istioVersion: 1.29.2',
        'neverInjectSelector:\n- matchLabels:\n    a: b',
        'revision: canary',
        'templates:\n- extra\n',
      ].join('\n'),
      mesh: 'trustDomain: a.b\n',
      'templates/extra': 'metadata: {}',
    });
    expect(leftOut.map(({ what }) => what)).toEqual(['templates kube-gateway, waypoint']);
    expect(told).toEqual({ version: '1.29.2', seen: 'the tag in values.global.tag', revision: 'canary', notes: [] });
  });

  it('switches off what Istio would not inject either, and says so', () => {
    const { parameters, notes } = importing(injector('policy: never\ntemplates: {}'));
    expect(parameters.get('policy')).toBe('off');
    expect(notes.join('\n')).toMatch(/policy "never" is unknown/);
    expect(notes.join('\n')).toMatch(/no template "sidecar"/);
  });

  it('leaves out selectors that are none, as Istio does, and says so', () => {
    const selectors = [
      '{matchExpressions: [{key: a, operator: Is}]}',
      '{matchLabel: {a: b}}',
      '{matchLabels: {c: d}}',
      '[x]',
    ];
    const { parameters, notes } = importing(
      injector(`policy: enabled\nneverInjectSelector: [${selectors.join(', ')}]`),
    );
    expect(parameters.get('settings')).toContain('neverInjectSelector:\n- matchLabels:\n    c: d\n');
    expect(notes.slice(0, 3)).toEqual([
      expect.stringMatching(/^neverInjectSelector\[0\] is left out, as Istio leaves it out: .*"Is"/),
      expect.stringMatching(/^neverInjectSelector\[1\] is left out.*"matchLabel" is no part of a selector/),
      expect.stringMatching(/^neverInjectSelector\[3\] is left out/),
    ]);
  });

  it.each([
    [{ name: 'x.yaml', text: 'kind: Secret' }, /x\.yaml has no ConfigMap/],
    [{ name: 'x.yaml', text: 'kind: ConfigMap\ndata: {}' }, /x\.yaml has no data\.config/],
    [{ name: 'x.yaml', text: 'a: b: c' }, /x\.yaml/],
    [injector('templates: {sidecar: 5}'), /the template "sidecar" is not text/],
    [injector('- a'), /data\.config is not a YAML mapping/],
    [injector('{}', '- a'), /data\.values is not a YAML mapping/],
  ])('refuses %j', (given, message) => {
    expect(() => importing(given)).toThrow(message);
    expect(() => importing(given)).toThrow(IstioError);
  });
});

describe('the version', () => {
  const untold = injector('policy: enabled\ntemplates: {sidecar: "spec: {}"}', '{"global":{"tag":"latest"}}');

  it('is asked for where nothing tells it', () => {
    expect(() => importing(untold)).toThrow(/injector\.yaml: nothing tells which version .* --istio-version/);
    expect(settingsOf(untold, { istioVersion: '1.30' })).toContain('istioVersion: "1.30"\n');
    const istiod = file(deployment('registry.example:5000/istio/pilot:1.24.1-distroless'));
    expect(settingsOf(untold, { istiod })).toContain('istioVersion: 1.24.1\n');
  });

  it('refuses what is too old, with the file', () => {
    const old = injector('policy: enabled\ntemplate: "containers: []"', '{"global":{"tag":"1.8.4"}}');
    expect(() => importing(old, { istioVersion: '1.30' })).toThrow(/injector\.yaml: .* Istio 1\.8\.4 /);
  });

  it('takes no number for a tag, which would have lost its last zero', () => {
    expect(() => importing(injector('templates: {}', '{"global":{"tag":1.30}}'))).toThrow(/nothing tells/);
  });
});

describe('features of istiod', () => {
  const asking = (version: string, env: Record<string, JsonValue> = {}) =>
    injector(
      'policy: enabled\ntemplates: {sidecar: \'{{ env "ENABLE_NATIVE_SIDECARS" "false" }}{{ .NativeSidecars }}\'}',
      JSON.stringify({ global: { tag: version }, pilot: { env } }),
    );
  const withIstiod = (value: string) =>
    file(
      deployment('pilot:1.22.1', [
        { name: 'ENABLE_NATIVE_SIDECARS', value },
        { name: 'FROM', valueFrom: {} },
      ]),
    );

  it.each([
    ['1.28.0', { ENABLE_NATIVE_SIDECARS: 'false' }, 'nativeSidecars: false'],
    ['1.28.0', { ENABLE_NATIVE_SIDECARS: true }, 'nativeSidecars: true'],
    ['1.26.2', { ENABLE_NATIVE_SIDECARS: 'true' }, 'nativeSidecars: true'],
    ['1.28.0', { ENABLE_NATIVE_SIDECARS: 'maybe' }, 'nativeSidecars: false'],
  ])('of %s with %j become %s', (version, env, want) => {
    expect(settingsOf(asking(version, env))).toContain(want);
  });

  it('come from the Deployment before they come from the values', () => {
    const given = asking('1.22.1', { ENABLE_NATIVE_SIDECARS: 'false' });
    expect(settingsOf(given, { istiod: withIstiod('true') })).toContain('nativeSidecars: true');
  });

  it.each([
    ['1.28.0', {}, 'sidecars are native'],
    ['1.28.0', { ENABLE_NATIVE_SIDECARS: 'auto' }, 'sidecars are native'],
    ['1.22.1', {}, 'sidecars are regular, unless'],
  ])('of %s with %j stay with the default of the version, and a note', (version, env, note) => {
    const { parameters, notes } = importing(asking(version, env));
    expect(parameters.get('settings')).not.toContain('nativeSidecars');
    expect(notes).toEqual([expect.stringContaining(note)]);
  });

  it('give no note where the templates do not ask', () => {
    expect(importing(injector('policy: enabled\ntemplates: {sidecar: "spec: {}"}')).notes).toEqual([]);
    expect(importing(asking('1.22.1'), { istiod: withIstiod('false') }).notes).toEqual([]);
  });

  it('answer the other two flags of older templates', () => {
    const given = injector(
      `policy: enabled\ntemplates: {sidecar: '{{ env "PILOT_ENABLE_INBOUND_PASSTHROUGH" "true" }}'}`,
      '{"global":{"tag":"1.20.1","platform":"openshift"}}',
    );
    const env = ['PILOT_ENABLE_INBOUND_PASSTHROUGH', 'ENABLE_LEGACY_FSGROUP_INJECTION', 'COMPLIANCE_POLICY'].map(
      (name) => ({ name, value: name === 'COMPLIANCE_POLICY' ? 'fips-140-2' : 'false' }),
    );
    const settings = settingsOf(given, { istiod: file(deployment('pilot:1.20.1', env)) });
    expect(settings).toContain('inboundPassthrough: false\n');
    expect(settings).toContain('platform: openshift\n');
    expect(settings).toContain('compliancePolicy: fips-140-2\n');
    expect(settings).not.toContain('legacyFsGroup');
  });
});

describe('variables of istiod that come from elsewhere', () => {
  const asking = injector(
    `policy: enabled\ntemplates: {sidecar: '{{ env "ENABLE_NATIVE_SIDECARS" "false" }}'}`,
    '{"global":{"tag":"1.22.2"}}',
  );
  const namespaced = (object: object): JsonValue => {
    const plain: JsonValue = JSON.parse(JSON.stringify(object));
    return plain;
  };
  const flags = (data: Record<string, string>, namespace = 'istio-system') =>
    namespaced({ kind: 'ConfigMap', metadata: { name: 'flags', namespace }, data });
  const istiodWith = (container: object, ...others: readonly JsonValue[]) =>
    file(
      namespaced({
        kind: 'List',
        items: [
          ...others,
          {
            kind: 'Deployment',
            metadata: { namespace: 'istio-system' },
            spec: {
              template: {
                metadata: { labels: { native: 'true' }, annotations: { 'a/b': 'true' } },
                spec: {
                  serviceAccountName: 'true',
                  containers: [{ name: 'discovery', image: 'pilot:1.22.2', ...container }],
                },
              },
            },
          },
        ],
      }),
      'istiod.yaml',
    );
  const native = (valueFrom: object) => ({ env: [{ name: 'ENABLE_NATIVE_SIDECARS', valueFrom }] });
  const ofMap = native({ configMapKeyRef: { name: 'flags', key: 'native' } });
  const field = (fieldPath: string) => native({ fieldRef: { fieldPath } });

  it.each([
    ['a ConfigMap of the file', istiodWith(ofMap, flags({ native: 'true' }))],
    [
      'a whole ConfigMap',
      istiodWith({ envFrom: [{ configMapRef: { name: 'flags' } }] }, flags({ ENABLE_NATIVE_SIDECARS: 'true' })),
    ],
    [
      'a whole ConfigMap with a prefix',
      istiodWith(
        { envFrom: [{ prefix: 'ENABLE_', configMapRef: { name: 'flags' } }] },
        flags({ NATIVE_SIDECARS: 'true' }),
      ),
    ],
    [
      'env, which goes before envFrom',
      istiodWith(
        { envFrom: [{ configMapRef: { name: 'flags' } }], env: [{ name: 'ENABLE_NATIVE_SIDECARS', value: 'true' }] },
        flags({ ENABLE_NATIVE_SIDECARS: 'false' }),
      ),
    ],
    ['a label of its pods', istiodWith(field("metadata.labels['native']"))],
    ['an annotation of its pods', istiodWith(field("metadata.annotations['a/b']"))],
    ['its service account', istiodWith(field('spec.serviceAccountName'))],
  ])('are followed to %s', (_, istiod) => {
    const { parameters, notes } = importing(asking, { istiod });
    expect(parameters.get('settings')).toContain('nativeSidecars: true');
    expect(notes).toEqual([]);
  });

  it.each([
    [
      'a ConfigMap that is not there',
      istiodWith(ofMap),
      'the key "native" of the ConfigMap "flags", which is not in the file',
    ],
    [
      'another namespace',
      istiodWith(ofMap, flags({ native: 'true' }, 'other')),
      'the ConfigMap "flags", which is not in the file',
    ],
    [
      'a Secret',
      istiodWith(native({ secretKeyRef: { name: 'own', key: 'native' } })),
      'the key "native" of the Secret "own", and Secrets are not read',
    ],
    ['a field that is settled later', istiodWith(field('status.podIP')), 'the field status.podIP of its pods'],
    ['nothing that is known', istiodWith(native({})), 'valueFrom, which does not say from where'],
  ])('are told of where they come from %s', (_, istiod, where) => {
    const { parameters, notes } = importing(asking, { istiod });
    expect(parameters.get('settings')).not.toContain('nativeSidecars');
    expect(notes).toEqual([expect.stringContaining(where)]);
    expect(notes).toEqual([
      expect.stringMatching(/^ENABLE_NATIVE_SIDECARS of istiod .*: set nativeSidecars in settings/),
    ]);
  });

  it('are told of where whole sources are not known', () => {
    const sources = [{ secretRef: { name: 'own' } }, { configMapRef: { name: 'flags' } }];
    const { notes } = importing(asking, { istiod: istiodWith({ envFrom: sources }) });
    expect(notes).toEqual([
      expect.stringMatching(
        /^istiod takes variables from the Secret "own", and Secrets are not read: if one of ENABLE_NATIVE_SIDECARS, PLATFORM, COMPLIANCE_POLICY is there/,
      ),
      expect.stringMatching(/^istiod takes variables from the ConfigMap "flags", which is not in the file/),
    ]);
  });

  it('are no news where nothing asks for them', () => {
    const env = ['POD_NAME', 'ENABLE_LEGACY_FSGROUP_INJECTION'].map((name) => ({
      name,
      valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
    }));
    const plain = [{ name: 'ENABLE_NATIVE_SIDECARS', value: 'false' }];
    expect(importing(asking, { istiod: istiodWith({ env: [...env, ...plain] }) }).notes).toEqual([]);
  });
});

describe('files', () => {
  const config = 'policy: enabled\ntemplates: {sidecar: "spec: {}"}';
  const values = (tag: string) => JSON.stringify({ global: { tag } });
  const two = [
    configMap('istio-sidecar-injector', { config, values: values('1.28.1') }, 'default'),
    configMap('istio-sidecar-injector-canary', { config, values: values('1.29.2') }),
    configMap('istio', { mesh: 'trustDomain: one' }, 'default'),
    configMap('istio-canary', { mesh: 'trustDomain: two' }),
    configMap('istio-cni-config', { config: 'x' }),
    deployment('pilot:1.28.1', [], 'default'),
    deployment('pilot:1.29.2'),
  ];
  const installation = { name: 'all.yaml', text: two.map((each) => JSON.stringify(each)).join('\n---\n') };
  const list = { name: 'list.yaml', text: JSON.stringify({ kind: 'List', items: two }) };

  it.each([installation, list])('$name with several revisions: one is chosen', (all) => {
    const chosen = importConfigMaps({ injector: all, mesh: all, istiod: all, revision: 'canary' });
    expect([chosen.version, chosen.revision, chosen.parameters.get('mesh')]).toEqual([
      '1.29.2',
      'canary',
      'trustDomain: two',
    ]);
    const asked = () => importConfigMaps({ injector: all, mesh: all });
    expect(asked).toThrow(/all|list/);
    expect(asked).toThrow(/several revisions: there are "default", "canary"; choose one with --revision/);
    const unknown = () => importConfigMaps({ injector: all, mesh: all, revision: 'x' });
    expect(unknown).toThrow(/none of the revision "x"/);
  });

  it('take the only mesh for every revision', () => {
    const only = file(configMap('istio', { mesh: 'trustDomain: one' }, 'default'));
    const { parameters } = importConfigMaps({ injector: installation, mesh: only, revision: 'canary' });
    expect(parameters.get('mesh')).toBe('trustDomain: one');
  });

  it('are refused where the Deployment of istiod is not in them', () => {
    expect(() => importing(injector(config), { istiod: mesh })).toThrow(/mesh\.yaml has no Deployment of istiod/);
    const both = file({ kind: 'List', items: [deployment('p:1', [], 'a'), deployment('p:2', [], 'b')] }, 'd.yaml');
    expect(() => importing(injector(config), { istiod: both })).toThrow(/d\.yaml has several, and none of revision/);
  });
});
