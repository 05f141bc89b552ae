import { describe, expect, it } from 'vitest';
import { InjectError } from '../../../lib/inject/errors.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { injectedPod, injectInto, shopPod, sidecar } from './fixture.ts';

const names = (pod: JsonObject, list: string): unknown =>
  ((pod.spec as JsonObject)[list] as JsonObject[] | undefined)?.map(({ name }) => name);
const annotation = (pod: JsonObject, name: string): unknown =>
  ((pod.metadata as JsonObject).annotations as JsonObject | undefined)?.[name];

describe('inject', () => {
  it('merges the template into the pod and says what it brought', () => {
    const pod = injectedPod(shopPod, { templates: { sidecar } });
    expect(names(pod, 'containers')).toEqual(['agent', 'app']);
    expect(names(pod, 'volumes')).toEqual(['agent-data', 'own']);
    expect(pod.metadata).toMatchObject({ labels: { app: 'web', injected: 'yes' } });
    expect(annotation(pod, 'sidecar.istio.io/status')).toBe(
      '{"initContainers":null,"containers":["agent"],"volumes":["agent-data"],"imagePullSecrets":["agents"],"revision":"default"}',
    );
    expect(annotation(pod, 'lambda-sidecar-injector/record')).toContain('"config":"f00d"');
  });

  it('keeps what the user wrote as it is written', () => {
    const own = {
      image: 'shop/web:1',
      name: 'app',
      resources: { limits: { memory: '1024Mi', cpu: '0.5' } },
      x: 2n ** 60n,
    };
    const pod = injectedPod({ spec: { containers: [own], hostPID: false } }, { templates: { sidecar } });
    expect((pod.spec as JsonObject).containers).toContain(own);
    expect(pod.spec).toMatchObject({ hostPID: false });
  });

  it('injects a pod without metadata', () => {
    const outcome = injectInto({ spec: { containers: [{ name: 'app' }] } }, { templates: { sidecar } });
    expect(outcome).toMatchObject({ kind: 'injected', pod: { metadata: { labels: { injected: 'yes' } } } });
  });

  it('changes neither the pod nor what a template gave for another pod', () => {
    const before = structuredClone(shopPod);
    const first = injectedPod(shopPod, { templates: { sidecar } });
    injectedPod({ ...shopPod, metadata: { name: 'other' } }, { templates: { sidecar } });
    expect(shopPod).toEqual(before);
    expect(injectedPod(shopPod, { templates: { sidecar } })).toEqual(first);
  });

  it('lets injected annotations win over everything', () => {
    const injectedAnnotations = { 'sidecar.istio.io/status': 'mine', more: 'yes' };
    const pod = injectedPod(shopPod, { templates: { sidecar }, settings: { injectedAnnotations } });
    expect((pod.metadata as JsonObject).annotations).toMatchObject(injectedAnnotations);
  });

  it('records what the pod sets on a sidecar as it stands there, with a restart policy of its own', () => {
    const own = { name: 'agent', image: 'auto', restartPolicy: 'Always' };
    const pod = injectedPod({ spec: { containers: [own] } }, { templates: { sidecar } });
    expect(annotation(pod, 'proxy.istio.io/overrides')).toBe(
      '{"containers":[{"name":"agent","resources":{},"restartPolicy":"Always"}]}',
    );
    expect((pod.spec as JsonObject).containers).toMatchObject([{ name: 'agent', restartPolicy: 'Always' }]);
  });

  it('runs the stages of the behaviour in order, after the merge', () => {
    const seen: unknown[] = [];
    const stage = (name: string) => ({
      name,
      apply: (pod: JsonObject) => {
        seen.push([name, names(pod, 'containers')]);
        return pod;
      },
    });
    injectedPod(shopPod, { templates: { sidecar }, behaviour: { stages: [stage('one'), stage('two')] } });
    expect(seen).toEqual([
      ['one', ['agent', 'app']],
      ['two', ['agent', 'app']],
    ]);
  });

  it.each([
    [true, 'f00d stale'],
    [false, 'f00d'],
    [undefined, 'f00d'],
  ])('records the configuration, and whether it could not be renewed (%s)', (isStale, config) => {
    const outcome = injectInto(shopPod, { templates: { sidecar } }, isStale === undefined ? {} : { isStale });
    const text = outcome.kind === 'injected' ? annotation(outcome.pod, 'lambda-sidecar-injector/record') : undefined;
    expect(JSON.parse(String(text))).toMatchObject({ config });
  });

  it('hands all that the request says on to the behaviour', () => {
    const request = {
      namespace: 'shop',
      address: new Map([['cluster', 'blue']]),
      namespaceObject: { metadata: { name: 'shop' } },
      workload: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } },
    };
    const seen: unknown[] = [];
    const validate = (injection: unknown) => {
      seen.push(injection);
      return [];
    };
    injectInto(shopPod, { templates: { sidecar }, behaviour: { validate } }, request);
    injectInto(shopPod, { templates: { sidecar }, behaviour: { validate } });
    expect(seen).toMatchObject([request, { namespaceObject: null, workload: null }]);
  });

  it('leaves nothing of its own on pods of a mesh', () => {
    const pod = injectedPod(shopPod, { templates: { sidecar }, behaviour: { keepsRecord: false } });
    expect(Object.keys((pod.metadata as JsonObject).annotations as JsonObject)).toEqual(['sidecar.istio.io/status']);
  });
});

describe('several templates', () => {
  const second = 'spec: {containers: [{name: agent, env: [{name: A, value: b}]}, {name: second}]}';
  const templates = { sidecar, second };

  it.each([
    ['the default ones', {}, {}, ['agent', 'app']],
    ['those of the annotation', { 'inject.istio.io/templates': 'second' }, {}, ['agent', 'second', 'app']],
    ['several, with spaces', { 'inject.istio.io/templates': ' sidecar , second ' }, {}, ['agent', 'second', 'app']],
    [
      'those of an alias',
      { 'inject.istio.io/templates': 'both' },
      { aliases: new Map([['both', ['sidecar', 'second']]]) },
      ['agent', 'second', 'app'],
    ],
    ['several default ones', {}, { defaultTemplates: ['sidecar', 'second'] }, ['agent', 'second', 'app']],
  ])('uses %s', (_name, annotations, settings, want) => {
    const pod = injectedPod({ ...shopPod, metadata: { annotations } }, { templates, settings });
    expect(names(pod, 'containers')).toEqual(want);
  });

  it('merges variables of one name one after the other, as Go does', () => {
    const twice = 'spec: {containers: [{name: agent, env: [{name: A, value: "1"}, {name: A, value: "2"}]}]}';
    const pod = injectedPod(shopPod, {
      templates: { sidecar: twice, second: twice },
      settings: { defaultTemplates: ['sidecar', 'second'] },
    });
    expect((pod.spec as JsonObject).containers).toContainEqual({
      name: 'agent',
      env: [
        { name: 'A', value: '2' },
        { name: 'A', value: '2' },
      ],
    });
  });

  it('expands an alias once', () => {
    const aliases = new Map([
      ['a', ['b']],
      ['b', ['sidecar']],
    ]);
    const metadata = { annotations: { 'inject.istio.io/templates': 'a' } };
    expect(injectInto({ ...shopPod, metadata }, { templates, settings: { aliases } })).toEqual({
      kind: 'refused',
      message: expect.stringContaining('inject.istio.io/templates asks for template "b"') as string,
    });
  });

  it.each(['nope', '', 'sidecar,', '__proto__'])('refuses the name %j and tells the known ones', (asked) => {
    const metadata = { annotations: { 'inject.istio.io/templates': asked } };
    const outcome = injectInto({ ...shopPod, metadata }, { templates });
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('second, sidecar') as string });
  });

  it('refuses more names than anyone needs', () => {
    const metadata = { annotations: { 'inject.istio.io/templates': 'sidecar,'.repeat(30_000) } };
    expect(injectInto({ ...shopPod, metadata }, { templates })).toEqual({
      kind: 'refused',
      message: 'annotation inject.istio.io/templates names more than 32 templates; name fewer.',
    });
  });

  it('tells a missing default template apart: that is the configuration', () => {
    expect(() => injectInto(shopPod, { templates: {} })).toThrow(
      expect.objectContaining({ name: 'InjectError', code: 'template-missing' }) as Error,
    );
  });
});

describe('faults', () => {
  it.each([
    ['is not YAML', 'spec: {containers: [', 'template-failed'],
    ['is a list', '- a', 'template-failed'],
    ['is no Pod', 'spec: {containers: {name: x}}', 'template-failed'],
    [
      'has an environment variable that YAML takes for a boolean',
      'spec: {containers: [{name: a, env: [{name: N}]}]}',
      'template-failed',
    ],
    ['asks for the host network', 'spec: {hostNetwork: true}', 'host-network-rendered'],
    ['asks for another namespace', 'metadata: {namespace: kube-system}', 'namespace-rendered'],
  ])('fails where a template %s', (_name, text, code) => {
    expect(() => injectInto(shopPod, { templates: { sidecar: text } })).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });

  it('names the annotation that breaks a template', () => {
    const pod = { ...shopPod, metadata: { annotations: { good: 'x', bad: '"' } } };
    const templates = { sidecar: '' };
    const given = {
      templates,
      behaviour: {
        templateData: ({ pod: { metadata } }: { pod: JsonObject }) => {
          const annotations = (metadata as JsonObject).annotations as JsonObject | undefined;
          if (annotations?.bad !== undefined) {
            throw new InjectError('template-failed', 'broken');
          }
          return null;
        },
      },
    };
    expect(injectInto(pod, given)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('annotation bad') as string,
    });
  });

  it('names the annotation that asks for a template that is not for pods', () => {
    const metadata = { annotations: { note: 'x', 'inject.istio.io/templates': 'broken' } };
    const templates = { sidecar, broken: '- a' };
    expect(injectInto({ ...shopPod, metadata }, { templates })).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/annotation inject\.istio\.io\/templates .*"broken"/) as string,
    });
    const defaultTemplates = ['broken'];
    expect(() => injectInto({ ...shopPod, metadata }, { templates, settings: { defaultTemplates } })).toThrow(
      InjectError,
    );
  });

  it('renders an empty text as no change but the annotations', () => {
    const pod = injectedPod(shopPod, { templates: { sidecar: '\n' } });
    expect(pod.spec).toBe(shopPod.spec);
  });
});

describe('pods that Kubernetes would not take', () => {
  it('are refused where the templates look away, and the message says what is wrong', () => {
    const pod = { spec: { containers: [{ name: 'app', ports: [{ containerPort: 'web' }] }] } };
    expect(injectInto(pod, { templates: { sidecar } })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('spec.containers[0].ports[0].containerPort') as string,
    });
  });
});

describe('conflicts', () => {
  it.each([
    [
      'a container name in both lists',
      { initContainers: [{ name: 'agent' }], containers: [{ name: 'app' }] },
      sidecar,
      /own container "agent" and template "sidecar".*in both containers and initContainers.*rename.*inject: "false"/,
    ],
    [
      'a mount of a volume that nobody defines',
      { containers: [{ name: 'app' }] },
      'spec: {containers: [{name: agent, volumeMounts: [{name: gone, mountPath: /x}]}]}',
      /"agent".*"gone"/,
    ],
  ])('refuses %s', (_name, spec, text, message) => {
    const outcome = injectInto({ spec }, { templates: { sidecar: text } });
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringMatching(message) as string });
  });

  it('does not blame us for what the pod had before', () => {
    const spec = { containers: [{ name: 'app', volumeMounts: [{ name: 'gone', mountPath: '/x' }] }, { name: 'app' }] };
    expect(injectInto({ spec }, { templates: { sidecar } }).kind).toBe('injected');
  });

  it('does not blame us for what the pod itself mounts twice', () => {
    const mounts = ['own', 'own'].map((name) => ({ name, mountPath: '/x' }));
    const spec = { containers: [{ name: 'agent', image: 'auto', volumeMounts: mounts }], volumes: [{ name: 'own' }] };
    expect(injectInto({ spec }, { templates: { sidecar } }).kind).toBe('injected');
  });

  it('does not blame us for a mount of the pod on a sidecar that the template has as a native one', () => {
    const spec = {
      containers: [
        { name: 'agent', image: 'auto', volumeMounts: [{ name: 'gone', mountPath: '/x' }] },
        { name: 'app' },
      ],
    };
    const native = 'spec: {initContainers: [{name: agent, image: "agents/agent:2", restartPolicy: Always}]}';
    expect(injectInto({ spec }, { templates: { sidecar: native } }).kind).toBe('injected');
  });
});
