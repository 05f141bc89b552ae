import { beforeAll, describe, expect, it } from 'vitest';
import { encodeAs } from '../../../../lib/config/load/encode-value.ts';
import { loadSnapshot, templateNames } from '../../../../lib/config/load/load-snapshot.ts';
import { isClusterName, isTemplateName, parameterNames } from '../../../../lib/config/parameter-names.ts';
import type { ParameterReading } from '../../../../lib/config/source/source.ts';
import { plainBehaviour } from '../../../../lib/inject/plain-behaviour.ts';

type Values = Readonly<Record<string, string>>;

const template = 'spec:\n  containers:\n  - name: x\n';

function reading(values: Values, failures: Values = {}): ParameterReading {
  return {
    parameters: new Map(
      Object.entries(values).map(([name, value], index) => [name, { name, value, version: index + 1 }]),
    ),
    failures: new Map(Object.entries(failures).map(([name, message]) => [name, new Error(message)])),
  };
}

async function load(values: Values, cluster = 'default') {
  const result = await loadSnapshot(cluster, reading({ 'default/template': template, ...values }));
  if (result.kind === 'invalid') {
    throw new Error(JSON.stringify(result.problems));
  }
  return result.snapshot;
}

async function problems(values: Values, failures: Values = {}) {
  const result = await loadSnapshot('prod', reading({ 'default/template': template, ...values }, failures));
  return result.problems.map(({ code, parameter, line, column, message }) => ({
    code,
    at: [parameter, line, column].filter((part) => part !== undefined).join(':'),
    message,
  }));
}

describe('loadSnapshot', () => {
  it('has a default for everything but the template', async () => {
    expect(await load({})).toMatchObject({
      cluster: 'default',
      policy: 'enabled',
      values: {},
      behaviour: plainBehaviour,
      settings: { defaultTemplates: ['sidecar'], revision: 'default', nativeSidecars: true, templates: [] },
    });
  });

  it.each(['enabled', 'disabled', 'off', 'off\n', '  enabled \r\n'])('takes the policy %j', async (policy) => {
    expect((await load({ 'default/policy': policy })).policy).toBe(policy.trim());
  });

  it("lets a cluster's value replace the default's whole", async () => {
    const values = { 'default/values': 'a: 1\nb: 2\n', 'prod/values': 'a: 3\n' };
    expect((await load(values, 'prod')).values).toEqual({ a: 3 });
    expect((await load(values)).values).toEqual({ a: 1, b: 2 });
  });

  it('takes an empty list for a value', async () => {
    const values = { 'default/settings': 'defaultTemplates: [sidecar]\n', 'prod/settings': 'defaultTemplates: []\n' };
    expect((await load(values, 'prod')).settings.defaultTemplates).toEqual([]);
  });

  it.each([
    { name: 'JSON', text: '{"a": [1, 12345678901234567890, "x"]}' },
    { name: 'YAML', text: 'a: [1, 12345678901234567890, x]' },
  ])('reads values from $name', async ({ text }) => {
    expect((await load({ 'default/values': text })).values).toEqual({ a: [1, 12345678901234567890n, 'x'] });
  });

  it('reads flow YAML that is no JSON', async () => {
    expect((await load({ 'default/values': '{a: 1}' })).values).toEqual({ a: 1 });
  });

  it('renders the template with its values', async () => {
    const sidecar = (await load({ 'default/template': 'a: {{ .Values.b }}' })).templates.get('sidecar');
    expect(sidecar?.render(new Map([['Values', new Map([['b', 'c']])]]))).toBe('a: c');
  });

  it('takes delimiters from the first line', async () => {
    const sidecar = (await load({ 'default/template': '# delims: [[ ]]\na: [[ .x ]]' })).templates.get('sidecar');
    expect(sidecar?.render(new Map([['x', 'y']]))).toBe('a: y');
  });

  it('compiles the templates that settings name, each from the cluster or the default', async () => {
    const snapshot = await load(
      {
        'default/settings': 'templates: [gateway, extra]',
        'default/templates/gateway': 'g: 1',
        'default/templates/extra': 'e: 1',
        'prod/templates/extra': 'e: 2',
      },
      'prod',
    );
    expect([...snapshot.templates.keys()]).toEqual(['sidecar', 'gateway', 'extra']);
    expect(snapshot.templates.get('extra')?.render(null)).toBe('e: 2');
    expect([...snapshot.versions.keys()]).toContain('prod/templates/extra');
  });

  it("turns Istio's behaviour on by the presence of mesh, even an empty one", async () => {
    expect((await load({ 'default/mesh': '' })).behaviour.keepsRecord).toBe(false);
    expect((await load({ 'default/proxyconfigs': 'kind: Other' })).behaviour).toBe(plainBehaviour);
  });

  it('decodes every setting', async () => {
    const { settings } = await load({
      'default/settings': [
        'defaultTemplates: [both]',
        'aliases: {both: [sidecar]}',
        'neverInjectSelector: [{matchLabels: {a: b}}]',
        'alwaysInjectSelector: [{matchExpressions: [{key: a, operator: Exists}]}]',
        'injectedAnnotations: {x/y: "1"}',
        'revision: canary',
        'nativeSidecars: false',
        'platform: openshift',
        'compliancePolicy: fips-140-3',
        'offeredTemplates: [both]',
        'authorMay: resources',
        'forbid: [hostPath, privileged]',
        'limits: {steps: 1000}',
      ].join('\n'),
    });
    expect(settings).toMatchObject({
      defaultTemplates: ['both'],
      aliases: new Map([['both', ['sidecar']]]),
      neverInjectSelector: [{ matchLabels: { a: 'b' } }],
      alwaysInjectSelector: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }],
      injectedAnnotations: { 'x/y': '1' },
      revision: 'canary',
      nativeSidecars: false,
      platform: 'openshift',
      compliancePolicy: 'fips-140-3',
      offeredTemplates: ['both'],
      authorMay: 'resources',
      forbid: ['hostPath', 'privileged'],
    });
  });

  it.each([
    ['nativeSidecars: true', { nativeSidecars: true, environment: { ENABLE_NATIVE_SIDECARS: 'true' } }],
    ['istioVersion: "1.26"', { nativeSidecars: false, asksExactly: false, environment: {} }],
    ['istioVersion: "1.27.1"', { nativeSidecars: true, asksExactly: true, istioVersion: '1.27.1' }],
    ['istioVersion: "1.40"', { nativeSidecars: true, istioVersion: '1.40' }],
    [
      'inboundPassthrough: false\nlegacyFsGroup: true',
      { environment: { PILOT_ENABLE_INBOUND_PASSTHROUGH: 'false', ENABLE_LEGACY_FSGROUP_INJECTION: 'true' } },
    ],
  ])('makes of %j what follows from it', async (text, want) => {
    expect((await load({ 'default/settings': text })).settings).toMatchObject(want);
  });

  it('gives clusters that the default does not list, where it lists any, the snapshot of the default', async () => {
    const values = { 'default/settings': 'clusters: [prod]', 'prod/policy': 'off', 'test/policy': 'off' };
    expect(await load(values, 'prod')).toMatchObject({ cluster: 'prod', policy: 'off', clusters: new Set(['prod']) });
    expect(await load(values, 'test')).toMatchObject({ cluster: 'default', policy: 'enabled' });
    expect(await load({ ...values, 'default/settings': '' }, 'test')).toMatchObject({ cluster: 'test', policy: 'off' });
    expect((await load({ 'default/settings': 'clusters:', 'prod/policy': 'off' }, 'prod')).policy).toBe('enabled');
    const stored = reading({ 'default/settings': 'clusters: []', 'prod/settings': 'templates: [a]' });
    expect(templateNames('prod', stored)).toEqual([]);
  });

  it.each([
    [
      'a name that is none',
      { 'default/settings': 'clusters: [Prod]' },
      'default/settings:1:12',
      /"Prod" is no cluster/,
    ],
    ["a cluster's own settings", { 'prod/settings': '\nclusters: []' }, 'prod/settings:2:1', /default\/settings/],
  ])('refuses clusters in %s', async (_name, values, at, message) => {
    expect(await problems(values)).toEqual([{ code: 'invalid', at, message: expect.stringMatching(message) }]);
  });

  it('takes null settings for absent ones, as Istio writes them', async () => {
    const { settings } = await load({ 'default/settings': 'alwaysInjectSelector:\naliases:\ninjectedAnnotations:\n' });
    expect(settings).toMatchObject({ alwaysInjectSelector: [], aliases: new Map(), injectedAnnotations: {} });
  });

  it('bounds renders as settings say', async () => {
    const endless = await load({
      'default/template': '{{ range 1000 }}x{{ end }}',
      'default/settings': 'limits: {steps: 10}',
    });
    expect(() => endless.templates.get('sidecar')?.render(null)).toThrow(/step/);
  });

  it('is frozen', async () => {
    expect(Object.isFrozen(await load({}))).toBe(true);
  });
});

describe('the fingerprint', () => {
  const values = { 'default/values': 'a: 1' };
  let fingerprint: string;
  beforeAll(async () => {
    ({ fingerprint } = await load(values));
  });

  it('has 12 hex digits', () => {
    expect(fingerprint).toMatch(/^[0-9a-f]{12}$/);
  });

  it('is the same for the same values by another path, encoding or version', async () => {
    const elsewhere = { 'prod/values': encodeAs('br', 'a: 1'), 'prod/template': encodeAs('gzip', template) };
    expect((await load(elsewhere, 'prod')).fingerprint).toBe(fingerprint);
  });

  it.each<Values>([
    { 'default/values': 'a: 2' },
    { 'default/values': 'a: 1', 'default/policy': 'enabled' },
    { 'default/values': 'a: 1', 'default/template': `${template}\n` },
  ])('is another one for %j', async (changed) => {
    expect((await load(changed)).fingerprint).not.toBe(fingerprint);
  });
});

describe('the problems of a configuration', () => {
  const rows: readonly { name: string; values: Values; want: readonly { code: string; at: string; says: string }[] }[] =
    [
      {
        name: 'a policy that is none',
        values: { 'prod/policy': 'enable' },
        want: [{ code: 'invalid', at: 'prod/policy:1:1', says: 'did you mean "enabled"' }],
      },
      {
        name: 'an unknown setting',
        values: { 'default/settings': 'revision: x\ndefaultTemplate: [sidecar]\n' },
        want: [{ code: 'unknown-key', at: 'default/settings:2:1', says: 'did you mean "defaultTemplates"' }],
      },
      {
        name: 'several settings of wrong types, all at once',
        values: {
          'prod/settings': 'revision: 7\nnativeSidecars: "true"\nplatform: [x]\nlimits:\n  steps: 0\n  stepz: 1\n',
        },
        want: [
          { code: 'invalid', at: 'prod/settings:1:1', says: 'revision: must be text' },
          { code: 'invalid', at: 'prod/settings:2:1', says: 'nativeSidecars: must be true or false' },
          { code: 'invalid', at: 'prod/settings:3:1', says: 'platform: must be text' },
          {
            code: 'unknown-key',
            at: 'prod/settings:6:3',
            says: 'limits.stepz: there is no such setting; did you mean',
          },
          { code: 'invalid', at: 'prod/settings:5:3', says: 'limits.steps: must be a whole number' },
        ],
      },
      {
        name: 'a version of Istio that is too old',
        values: { 'prod/settings': 'istioVersion: "1.17.8"\n' },
        want: [{ code: 'invalid', at: 'prod/settings:1:1', says: '1.18 is the oldest that is supported' }],
      },
      {
        name: 'a version of Istio without quotes',
        values: { 'prod/settings': 'istioVersion: 1.30\nlegacyFsGroup: "no"\n' },
        want: [
          { code: 'invalid', at: 'prod/settings:1:1', says: 'in quotes, such as "1.30"' },
          { code: 'invalid', at: 'prod/settings:2:1', says: 'legacyFsGroup: must be true or false' },
        ],
      },
      ...['include', 'tpl', 'required', 'lookup'].map((name) => ({
        name: `a template that calls Helm's ${name}`,
        values: { 'default/template': `spec: {}\n{{ ${name} "a" }}\n` },
        want: [{ code: 'template', at: 'default/template:2', says: `"${name}" is Helm's: ` }],
      })),
      {
        name: 'a wrong selector',
        values: {
          'default/settings':
            'neverInjectSelector:\n- matchLabels: {a: b}\n- matchExpressions: [{key: a, operator: Is}]\n',
        },
        want: [{ code: 'invalid', at: 'default/settings:3:3', says: '"Is" is no operator' }],
      },
      {
        name: 'a misspelt key of a selector',
        values: { 'default/settings': 'neverInjectSelector:\n- matchLabel: {a: b}\n' },
        want: [{ code: 'invalid', at: 'default/settings:2:3', says: 'did you mean "matchLabels"' }],
      },
      {
        name: 'settings that are a list',
        values: { 'default/settings': '- a' },
        want: [{ code: 'invalid', at: 'default/settings:1:1', says: 'must be a mapping' }],
      },
      {
        name: 'settings that are no YAML',
        values: { 'default/settings': 'a: b\n c: d\n' },
        want: [{ code: 'syntax', at: 'default/settings:2', says: '' }],
      },
      {
        name: 'values that are a list',
        values: { 'default/values': '[1]' },
        want: [{ code: 'invalid', at: 'default/values:1:1', says: 'must be a mapping' }],
      },
      {
        name: 'values that are half JSON',
        values: { 'default/values': '{"a": ' },
        want: [{ code: 'syntax', at: 'default/values:', says: '' }],
      },
      {
        name: 'a template that is listed and not there',
        values: { 'default/settings': 'templates: [gateway]' },
        want: [{ code: 'missing', at: 'prod/templates/gateway', says: 'nor at default/templates/gateway' }],
      },
      {
        name: 'default templates and aliases that name nothing',
        values: { 'default/settings': 'defaultTemplates: [a]\naliases:\n  b: [c]\n' },
        want: [
          { code: 'missing', at: 'default/settings:1:', says: 'there is no template "a"' },
          { code: 'missing', at: 'default/settings:3:', says: 'there is no template "c"' },
        ],
      },
      {
        name: 'a template name that cannot be',
        values: { 'default/settings': 'templates: [../x]' },
        want: [{ code: 'invalid', at: 'default/settings:1:', says: 'is no name' }],
      },
      {
        name: 'a template listed twice, and sidecar listed',
        values: { 'default/settings': 'templates: [a, a, sidecar]', 'default/templates/a': 'x: 1' },
        want: [
          { code: 'invalid', at: 'default/settings:1:', says: 'listed twice' },
          { code: 'invalid', at: 'default/settings:1:', says: 'remove it' },
        ],
      },
      {
        name: 'a template that does not parse',
        values: { 'prod/template': 'a: 1\nb: {{ if }}\n' },
        want: [{ code: 'template', at: 'prod/template:2', says: 'template: sidecar:2: missing value for if' }],
      },
      {
        name: 'a template that calls what does not exist',
        values: { 'prod/template': '{{ nosuch 1 }}' },
        want: [{ code: 'template', at: 'prod/template:1', says: 'function "nosuch" not defined' }],
      },
      {
        name: 'a value that does not decode',
        values: { 'prod/template': 'br:nonsense' },
        want: [{ code: 'encoding', at: 'prod/template', says: 'br:' }],
      },
      {
        name: 'a mesh that is no mapping',
        values: { 'default/mesh': '[]' },
        want: [{ code: 'invalid', at: 'default/mesh', says: 'mapping' }],
      },
      {
        name: 'a broken document of proxyconfigs, by its line',
        values: { 'default/mesh': '', 'default/proxyconfigs': 'kind: ProxyConfig\n---\na: [\n' },
        want: [{ code: 'syntax', at: 'default/proxyconfigs:', says: '' }],
      },
    ];

  it.each(rows)('$name', async ({ values, want }) => {
    const found = await problems(values);
    expect(found).toHaveLength(want.length);
    for (const [index, { code, at, says }] of want.entries()) {
      expect(found[index]).toMatchObject({
        code,
        at: expect.stringMatching(new RegExp(`^${at}`)),
        message: expect.stringContaining(says),
      });
    }
  });

  it('are told of all parameters at once', async () => {
    const found = await problems({ 'prod/policy': 'x', 'default/settings': 'y: 1', 'default/values': '[' });
    expect(found.map(({ at }) => at.split(':')[0])).toEqual(['prod/policy', 'default/values', 'default/settings']);
  });

  it('are told where a parameter cannot be had, also of a cluster whose default could', async () => {
    const failures = { 'prod/template': 'KMS key k cannot decrypt it' };
    expect(await problems({}, failures)).toEqual([
      { code: 'unreadable', at: 'prod/template', message: 'KMS key k cannot decrypt it' },
    ]);
  });

  it('are told where there is no template at all', async () => {
    const result = await loadSnapshot('prod', reading({}));
    expect(result.problems).toMatchObject([{ code: 'missing', parameter: 'prod/template' }]);
  });

  it('do not keep the kill switch from working', async () => {
    const result = await loadSnapshot('prod', reading({ 'prod/policy': 'off', 'default/settings': 'x: 1' }));
    expect(result).toMatchObject({ kind: 'snapshot', snapshot: { policy: 'off' } });
    expect(result.problems.map(({ code }) => code)).toEqual(['use-switch', 'unknown-key', 'missing']);
  });
});

describe('names', () => {
  it('are those of the cluster and the default', () => {
    expect(parameterNames('default')).toHaveLength(6);
    expect(parameterNames('prod')).toHaveLength(12);
    expect(parameterNames('prod')).toContain('prod/template');
  });

  it('of further templates come from settings', () => {
    const settings = reading({ 'prod/settings': 'templates: [a, b, a, ../c]' });
    expect(templateNames('prod', settings)).toEqual([
      'prod/templates/a',
      'default/templates/a',
      'prod/templates/b',
      'default/templates/b',
    ]);
    expect(templateNames('prod', reading({ 'prod/settings': '{' }))).toEqual([]);
    expect(templateNames('prod', reading({}))).toEqual([]);
  });

  it.each(['prod', 'a', '0-9', 'a'.repeat(63)])('%j may be a cluster', (name) => {
    expect(isClusterName(name)).toBe(true);
  });

  it.each(['', 'default', 'Prod', 'a_b', 'a/b', 'a.b', 'a'.repeat(64), 'a\n'])('%j may not', (name) => {
    expect(isClusterName(name)).toBe(false);
  });

  it.each(['..', '.x', '-x', 'a/b', '', 'a'.repeat(64), 'x\n'])('%j may not be a template', (name) => {
    expect(isTemplateName(name)).toBe(false);
  });
});
