import { describe, expect, it } from 'vitest';
import { createMeshBehaviour } from '../../../../lib/istio/mesh-behaviour.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { objectAt, objectsOf } from '../../../../lib/json/member.ts';
import { itemsOf, nameOf } from '../../../../lib/kube/pod/containers.ts';
import { type Given, injectedPod, injectInto, sidecar } from '../fixture.ts';

const proxy = 'spec: {initContainers: [{name: istio-proxy, image: "proxy:1", restartPolicy: Always}]}';
const mesh: Given = { templates: { sidecar: proxy }, behaviour: createMeshBehaviour({ mesh: null }) };

function copyWith(env: JsonObject, app: JsonObject = {}): JsonObject {
  return {
    metadata: { name: 'web-debug' },
    spec: {
      initContainers: [{ name: 'istio-proxy', image: 'auto', restartPolicy: 'Always', env: [env] }],
      containers: [{ name: 'app', image: 'shop/web:1', ...app }],
    },
  };
}

describe('fixed bugs: a copy of an injected pod that lost its annotations', () => {
  it.each([
    [
      'merged metrics',
      copyWith({ name: 'ISTIO_PROMETHEUS_ANNOTATIONS', value: '{"scrape":"true","path":"","port":"8080"}' }),
    ],
    [
      'probes taken over',
      copyWith(
        {
          name: 'ISTIO_KUBE_APP_PROBERS',
          value: '{"/app-health/app/readyz":{"httpGet":{"path":"/ready","port":8080,"scheme":"HTTP"}}}',
        },
        { readinessProbe: { httpGet: { path: '/app-health/app/readyz', port: 15020 } } },
      ),
    ],
  ])('keeps its own variables, each once, in a second call: %s', (_name, pod) => {
    const once = injectedPod(pod, mesh);
    const twice = injectedPod(once, mesh);
    const variables = itemsOf(twice, 'initContainers').flatMap(({ env }) => objectsOf(env).map(nameOf));
    expect(new Set(variables).size).toBe(variables.length);
    expect(injectInto(once, mesh).kind).toBe('unchanged');
  });
});

describe('fixed bugs: containers that only the record of an injection knows', () => {
  it.each([
    ['a name', [{ name: 'ghost', image: 'g:1' }]],
    ['a name without an image', [{ name: 'ghost' }]],
    ['no name', [{ image: 'o:1' }]],
  ])('do not come back: %s', (_name, containers) => {
    const pod = injectedPod(
      { metadata: { name: 'web' }, spec: { containers: [{ name: 'app' }] } },
      { templates: { sidecar } },
    );
    const annotations = {
      ...((pod.metadata as JsonObject).annotations as JsonObject),
      'proxy.istio.io/overrides': JSON.stringify({ containers }),
    };
    const again = injectedPod(
      { ...pod, metadata: { ...(pod.metadata as JsonObject), annotations } },
      { templates: { sidecar } },
    );
    expect(itemsOf(again, 'containers').map(nameOf)).toEqual(['agent', 'app']);
  });
});

describe('fixed bugs: a status annotation that does not name the containers of the mesh', () => {
  const older: Given = { ...mesh, templates: { sidecar: proxy.replace('proxy:1', 'proxy:0') } };
  const pod = injectedPod({ metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image: 'a' }] } }, older);

  it.each([
    'garbage',
    '{}',
    'null',
    '',
    '[]',
    '{"containers":null}',
    '{"containers":["app"],"initContainers":["istio-init"]}',
    '{"containers":["istio-proxy"],"initContainers":["app"]}',
  ])("does not make them the author's: %s", (status) => {
    const again = injectedPod(annotated(pod, { 'sidecar.istio.io/status': status }), mesh);
    expect(itemsOf(again, 'initContainers')).toEqual([
      expect.objectContaining({ name: 'istio-proxy', image: 'proxy:1' }),
    ]);
    expect(objectAt(again, 'metadata', 'annotations')).not.toHaveProperty('proxy.istio.io/overrides');
    expect(injectInto(again, mesh).kind).toBe('unchanged');
  });

  it("keeps what the author's settings for them are recorded as", () => {
    const own = annotated(pod, {
      'sidecar.istio.io/status': '{}',
      'proxy.istio.io/overrides': '{"initContainers":[{"name":"istio-proxy","image":"own:1"}]}',
    });
    expect(itemsOf(injectedPod(own, mesh), 'initContainers')).toMatchObject([{ name: 'istio-proxy', image: 'own:1' }]);
  });

  it('keeps a container of such a name that no template has', () => {
    const own = annotated(
      { metadata: {}, spec: { containers: [{ name: 'istio-proxy', image: 'own:1' }] } },
      { 'sidecar.istio.io/status': '{}' },
    );
    const given = { ...mesh, templates: { sidecar: 'spec: {containers: [{name: agent, image: "a:1"}]}' } };
    expect(itemsOf(injectedPod(own, given), 'containers').map(nameOf)).toEqual(['agent', 'istio-proxy']);
  });
});

describe('fixed bugs: recorded settings whose names are in another letter case', () => {
  it.each([
    ['Containers', '{"Containers":[{"Name":"agent","IMAGE":"own:1"}]}'],
    [
      'two lists, of which the last counts',
      '{"containers":[{"name":"agent","image":"x"}],"CONTAINERS":[{"name":"agent","image":"own:1"}]}',
    ],
  ])('count as Go decodes them: %s', (_name, text) => {
    const pod = annotated(
      { metadata: {}, spec: { containers: [{ name: 'app', image: 'a' }] } },
      { 'proxy.istio.io/overrides': text },
    );
    expect(itemsOf(injectedPod(pod, { templates: { sidecar } }), 'containers')).toMatchObject([
      { name: 'agent', image: 'own:1' },
      { name: 'app' },
    ]);
  });
});

function annotated(pod: JsonObject, annotations: JsonObject): JsonObject {
  const metadata = objectAt(pod, 'metadata');
  return { ...pod, metadata: { ...metadata, annotations: { ...objectAt(metadata, 'annotations'), ...annotations } } };
}
