import { afterEach, describe, expect, it } from 'vitest';
import { guardDrift } from '../../../../lib/cli/guard/guard-drift.ts';
import { command } from '../../../../lib/cli/manifest.ts';
import { openSnapshot } from '../../../../lib/cli/open-snapshot.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { parameterFolder, removeParameterFolders } from '../../../support/parameter-folder.ts';
import { messageOf, recordingIo, runCommand } from '../run-command.ts';

afterEach(removeParameterFolders);

const template = 'spec:\n  initContainers:\n  - name: shipper\n    image: shop/shipper:1\n    restartPolicy: Always\n';

/** A template whose only container is a native sidecar on a condition. */
const nativeIf = (condition: string) =>
  `spec: {initContainers: [{name: a, image: a, {{ if ${condition} }}restartPolicy: Always{{ end }}}]}`;

function manifest(values: Readonly<Record<string, string>> = {}, ...more: readonly string[]) {
  const folder = parameterFolder({ 'default/template': template, ...values });
  const args = ['--url', 'https://h/t/x/inject', '--parameters', folder, '-o', 'json', ...more];
  return runCommand(command, args);
}

async function objectsOf(values: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<JsonObject[]> {
  return JSON.parse((await manifest(values, ...more)).out).items;
}

describe('manifest --guard', () => {
  it('adds a policy and its binding', async () => {
    const objects = await objectsOf({}, '--guard', 'warn');
    expect(objects.map(({ kind }) => kind)).toEqual([
      ...['MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    ]);
    expect(objects[1]?.spec).toMatchObject({ failurePolicy: 'Ignore' });
    expect(objects[2]?.spec).toMatchObject({ validationActions: ['Warn', 'Audit'] });
  });

  it('refuses pods only with a ConfigMap that lifts it, and says what it does', async () => {
    const objects = await objectsOf({}, '--guard', 'deny');
    expect(objects[1]).toMatchObject({ kind: 'ConfigMap', data: { mode: 'on' } });
    expect(objects[3]?.spec).toMatchObject({
      validationActions: ['Deny'],
      paramRef: { parameterNotFoundAction: 'Allow' },
    });
    const folder = parameterFolder({ 'default/template': template });
    const { out } = await runCommand(command, ['--url', 'https://h/inject', '--guard', 'deny', '--parameters', folder]);
    expect(out).toContain(
      '# This guard refuses pods that should have the sidecar and have none: with it, failurePolicy Ignore is Fail.',
    );
  });

  it.each([
    ['without parameters', {}, ['--parameters', ''], /./],
    [
      'a sidecar that is native on some pods only',
      { 'default/template': nativeIf('.Spec.Volumes') },
      [],
      /whether the init container a is a native sidecar depends on the pod, and CEL cannot say how/,
    ],
    [
      'a sidecar that is native where an annotation says so',
      { 'default/template': nativeIf('eq (index .ObjectMeta.Annotations "native") "true"') },
      [],
      /whether the init container a is a native sidecar depends on the pod/,
    ],
    [
      'a label of ours in a selector',
      {
        'default/template': `metadata: {labels: {ours: a}}\n${template}`,
        'default/settings': 'neverInjectSelector: [{matchLabels: {ours: b}}]',
      },
      [],
      /the injection itself adds the label ours, which a selector of the settings looks at/,
    ],
    [
      'an injector that is off',
      { 'default/switch': 'off: night' },
      [],
      /no guard can be made: pods are not injected now \(switched-off\)/,
    ],
    [
      'a template that fails',
      { 'default/template': '{{ index .Nothing 1 }}' },
      [],
      /no guard can be made: a plain pod is not injected/,
    ],
  ])('is refused for %s', async (_name, values, more, message) => {
    expect(messageOf(await manifest(values, '--guard', 'warn', ...more))).toMatch(message);
  });

  const variable = async (name: string, values: Readonly<Record<string, string>>) => {
    const [, policy] = await objectsOf(values, '--guard', 'warn');
    const spec = policy?.spec as {
      readonly variables: readonly { readonly name: string; readonly expression: string }[];
    };
    return spec.variables.find((each) => each.name === name)?.expression;
  };

  it('looks for what the status annotation lists, so that containers may depend on the pod', async () => {
    const template =
      '{{ if .Spec.InitContainers }}spec: {containers: [{name: b, image: b}]}{{ else }}spec: {containers: [{name: a, image: a}]}{{ end }}';
    const [, policy] = await objectsOf({ 'default/template': template }, '--guard', 'warn');
    expect(policy?.spec).toMatchObject({
      validations: [
        { expression: '!variables.isWanted || variables.isMarked' },
        { expression: expect.stringContaining('variables.gone.size() == 0') },
      ],
    });
  });

  it.each([
    ['1.26', "variables.asks.lowerAscii() in ['y', 'yes', 'true', 'on']", "variables.asks == ''"],
    ['1.28', "variables.asks == 'true'", "variables.asks != 'false'"],
  ])('asks as Istio %s does', async (version, yes, nothing) => {
    const expression = await variable('isWanted', {
      'default/mesh': '{}',
      'default/settings': `istioVersion: "${version}"`,
    });
    expect(expression).toContain(yes);
    expect(expression).toContain(nothing);
  });

  it('wants nothing of a pod whose alias stands for no template', async () => {
    expect(await variable('wantsNone', {})).toBe('false');
    expect(await variable('wantsNone', { 'default/settings': 'aliases: {none: []}' })).toMatch(
      /split\(','\)\.all\(name, name\.trim\(\) in \['none'\]\)$/,
    );
  });

  it('is made of a mesh, too', async () => {
    const proxy = 'name: istio-proxy, image: proxy';
    const template = `spec:
  {{- if .NativeSidecars }}
  initContainers: [{${proxy}, restartPolicy: Always}]
  {{- else }}
  containers: [{${proxy}}]
  {{- end }}
`;
    const values = { 'default/mesh': '{}', 'default/template': template };
    const validationsWith = async (settings: Readonly<Record<string, string>>) => {
      const [, policy] = await objectsOf({ ...values, ...settings }, '--guard', 'audit');
      return JSON.stringify(policy?.spec);
    };
    expect(await validationsWith({})).toContain("c.name in ['istio-proxy']");
    expect(await validationsWith({ 'default/settings': 'nativeSidecars: false' })).not.toContain('restartPolicy');
  });

  it('tells when it was made from other settings', async () => {
    const guard = (await objectsOf({}, '--guard', 'audit')).map((object) => ({ object, file: 'guard.json' }));
    const now = async (values: Readonly<Record<string, string>>) => {
      const parameters = parameterFolder({ 'default/template': template, ...values });
      const snapshot = await openSnapshot(recordingIo().io, { parameters });
      return guardDrift(guard, snapshot, 'sidecar-injection=enabled');
    };
    expect(await now({})).toEqual([]);
    expect(await now({ 'default/values': 'a: 1' })).toEqual([]);
    expect(await now({ 'default/policy': 'disabled' })).toEqual([
      'guard lambda-sidecar-injector-guard was made from other settings; apply it again',
    ]);
  });
});
