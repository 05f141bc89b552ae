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
