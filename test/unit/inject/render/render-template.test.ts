import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { itemsOf } from '../../../../lib/kube/pod/containers.ts';
import { annotationOf } from '../../../../lib/kube/pod/metadata.ts';
import { injectedPod, injectInto } from '../fixture.ts';

const pod: JsonObject = {
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'a', image: 'own:1', args: ['x'], env: [{ name: 'A', value: 'own' }] }] },
};

describe('fixed bugs: what the first template is merged onto is what Go makes of an empty pod', () => {
  it.each([
    ['beside containers', '{$setElementOrder/containers: [{name: b}, {name: a}], containers: [{name: b, image: z}]}'],
    ['alone', '{$setElementOrder/containers: [{name: b}]}'],
  ])('so an order of containers in it fails, as in Istio: %s', (_name, spec) => {
    expect(() => injectInto(pod, { templates: { sidecar: `spec: ${spec}` } })).toThrow(
      expect.objectContaining({
        code: 'template-failed',
        message: expect.stringContaining('$setElementOrder/containers') as string,
      }) as Error,
    );
  });

  it.each([
    ['init containers', '{$setElementOrder/initContainers: [{name: b}], initContainers: [{name: b, image: z}]}'],
    ['volumes', '{$setElementOrder/volumes: [{name: b}], volumes: [{name: b, emptyDir: {}}]}'],
  ])('an order of %s does not', (_name, spec) => {
    expect(injectInto(pod, { templates: { sidecar: `spec: ${spec}` } }).kind).toBe('injected');
  });

  it('so a spec that replaces one is what the template gave: the own container is laid over it, and kept', () => {
    const injected = injectedPod(pod, {
      templates: { sidecar: 'spec: {$patch: replace, containers: [{name: a, image: x, tty: true}]}' },
    });
    expect(itemsOf(injected, 'containers')).toEqual([
      { name: 'a', image: 'own:1', args: ['x'], env: [{ name: 'A', value: 'own' }], tty: true },
    ]);
    expect(annotationOf(injected, 'sidecar.istio.io/status')).toContain('"containers":["a"]');
    expect(annotationOf(injected, 'proxy.istio.io/overrides')).toContain('"image":"own:1"');
  });
});

describe('fixed bugs: fields in another letter case are taken as Go takes them', () => {
  const side = (fields: string) => `spec: {containers: [{name: side, image: s, ${fields}}]}`;

  it.each<[string, string, JsonObject]>([
    [
      'of the spec',
      'spec: {nodeselector: {a: b}, dnspolicy: None}',
      { spec: { nodeSelector: { a: 'b' }, dnsPolicy: 'None' } },
    ],
    ['of the pod', 'Metadata: {Labels: {z: "1"}}', { metadata: { labels: { z: '1' } } }],
    [
      'a list',
      'spec: {initcontainers: [{name: side, image: s}]}',
      { spec: { initContainers: [{ name: 'side', image: 's' }] } },
    ],
    [
      'of a container',
      'spec: {containers: [{name: side, Image: s}]}',
      { spec: { containers: [{ name: 'side', image: 's' }, { name: 'a' }] } },
    ],
    [
      'of a variable',
      side('env: [{name: A, Value: b}]'),
      { spec: { containers: [{ env: [{ name: 'A', value: 'b' }] }, {}] } },
    ],
    [
      'of a mount, as an annotation may have it',
      side('volumeMounts: [{"name": "u", "MountPath": "/u", "readonly": true}]').replace(
        'spec: {',
        'spec: {volumes: [{name: u, EmptyDir: {}}], ',
      ),
      {
        spec: {
          volumes: [{ name: 'u', emptyDir: {} }],
          containers: [{ volumeMounts: [{ name: 'u', mountPath: '/u', readOnly: true }] }, {}],
        },
      },
    ],
    [
      "of the pod's own container",
      'spec: {containers: [{name: a, Env: [{name: B, Value: c}]}]}',
      {
        spec: {
          containers: [
            {
              env: [
                { name: 'B', value: 'c' },
                { name: 'A', value: 'own' },
              ],
            },
          ],
        },
      },
    ],
  ])('%s', (_name, sidecar, want) => {
    expect(injectedPod(pod, { templates: { sidecar } })).toMatchObject(want);
  });

  it("so a template cannot move the pod to the host's network by another spelling", () => {
    expect(() => injectInto(pod, { templates: { sidecar: 'spec: {hostnetwork: true}' } })).toThrow(
      expect.objectContaining({ code: 'host-network-rendered' }) as Error,
    );
  });
});
