import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { command as inject } from '../../../lib/cli/inject.ts';
import { command } from '../../../lib/cli/uninject.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { runCommand } from './run-command.ts';

afterEach(removeParameterFolders);

const template = `metadata: {labels: {shipped: "yes"}}
spec:
  securityContext: {fsGroup: 7}
  containers:
  - name: shipper
    image: shop/shipper:1
    volumeMounts: [{name: queue, mountPath: /queue}]
  initContainers:
  - {name: native, image: "native:1", restartPolicy: Always}
  volumes: [{name: queue, emptyDir: {}}]
`;
const podSpec = '{containers: [{name: app, image: "app:1"}], volumes: [{name: data, emptyDir: {}}]}';
const service = '# stays as it is\napiVersion: v1\nkind:   Service\nmetadata: {name: web}\n';
const inputs: readonly (readonly [string, string])[] = [
  ['a Pod', `apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: a}}\nspec: ${podSpec}\n`],
  [
    'a Deployment',
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: {labels: {app: a}}, spec: ${podSpec}}}\n`,
  ],
  [
    'a template without metadata',
    `apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {template: {spec: ${podSpec}}}\n`,
  ],
  [
    'a List',
    `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: one}, spec: ${podSpec}}\n- {apiVersion: v1, kind: Service}\n`,
  ],
  [
    'the author’s own container of a name of ours',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: "app:1"}, {name: shipper, image: "own:1", env: [{name: A, value: b}]}]}\n',
  ],
];

async function injected(text: string): Promise<string> {
  const folder = parameterFolder({ 'default/template': template });
  const run = await runCommand(inject, ['-f', '-', '--parameters', folder, '--quiet'], { readInput: async () => text });
  expect(run.error).toBeUndefined();
  return run.out;
}

function uninject(text: string, ...more: readonly string[]) {
  return runCommand(command, ['-f', '-', ...more], { readInput: async () => text });
}

describe('uninject', () => {
  it.each(inputs)('gives back %s as its author wrote it', async (_name, text) => {
    const made = await injected(text);
    expect(made).toContain('shipper');
    const { out, error } = await uninject(made);
    expect(error).toBeUndefined();
    expect(parseYaml(out)).toEqual(parseYaml(text));
  });

  it('gives back any labels and annotations', async () => {
    const key = fc.stringMatching(/^[a-z]{1,8}$/);
    const map = fc.dictionary(key, fc.stringMatching(/^[a-z]{0,5}$/), { maxKeys: 3 });
    await fc.assert(
      fc.asyncProperty(map, map, async (labels, annotations) => {
        const metadata = {
          name: 'web',
          ...(Object.keys(labels).length === 0 ? {} : { labels }),
          ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
        };
        const pod = {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata,
          spec: { containers: [{ name: 'app', image: 'app:1' }] },
        };
        const { out } = await uninject(await injected(JSON.stringify(pod)));
        expect(parseYaml(out)).toEqual(pod);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps every byte of what was not injected', async () => {
    const text = `${service}---\n${inputs[0]?.[1]}--- # the end\n`;
    expect(await uninject(text)).toMatchObject({ out: text, err: '' });
  });

  it('takes out what the API server has filled in since, too', async () => {
    const made = JSON.parse(JSON.stringify(parseYaml(await injected(inputs[0]?.[1] ?? ''))));
    for (const container of [...made.spec.containers, ...made.spec.initContainers]) {
      container.imagePullPolicy = 'IfNotPresent';
      container.terminationMessagePath = '/dev/termination-log';
    }
    const { out } = await uninject(JSON.stringify(made), '-o', 'json');
    expect(JSON.parse(out).spec).toMatchObject({ containers: [{ name: 'app' }], volumes: [{ name: 'data' }] });
    expect(JSON.parse(out).spec).not.toHaveProperty('initContainers');
  });

  it('tells of pods of a mesh that their parameters are needed', async () => {
    const status = '{"initContainers":null,"containers":["istio-proxy"],"volumes":null,"imagePullSecrets":null}';
    const pod = {
      ...{ apiVersion: 'v1', kind: 'Pod' },
      metadata: { name: 'm', annotations: { 'sidecar.istio.io/status': status } },
      spec: { containers: [{ name: 'app' }, { name: 'istio-proxy' }] },
    };
    const { out, err } = await uninject(JSON.stringify(pod));
    expect(err).toContain('Pod m was injected by a mesh: give its --parameters');
    expect(out).not.toContain('istio-proxy');
  });

  it('prints a diff', async () => {
    expect((await uninject(await injected(inputs[0]?.[1] ?? ''), '-o', 'diff')).out).toContain(
      '-  - image: shop/shipper:1',
    );
  });
});
