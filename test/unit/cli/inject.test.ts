import { afterEach, describe, expect, it } from 'vitest';
import { command } from '../../../lib/cli/inject.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { messageOf, runCommand } from './run-command.ts';

afterEach(removeParameterFolders);

const template = 'spec:\n  containers:\n  - name: shipper\n    image: {{ .Values.image }}\n';
const values = {
  'default/template': template,
  'default/values': 'image: shop/shipper:1',
  'prod/values': 'image: prod:1',
};
const service = '# stays as it is\napiVersion: v1\nkind:   Service\nmetadata: {name: web}\n';
const podSpec = '{containers: [{name: app, image: "app:1"}]}';
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {spec: ${podSpec}}}
`;
const cronJob = `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec: {jobTemplate: {spec: {template: {spec: ${podSpec}}}}}
`;
const list = `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}
- {apiVersion: v1, kind: Pod, metadata: {name: one}, spec: ${podSpec}}
`;

function inject(input: string, ...more: readonly string[]) {
  const folder = parameterFolder(values);
  return runCommand(command, ['-f', '-', '--parameters', folder, ...more], { readInput: async () => input });
}

describe('inject', () => {
  it('prints workloads as YAML, and every byte of what is none', async () => {
    const { out, error } = await inject(`${service}---\n${deployment}--- # the night\n${cronJob}`);
    expect(error).toBeUndefined();
    expect(out.startsWith(`${service}---\n`)).toBe(true);
    expect(out).toContain('--- # the night\n');
    expect(out.match(/image: shop\/shipper:1/g)).toHaveLength(2);
  });

  it.each([
    ['a Deployment', deployment],
    ['a CronJob', cronJob],
    ['a List', list],
  ])('injects %s', async (_name, text) => {
    expect((await inject(text)).out).toContain('image: shop/shipper:1');
  });

  it('tells of words that nothing reads, and of labels at the wrong level', async () => {
    const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: one, annotations: {sidecar.istio.io/injct: "true"}}\nspec: ${podSpec}\n`;
    expect((await inject(pod)).err).toBe(
      'note: Pod one: annotation sidecar.istio.io/injct is not one that is read; did you mean sidecar.istio.io/inject?\n',
    );
    const labelled = deployment.replace('namespace: shop', 'labels: {sidecar.istio.io/inject: "false"}');
    expect((await inject(labelled)).err).toContain('stands on the Deployment itself, where nothing reads it');
  });

  it.each([
    ['nothing', ''],
    ['text that is no object', 'just text'],
    ['an object that is no workload', service],
    ['comments', '# nothing\n---\n'],
  ])('passes %s through', async (_name, text) => {
    expect(await inject(text)).toMatchObject({ out: text, err: '', error: undefined });
  });

  it('prints one document as JSON as it is, and several as a List', async () => {
    expect(JSON.parse((await inject(deployment, '-o', 'json')).out)).toMatchObject({ kind: 'Deployment' });
    const several = await inject(`${service}---\n${deployment}`, '-o', 'json');
    expect(JSON.parse(several.out)).toMatchObject({
      kind: 'List',
      items: [{ kind: 'Service' }, { kind: 'Deployment', metadata: { name: 'web' } }],
    });
  });

  it('prints what it would change as a diff, by workload', async () => {
    const { out } = await inject(`${service}---\n${deployment}---\n${cronJob}`, '-o', 'diff');
    expect(out).toMatch(/^--- Deployment shop\/web \(as it came\)\n\+\+\+ Deployment shop\/web \(injected\)\n/);
    expect(out).toContain('--- CronJob nightly (as it came)\n');
    expect(out).toContain('+      - image: shop/shipper:1');
    expect(out).not.toContain('Service');
  });

  it("uses a cluster's parameters", async () => {
    expect((await inject(deployment, '--cluster', 'prod')).out).toContain('image: prod:1');
  });

  it('says which workload is left as it is, and why', async () => {
    const host = deployment.replace('{containers', '{hostNetwork: true, containers');
    expect(await inject(host)).toMatchObject({ out: host, err: 'Deployment shop/web is not injected: host-network\n' });
  });

  it.each([
    [
      'YAML that is none, with its place',
      `${service}---\na: [1\n`,
      [],
      /^standard input:7:1: .*\n(?:.*\n)* {2}6 \| a: \[1/,
    ],
    ['a template that fails', deployment, ['--parameters', 'broken'], /template/],
    ['a cluster name that is none', deployment, ['--cluster', 'Prod'], /--cluster Prod: a cluster's name has/],
    [
      'a file that is not there',
      deployment,
      ['-f', 'nowhere.yaml'],
      /^nowhere.yaml: cannot be read: there is no such file/,
    ],
    ['a folder without YAML', deployment, ['-f', 'lib/base'], /^lib\/base: holds no file that ends in/],
    [
      'parameters that are not there',
      deployment,
      ['--parameters', 'nowhere'],
      /nowhere.* cannot be used:\n.*there is no such file/,
    ],
  ])('refuses %s', async (_name, text, more, message) => {
    const broken = parameterFolder({ 'default/template': 'spec: {{ index .Nothing.At.All 1 }}' });
    const run = await inject(text, ...more.map((word) => (word === 'broken' ? broken : word)));
    expect(messageOf(run)).toMatch(message);
    expect(run.out).toBe('');
  });
});

describe('inject beside the webhook', () => {
  const optedOut = `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n`;
  const disabled = { ...values, 'default/policy': 'disabled' };
  const run = (text: string, more: readonly string[], parameters: Readonly<Record<string, string>> = values) =>
    runCommand(command, ['-f', '-', '--parameters', parameterFolder(parameters), ...more], {
      readInput: async () => text,
    });

  it.each([
    ['the policy', deployment, disabled, 'the policy is disabled'],
    ['the switch', deployment, { ...values, 'default/switch': 'off: night' }, 'the injector is switched off'],
    [
      'the namespace',
      `${optedOut}---\n${deployment}`,
      values,
      'namespace shop lacks the label sidecar-injection=enabled',
    ],
    [
      'a never-selector',
      deployment.replace('{spec:', '{metadata: {labels: {app: web}}, spec:'),
      { ...values, 'default/settings': 'neverInjectSelector: [{matchLabels: {app: web}}]' },
      'a neverInjectSelector',
    ],
  ])(
    'says where the webhook would not inject because of %s, and leaves it alone with --as-webhook',
    async (_name, text, parameters, why) => {
      const plain = await run(text, [], parameters);
      expect(plain.out).toContain('image: shop/shipper:1');
      expect(plain.err).toContain(`note: Deployment web: the webhook would leave it alone: ${why}`);
      const asWebhook = await run(text, ['--as-webhook'], parameters);
      expect(asWebhook.out).toBe(text);
      expect(asWebhook.err).toContain(`Deployment shop/web is not injected: ${why}`);
    },
  );

  it('says nothing where both agree', async () => {
    expect((await run(deployment, [])).err).toBe('');
    expect((await run(deployment, ['--as-webhook'])).out).toContain('image: shop/shipper:1');
  });

  it('takes several files as one stream', async () => {
    const folder = parameterFolder(values);
    const args = ['-f', 'examples/pods/bare.yaml', '-f', 'examples/pods/volumes.yaml', '--parameters', folder];
    const { out } = await runCommand(command, args);
    expect(out.match(/^---$/gm)).toHaveLength(1);
    expect(out.match(/image: shop\/shipper:1/g)).toHaveLength(2);
  });
});
