import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCodes } from '../../../lib/cli/check/codes.ts';
import { command as check } from '../../../lib/cli/check.ts';
import { command as manifest } from '../../../lib/cli/manifest.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { messageOf, type TestIo } from './run-command.ts';
import { type StoredParameters, startStoredParameters, template } from './stored-parameters.ts';

let world: StoredParameters;
beforeEach(async () => {
  world = await startStoredParameters();
});
afterEach(() => world.close());

/** The findings as `CODE parameter:line:column`. */
async function found(args: readonly string[]): Promise<readonly string[]> {
  const { out } = await world.run(check, [...args, '-o', 'json']);
  const { problems } = JSON.parse(out) as {
    problems: { code: string; parameter: string; line?: number; column?: number }[];
  };
  return problems.map(
    ({ code, parameter, line, column }) =>
      `${code} ${[parameter, line, column].filter((part) => part !== undefined).join(':')}`,
  );
}

const container = 'spec:\n  containers:\n  - name: log\n    image: log:1\n';

describe('check of a folder', () => {
  it('finds everything in order, without a word to Parameter Store', async () => {
    const { out, error } = await world.run(check, [world.folder], { env: {} });
    expect(error).toBeUndefined();
    expect(out).toBe(`4 parameters in ${world.folder} are in order, for default, prod\n`);
    expect(await found([world.folder])).toEqual([]);
  });

  it('warns of a mesh that does not say the version of Istio', async () => {
    world.write({ 'default/mesh': '{}\n' });
    expect(await found([world.folder])).toContainEqual(expect.stringMatching(/^SI0113 default\/(?:mesh|settings)$/));
  });

  it('warns of a template of a mesh that no pod can ask for, at the line at which it fails', async () => {
    world.write({
      'default/mesh': '{}\n',
      'default/settings': 'istioVersion: "1.29"\ntemplates: [gateway]\n',
      'default/templates/gateway': '# for gateways\n{{ fail "only for gateways" }}\n',
    });
    expect(await found([world.folder])).toEqual(['SI0214 default/templates/gateway:2:4']);
  });

  it.each([
    ['a misspelt parameter', 'default/templat', template, 'SI0109 default/templat'],
    ['a value that is gone', 'default/values', 'imagge: log:1\n', 'SI0205 default/template:4:16'],
    ['a misspelt field', 'default/template', container.replace('image', 'imagge'), 'SI0204 default/template:4:5'],
    [
      'a container without an image',
      'default/template',
      'spec:\n  containers:\n  - name: log\n',
      'SI0207 default/template:3:5',
    ],
    [
      'containers beside the spec',
      'default/template',
      'containers:\n- name: log\n  image: log:1\n',
      'SI0204 default/template:1:1',
    ],
    ['a template of nothing', 'default/template', '', 'SI0208 default/template:1:1'],
    ['a template that is a list', 'default/template', '- a\n', 'SI0203 default/template:1:1'],
    ['a field of another type', 'default/template', `${container}    tty: "yes"\n`, 'SI0203 default/template:5:5'],
    ['a probe one column off', 'default/template', `${container}   startupProbe: {}\n`, 'SI0202 default/template:5:4'],
    [
      'a mount of nothing',
      'default/template',
      `${container}    volumeMounts: [{name: gone, mountPath: /x}]\n`,
      'SI0209 default/template:5:20',
    ],
    ['the network of the host', 'default/template', `${container}  hostNetwork: true\n`, 'SI0211 default/template:5:3'],
    ['a namespace', 'default/template', `metadata: {namespace: other}\n${container}`, 'SI0211 default/template:1:12'],
    [
      'a verb that does not fit',
      'default/template',
      `${container}    args: ['{{ printf "%d" "a" }}']\n`,
      'SI0206 default/template:5:16',
    ],
    [
      'a template that fails',
      'default/template',
      `${container}    args: [{{ index .Values "a" "b" }}]\n`,
      'SI0201 default/template:5:15',
    ],
    ['a template that does not compile', 'default/template', 'a: {{ .x\n', 'SI0107 default/template:2'],
    ['two lists of containers', 'default/template', `${container}  containers: []\n`, 'SI0210 default/template:5:3'],
    ['two documents', 'default/template', `${container}---\na: 1\n`, 'SI0213 default/template:5:1'],
    ['a key twice', 'default/values', 'image: log:1\nimage: log:2\n', 'SI0108 default/values:2:1'],
    [
      'a key twice in a document behind another',
      'default/proxyconfigs',
      'kind: ProxyConfig\nmetadata: {name: a, namespace: b}\n---\nkind: ProxyConfig\nmetadata: {name: b, namespace: b}\nspec: {concurrency: 1}\nspec: {}\n',
      'SI0108 default/proxyconfigs:7:1',
    ],
    ['a setting that does not exist', 'default/settings', 'revison: a\n', 'SI0106 default/settings:1:1'],
    ['an alias of nothing', 'default/settings', 'aliases: {a: [gone]}\n', 'SI0102 default/settings:1:15'],
    ['default templates of nothing', 'default/settings', 'defaultTemplates: [gone]\n', 'SI0102 default/settings:1:20'],
    ['a name that nothing reads', 'prod/polcy', 'enabled\n', 'SI0109 prod/polcy'],
    ['a template that no settings list', 'default/templates/a', container, 'SI0110 default/templates/a'],
    ['a value that does not decode', 'default/values', 'gzip:AAAA', 'SI0103 default/values'],
    ['a policy that is none', 'prod/policy', 'enbled\n', 'SI0105 prod/policy:1:1'],
    ['values that are no YAML', 'default/values', 'a: [\n', 'SI0104 default/values:2:1'],
    [
      'what goes wrong for pods with an annotation only',
      'default/template',
      `${container}    {{- with index .ObjectMeta.Annotations "x/port" }}\n    prots: []\n    {{- end }}\n`,
      'SI0204 default/template:6:5',
    ],
    [
      'what goes wrong with the other kind of sidecars only',
      'default/template',
      `${container}    {{- if not .NativeSidecars }}\n    prots: []\n    {{- end }}\n`,
      'SI0212 default/template:6:5',
    ],
  ])('finds %s', async (_name, name, text, want) => {
    world.write({ [name]: text });
    expect(await found([world.folder])).toContain(want);
  });

  it.each([
    ['privileged', `${container}    securityContext: {privileged: true}\n`, '5:23'],
    ['hostPID', `${container}  hostPID: true\n`, '5:3'],
    ['hostPath', `${container}  volumes:\n  - name: v\n    hostPath: {path: /}\n`, '7:16'],
    ['hostPort', `${container}    ports:\n    - {containerPort: 1, hostPort: 80}\n`, '6:26'],
  ])('finds that a template brings %s, which is forbidden', async (thing, text, place) => {
    world.write({ 'default/template': text, 'default/settings': `forbid: [${thing}]\n` });
    expect(await found([world.folder])).toEqual([`SI0211 default/template:${place}`]);
  });

  const line = (action: string) => `spec:\n  containers:\n  - name: log\n    image: ${action}\n`;
  const noValue = 'has no value, so that the pod gets "<no value>"; there is no "imge" there; did you mean "image"?';
  it.each([
    ['a field', line('{{ .Values.imge }}'), `.Values.imge ${noValue}`],
    ['a variable', line('{{ $v := .Values }}{{ $v.imge }}'), `$v.imge ${noValue}`],
    ['a variable that holds nothing', `{{ $i := .Values.imge }}\n${line('{{ $i }}')}`, `$i ${noValue}`],
    ['with', `{{ with .Values }}${line('{{ .imge }}')}{{ end }}`, `.imge ${noValue}`],
    ['index', line('{{ index .Values "imge" }}'), `index .Values "imge" ${noValue}`],
    ['quote', line('{{ .Values.imge | quote }}'), `.Values.imge | quote ${noValue.replace('"<no value>"', 'nothing')}`],
    ['toYaml', line('{{ toYaml .Values.imge }}'), `toYaml .Values.imge ${noValue.replace('<no value>', 'null')}`],
  ])('says which name is meant where a value is asked for by %s', async (_name, template, want) => {
    world.write({ 'default/template': template });
    const { out } = await world.run(check, [world.folder, '-o', 'json']);
    expect(JSON.parse(out).problems.map(({ message }: { message: string }) => message)).toContain(want);
  });

  it('tells a mistake once where it shows with both kinds of sidecars', async () => {
    const template = 'spec:\n  {{ if .NativeSidecars }}initContainers{{ else }}containers{{ end }}:\n';
    const item =
      '  - name: log\n    image: log:1\n    prots: []\n    {{ if .NativeSidecars }}restartPolicy: Always{{ end }}\n';
    world.write({ 'default/template': template + item });
    expect(await found([world.folder])).toEqual(['SI0204 default/template:5:5']);
  });

  it('says nothing of texts that pods bring along', async () => {
    const annotation = '{{ index .ObjectMeta.Annotations "a" | default "%! <no value>" | quote }}';
    world.write({ 'default/template': `${container}    args: [${annotation}]\n` });
    expect(await found([world.folder])).toEqual([]);
  });

  it('ends with exit code 1 on errors, and on warnings where it is strict', async () => {
    world.write({ 'default/templates/a': container });
    expect((await world.run(check, [world.folder])).error).toBeUndefined();
    expect((await world.run(check, [world.folder, '--strict'])).error).toMatchObject({ exitCode: 1 });
    world.write({ 'default/values': 'other: 1\n' });
    expect((await world.run(check, [world.folder])).error).toMatchObject({ exitCode: 1 });
  });

  it('shows the lines around a finding, what was meant, and the pods that showed it', async () => {
    world.write({ 'default/template': container.replace('image', 'imagge') });
    const { out } = await world.run(check, [world.folder]);
    expect(out).toContain('a Pod has no field "spec.containers[0].imagge"; did you mean "image"?');
    expect(out).toMatch(/seen on a bare pod and \d+ more/);
    expect(out).toMatch(/> 4 \| {5}imagge: log:1\n.*\| {5}\^/);
  });
});

describe('check of what is stored', () => {
  const stored = async () => {
    await world.run(push, [world.folder, '--yes']);
    world.server.store.put('/sidecar-injector/default/tokens', JSON.stringify({ ['ab'.repeat(32)]: ['prod'] }), {});
  };

  it('finds everything in order', async () => {
    await stored();
    await world.run(promote, ['--yes']);
    expect((await world.run(check, [])).out).toMatch(
      /6 parameters in ssm:\/sidecar-injector.* are in order, for default, prod/,
    );
  });

  it.each([
    ['a name that nothing reads', 'prod/polcy', 'disabled', 'SI0109 prod/polcy'],
    ['a template that no settings list', 'default/templates/gateway', container, 'SI0110 default/templates/gateway'],
    ['tokens outside the default', 'prod/tokens', '{}', 'SI0109 prod/tokens'],
    ['a name outside every cluster', 'policy', 'disabled', 'SI0109 policy'],
    ['a folder that is no cluster', 'Prod/policy', 'disabled', 'SI0109 Prod/policy'],
    ['a cluster that the default does not list', 'default/settings', 'clusters: [test]', 'SI0109 prod/policy'],
    ['a value that does not decode', 'default/values', 'gzip:AAAA', 'SI0103 default/values'],
    ['tokens that are no table', 'default/tokens', '[]', 'SI0105 default/tokens'],
    ['a cluster that no token names', 'test/policy', 'enabled', 'SI0302 default/tokens'],
    [
      'a token for a cluster that nobody knows',
      'default/tokens',
      JSON.stringify({ ['ab'.repeat(32)]: ['prodd', '*'] }),
      'SI0303 default/tokens',
    ],
  ])('finds %s', async (_name, name, value, want) => {
    await stored();
    world.server.store.put(`/sidecar-injector/${name}`, value, { overwrite: true });
    expect(await found([])).toContain(want);
  });

  it('finds that there are no tokens, unless the function asks for none', async () => {
    await world.run(push, [world.folder, '--yes']);
    expect(await found([])).toEqual(['SI0301 default/tokens']);
    expect(await found(['--auth', 'none'])).toEqual([]);
    world.server.store.put('/sidecar-injector/default/tokens', '{}', {});
    expect(await found([])).toEqual(['SI0301 default/tokens']);
  });

  it('shows how full the tokens are, and finds them nearly full', async () => {
    await stored();
    expect((await world.run(check, [])).out).toMatch(/in order.*\ntokens: \d+ of 8192 bytes are used \(1 %\)\n$/);
    const digests = Array.from({ length: 80 }, (_, index) => [index.toString(16).padStart(64, '0'), ['prod']]);
    const tokens = JSON.stringify(Object.fromEntries(digests));
    world.server.store.put('/sidecar-injector/default/tokens', tokens, { overwrite: true, tier: 'Advanced' });
    expect(await found([])).toEqual(['SI0311 default/tokens']);
    expect((await world.run(check, [])).out).toMatch(/more stacks\s+with roots of their own/);
  });

  it('finds a labelled version that will make writes fail', async () => {
    await stored();
    await world.run(promote, ['--yes']);
    for (let version = 2; version <= 81; version++) {
      world.server.store.put('/sidecar-injector/default/values', 'image: log:1\n', { overwrite: true });
    }
    expect(await found([])).toEqual(['SI0304 default/values', 'SI0310 default/values']);
  });

  it('finds what waits to be promoted, and another policy in force than is written', async () => {
    await stored();
    await world.run(promote, ['--yes']);
    world.write({ 'prod/policy': 'enabled\n', 'prod/values': 'image: own\n' });
    await world.run(push, [world.folder, '--yes']);
    expect(await found([])).toEqual(['SI0304 prod/policy', 'SI0306 prod/policy', 'SI0305 prod/values']);
    await world.run(promote, ['--yes']);
    expect(await found([])).toEqual([]);
  });

  it('finds pinned versions that are gone or were made anew', async () => {
    await stored();
    await world.run(promote, ['--yes']);
    world.server.store.remove('/sidecar-injector/default/values');
    expect(await found([])).toContain('SI0308 default/release');
    world.server.store.put('/sidecar-injector/default/values', 'image: other\n', {});
    expect(await found([])).toContain('SI0308 default/release');
  });

  it('finds what stands there and not in a folder, but for what commands write', async () => {
    await stored();
    world.server.store.put('/sidecar-injector/test/policy', 'enabled', {});
    expect(await found(['ssm:/sidecar-injector', '--against', world.folder])).toContain('SI0307 test/policy');
    expect(await found(['ssm:/sidecar-injector', '--against', world.folder])).not.toContain('SI0307 default/tokens');
  });

  it('asks whether an empty root is the right one', async () => {
    expect(messageOf(await world.run(check, []))).toMatch(/holds no parameters.*Region/);
  });
});

describe('check --guard', () => {
  const guardOf = async (...more: readonly string[]) => {
    const args = ['--url', 'https://h/inject', '--guard', 'warn', '--parameters', world.folder, '-o', 'json', ...more];
    const { out } = await world.run(manifest, args);
    return { readInput: async () => out };
  };
  const drift = async (io: TestIo, ...more: readonly string[]) => {
    const { out } = await world.run(check, [world.folder, '--guard', '-', '-o', 'json', ...more], io);
    return JSON.parse(out).problems;
  };

  it('finds a guard in order that was made from these parameters, of the default and of a cluster', async () => {
    expect(await drift(await guardOf())).toEqual([]);
    expect(await drift(await guardOf('--cluster', 'prod'), '--cluster', 'prod')).toEqual([]);
  });

  it.each([
    [
      'other settings',
      { 'default/settings': 'neverInjectSelector: [{matchLabels: {app: batch}}]\n' },
      [],
      'other settings',
    ],
    ['another policy', { 'default/policy': 'disabled\n' }, [], 'other settings'],
    ['another label', {}, ['--namespace-label', 'team=shop'], 'other settings'],
    ['another cluster', {}, ['--cluster', 'prod'], 'other settings'],
    [
      'what CEL cannot tell',
      {
        'default/template': `metadata:\n  labels: {ours: a}\n${container}`,
        'default/settings': 'neverInjectSelector: [{matchLabels: {ours: b}}]\n',
      },
      [],
      'no guard can be made now: the injection itself adds the label ours',
    ],
  ])('finds that a guard was made from %s', async (_name, files, more, message) => {
    const guard = await guardOf();
    world.write(files);
    const found = await drift(guard, ...more);
    expect(found).toEqual([
      expect.objectContaining({ code: 'SI0312', severity: 'error', message: expect.stringContaining(message) }),
    ]);
    const { error } = await world.run(check, [world.folder, '--guard', '-', ...more], guard);
    expect(error).toMatchObject({ exitCode: 1 });
  });

  it('finds that there is no guard of ours', async () => {
    const none = { readInput: async () => '{"apiVersion": "v1", "kind": "List", "items": []}' };
    expect(await drift(none)).toEqual([expect.objectContaining({ code: 'SI0312' })]);
  });

  it('takes a cluster without a guard for wrong usage', async () => {
    const { error } = await world.run(check, [world.folder, '--cluster', 'prod']);
    expect(error).toMatchObject({ exitCode: 2 });
  });
});

describe('docs/checks.md', () => {
  it('has a section for each code, in order, with its severity', () => {
    const docs = readFileSync(join(import.meta.dirname, '../../../docs/checks.md'), 'utf8');
    const sections = [...docs.matchAll(/^### (.*)$/gm)].map(([, text]) => text);
    expect(sections).toEqual(
      Object.entries(checkCodes).map(([code, { severity, title }]) => `${code}: ${title} (${severity})`),
    );
  });
});
