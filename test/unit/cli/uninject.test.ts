import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { command as inject } from '../../../lib/cli/inject.ts';
import { command } from '../../../lib/cli/uninject.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { propertyRuns } from '../../support/property-runs.ts';
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
      { numRuns: propertyRuns(20) },
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

  describe('of a mesh', () => {
    const meshTemplate = `metadata:
  labels: {security.istio.io/tlsMode: istio, service.istio.io/canonical-name: {{ or (index .ObjectMeta.Labels "service.istio.io/canonical-name") (index .ObjectMeta.Labels "app") }}}
  annotations: {istio.io/rev: "{{ .Revision }}"}
spec:
  securityContext: {fsGroup: 1337}
  imagePullSecrets: [{name: mirror}]
  initContainers:
  - {name: istio-proxy, image: "proxy:1", restartPolicy: Always, args: [proxy]}
  volumes: [{name: istio-data, emptyDir: {}}]
`;
    const values = '{"sidecarInjectorWebhook": {"rewriteAppHTTPProbe": true}}';
    const parameters = () =>
      parameterFolder({ 'default/template': meshTemplate, 'default/mesh': '{}', 'default/values': values });
    const container = '{name: app, image: "app:1", ports: [{name: http, containerPort: 8080}]';
    const podOf = (containers: string, metadata = 'labels: {app: a}', spec = '') =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: web, ${metadata}}\nspec: {containers: [${containers}]${spec}}\n`;

    async function thereAndBack(text: string) {
      const words = ['--parameters', parameters()];
      const made = await runCommand(inject, ['-f', '-', ...words], { readInput: async () => text });
      expect(made.error).toBeUndefined();
      expect(made.out).toContain('proxy:1');
      return uninject(made.out, ...words);
    }

    it.each([
      ['a plain pod', podOf(`${container}}`)],
      ['probes', podOf(`${container}, readinessProbe: {httpGet: {path: /ready, port: 8081}}}`)],
      ['labels and annotations of its own', podOf(`${container}}`, 'labels: {app: a, b: c}, annotations: {d: e}')],
      ['a canonical name of its own', podOf(`${container}}`, 'labels: {app: a, service.istio.io/canonical-name: own}')],
      [
        'pull secrets and a security context of its own',
        podOf(`${container}}`, undefined, ', imagePullSecrets: [{name: own}], securityContext: {runAsUser: 7}'),
      ],
      ['settings of the proxy', podOf(`${container}}, {name: istio-proxy, image: auto, args: [mine]}`)],
    ])('gives back a pod with %s', async (_name, text) => {
      const { out, err, error } = await thereAndBack(text);
      expect(error).toBeUndefined();
      expect(parseYaml(out)).toEqual(parseYaml(text));
      expect(err).toBe('');
    });

    it('tells where a probe has the number of a port, and its author may have written the name', async () => {
      const { out, err } = await thereAndBack(podOf(`${container}, readinessProbe: {tcpSocket: {port: http}}}`));
      expect(out).toMatch(/tcpSocket:\n +port: 8080/);
      expect(err).toContain('Pod web: a probe has its port as a number now');
    });

    it('takes out what it can where the parameters inject no more', async () => {
      const text = podOf(`${container}}`);
      const made = await runCommand(inject, ['-f', '-', '--parameters', parameters()], { readInput: async () => text });
      const broken = parameterFolder({ 'default/template': '{{ .Nope }}', 'default/mesh': '{}' });
      const { out, error } = await uninject(made.out, '--parameters', broken);
      expect(error).toBeUndefined();
      expect(out).not.toContain('proxy:1');
    });
  });

  it('tells of pods of a mesh that their parameters are needed', async () => {
    const status = '{"initContainers":null,"containers":["istio-proxy"],"volumes":null,"imagePullSecrets":null}';
    const pod = {
      ...{ apiVersion: 'v1', kind: 'Pod' },
      metadata: { name: 'm', annotations: { 'sidecar.istio.io/status': status } },
      spec: { containers: [{ name: 'app' }, { name: 'istio-proxy' }] },
    };
    const { out, err } = await uninject(JSON.stringify(pod));
    expect(err).toContain('Pod m: it was injected by a mesh: give its --parameters');
    expect(out).not.toContain('istio-proxy');
  });

  it('prints a diff', async () => {
    expect((await uninject(await injected(inputs[0]?.[1] ?? ''), '-o', 'diff')).out).toContain(
      '-  - image: shop/shipper:1',
    );
  });
});
