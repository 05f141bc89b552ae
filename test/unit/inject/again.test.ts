import { describe, expect, it } from 'vitest';
import { overridesAnnotation } from '../../../lib/inject/again/overrides.ts';
import { recordAnnotation } from '../../../lib/inject/again/record.ts';
import { statusAnnotation } from '../../../lib/inject/again/status.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { type Given, injectedPod, injectInto, shopPod, sidecar } from './fixture.ts';

const given: Given = { templates: { sidecar } };
const native = `
spec:
  initContainers:
  - {name: agent, image: agents/agent:2, restartPolicy: Always}
`;
const regular = 'spec: {containers: [{name: agent, image: "agents/agent:2"}]}';
const wide = `
metadata:
  labels: {injected: "yes"}
  annotations: {note: added}
spec:
  terminationGracePeriodSeconds: 60
  securityContext: {fsGroup: 7}
  containers:
  - {name: agent, image: "agents/agent:2", env: [{name: A, value: "1"}]}
  - {name: app, env: [{name: INJECTED, value: "1"}]}
  volumes: [{name: agent-data, emptyDir: {}}]
  imagePullSecrets: [{name: agents}]
`;
const own = { name: 'agent', image: 'auto', resources: { limits: { cpu: '2' } } };

function withAnnotations(pod: JsonObject, annotations: JsonObject): JsonObject {
  const metadata = pod.metadata as JsonObject;
  return {
    ...pod,
    metadata: { ...metadata, annotations: { ...(metadata.annotations as JsonObject), ...annotations } },
  };
}

function withSpec(pod: JsonObject, spec: JsonObject): JsonObject {
  return { ...pod, spec: { ...(pod.spec as JsonObject), ...spec } };
}

const namesOf = (pod: JsonObject, list: string): unknown =>
  ((pod.spec as JsonObject)[list] as JsonObject[] | undefined)?.map(({ name }) => name);

describe('injecting an injected pod again', () => {
  it.each([
    ['a sidecar', sidecar, shopPod],
    ['labels, fields of the spec and a change to the own container', wide, shopPod],
    ['a native sidecar', native, shopPod],
    ['a sidecar with settings of the user', regular, withSpec(shopPod, { containers: [{ name: 'app' }, own] })],
    ['a native sidecar with settings of the user', native, withSpec(shopPod, { containers: [own, { name: 'app' }] })],
    ['settings under init containers', regular, withSpec(shopPod, { initContainers: [own] })],
  ])('gives the same pod: %s', (_name, text, pod) => {
    const templates = { sidecar: text };
    expect(injectInto(injectedPod(pod, { templates }), { templates }).kind).toBe('unchanged');
  });

  it('keeps what API server and other webhooks did to the injected containers since', () => {
    const pod = injectedPod(shopPod, given);
    const [agent, app] = (pod.spec as JsonObject).containers as [JsonObject, JsonObject];
    const mounts = [...(agent.volumeMounts as JsonObject[]), { name: 'token', mountPath: '/var/run/secrets' }];
    const defaulted = { ...agent, volumeMounts: mounts, env: [{ name: 'AWS', value: 'x' }], imagePullPolicy: 'Always' };
    const stored = withSpec(pod, { containers: [defaulted, { ...app, terminationMessagePath: '/dev/log' }] });
    expect(injectInto(stored, given).kind).toBe('unchanged');
  });

  it.each([
    ['another image', sidecar, sidecar.replace('agent:2', 'agent:3')],
    ['a setting less', sidecar, sidecar.replace(/ {4}volumeMounts:\n.*\n/, '')],
    ['another name', sidecar, sidecar.replaceAll('agent', 'helper')],
    ['no label, no field, no volume', wide, regular],
    ['native instead of regular', regular, native],
    ['regular instead of native', native, regular],
    ['nothing', wide, 'metadata: {labels: {other: x}}'],
  ])('with a newer template, gives what a fresh injection would have given: %s', (_name, older, newer) => {
    const pod = withSpec(shopPod, { terminationGracePeriodSeconds: 5 });
    const templates = { sidecar: newer };
    const again = injectedPod(injectedPod(pod, { templates: { sidecar: older } }), { templates });
    expect(again).toEqual(injectedPod(pod, { templates }));
  });

  it.each([
    ['regular then native', regular, native, 'initContainers'],
    ['native then regular', native, regular, 'containers'],
  ])('keeps one sidecar with the settings of the user: %s', (_name, older, newer, list) => {
    const pod = withSpec(shopPod, { containers: [{ name: 'app', image: 'a' }, own] });
    const again = injectedPod(injectedPod(pod, { templates: { sidecar: older } }), { templates: { sidecar: newer } });
    const all = [
      ...((namesOf(again, 'initContainers') as string[]) ?? []),
      ...(namesOf(again, 'containers') as string[]),
    ];
    expect(all.filter((name) => name === 'agent')).toHaveLength(1);
    const agent = ((again.spec as JsonObject)[list] as JsonObject[]).find(({ name }) => name === 'agent');
    expect(agent).toMatchObject({ image: 'agents/agent:2', resources: { limits: { cpu: '2' } } });
  });
});

describe("the user's own container of the template's name", () => {
  it('wins over the template, and is recorded as Go would write it', () => {
    const user = { ...own, env: [{ name: 'A', value: '<mine>' }], stdin: false };
    const text = regular.replace(
      '"agents/agent:2"',
      '"agents/agent:2", env: [{name: A, value: "1"}, {name: B, value: "2"}]',
    );
    const pod = injectedPod(withSpec(shopPod, { containers: [user] }), { templates: { sidecar: text } });
    expect((pod.spec as JsonObject).containers).toEqual([
      {
        name: 'agent',
        image: 'agents/agent:2',
        resources: { limits: { cpu: '2' } },
        env: [
          { name: 'A', value: '<mine>' },
          { name: 'B', value: '2' },
        ],
        stdin: false,
      },
    ]);
    expect(((pod.metadata as JsonObject).annotations as JsonObject)[overridesAnnotation]).toBe(
      '{"containers":[{"name":"agent","env":[{"name":"A","value":"\\u003cmine\\u003e"}],"resources":{"limits":{"cpu":"2"}}}]}',
    );
  });

  it.each([['not JSON'], ['[]'], ['{"containers":[{"name":1}]}'], ['{"containers":{}}']])(
    'refuses recorded settings that cannot be read: %s',
    (text) => {
      expect(injectInto(withAnnotations(shopPod, { [overridesAnnotation]: text }), given)).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining(overridesAnnotation) as string,
      });
    },
  );
});

describe('a status annotation that somebody wrote', () => {
  const fresh = injectedPod(shopPod, given);

  it.each([
    ['names the own container', '{"containers":["app"],"initContainers":null,"volumes":["own"]}'],
    ['names containers that are not there', '{"containers":["x","__proto__","constructor"]}'],
    ['is not JSON', 'null}'],
    ['is another type', '[1,2]'],
    ['has wrong members', '{"containers":"app"}'],
    ['is deep', '['.repeat(5000)],
    ['is huge', `{"containers":[${'"app",'.repeat(50_000)}"app"]}`],
  ])('does no harm where it %s', (_name, text) => {
    const again = injectedPod(withAnnotations(shopPod, { [statusAnnotation]: text }), given);
    expect((again.spec as JsonObject).containers).toEqual((fresh.spec as JsonObject).containers);
    expect((again.metadata as JsonObject).annotations).toEqual((fresh.metadata as JsonObject).annotations);
  });

  it('keeps the own container also where a record of ours vouches for another of that name', () => {
    const record = '{"config":"x","containers":{"app":"000000000000.000000000000"},"spec":{"containers":null}}';
    const pod = withAnnotations(shopPod, { [statusAnnotation]: '{"containers":["app"]}', [recordAnnotation]: record });
    expect(namesOf(injectedPod(pod, given), 'containers')).toEqual(['agent', 'app']);
  });

  it('never lets a record move the pod to the network of its host', () => {
    const record = '{"config":"x","spec":{"hostNetwork":true}}';
    const pod = withAnnotations(shopPod, { [statusAnnotation]: '{}', [recordAnnotation]: record });
    expect(() => injectInto(pod, given)).toThrow(expect.objectContaining({ code: 'host-network-rendered' }) as Error);
  });

  it('does not record the own containers of a name that the pod has twice', () => {
    const own = { name: 'app', image: 'a' };
    const pod = injectedPod({ ...shopPod, spec: { containers: [own, { ...own, image: 'b' }] } }, given);
    const record = JSON.parse(String(Object((pod.metadata as JsonObject).annotations)[recordAnnotation]));
    expect(Object.keys(record.containers)).toEqual(['agent']);
  });
});
