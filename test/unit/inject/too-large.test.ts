import { describe, expect, it } from 'vitest';
import { overridesAnnotation } from '../../../lib/inject/again/overrides.ts';
import { podResourcesAnnotation } from '../../../lib/inject/again/pod-resources.ts';
import { recordAnnotation } from '../../../lib/inject/again/record.ts';
import { statusAnnotation } from '../../../lib/inject/again/status.ts';
import { tooLarge, tooLargeTogether, tooManyAnnotations } from '../../../lib/inject/too-large.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { injectInto, shopPod, sidecar } from './fixture.ts';

describe('a pod that is larger than etcd takes', () => {
  const withText = (bytes: number) => ({
    ...shopPod,
    spec: { containers: [{ name: 'app', image: 'a', args: ['x'.repeat(bytes / 2), 'é'.repeat(bytes / 4)] }] },
  });

  it('is refused, and told how much it is', () => {
    expect(injectInto(withText(1.5 * 1024 * 1024), { templates: { sidecar } })).toEqual({
      kind: 'refused',
      message: expect.stringMatching(/^the pod has at least 15\d+ bytes, and etcd/),
    });
  });

  it('is not one with as much as that of managed fields', () => {
    const pod = { ...shopPod, metadata: { name: 'web', managedFields: [{ manager: 'x'.repeat(2 * 1024 * 1024) }] } };
    expect(injectInto(pod, { templates: { sidecar } }).kind).toBe('injected');
    expect(injectInto(withText(1024 * 1024), { templates: { sidecar } }).kind).toBe('injected');
  });
});

describe('a pod whose annotations are more than Kubernetes takes', () => {
  const annotated = (annotations: JsonObject) => ({ ...shopPod, metadata: { name: 'web', annotations } });
  const text = 'x'.repeat(131_071);

  it('is refused before they are read', () => {
    expect(injectInto(annotated({ a: text, b: text }), { templates: { sidecar } })).toMatchObject({
      message: expect.stringMatching(/have at least 26\d+ bytes together with those of the injection/),
    });
    const overrides = { [overridesAnnotation]: '{', a: text, b: text };
    expect(injectInto(annotated(overrides), { templates: { sidecar } })).toEqual({
      kind: 'refused',
      message:
        'the annotations of the pod have 262169 bytes together, and Kubernetes takes 262144 at most; shorten or remove annotations.',
    });
  });

  it('is not one whose own are few beside what an earlier injection wrote, which is written anew', () => {
    const written = { [statusAnnotation]: text, [recordAnnotation]: text, [podResourcesAnnotation]: text };
    expect(injectInto(annotated(written), { templates: { sidecar } }).kind).toBe('injected');
  });
});

describe('a pod that is larger than etcd takes only with what is injected', () => {
  const args = ['x'.repeat(1024 * 1024)];
  const withArgs = { ...shopPod, spec: { containers: [{ name: 'app', image: 'a', args }] } };
  const repeating = { sidecar: JSON.stringify({ spec: { containers: [{ name: 'agent', image: 'b', args }] } }) };

  it('is refused, and told both sides and the way out', () => {
    const outcome = injectInto(withArgs, { templates: repeating });
    expect(outcome).toEqual({
      kind: 'refused',
      message: expect.stringMatching(
        /^the pod has at least 209\d+ bytes together with what the templates bring, and etcd.* opt out with the label sidecar.istio.io\/inject: "false"\.$/,
      ),
    });
  });

  it('is not one that a template adds little to', () => {
    expect(injectInto(withArgs, { templates: { sidecar } }).kind).toBe('injected');
  });
});

describe('what is too large', () => {
  const stored = 1.5 * 1024 * 1024;
  const args = (bytes: number): JsonObject => ({ spec: { containers: [{ args: ['x'.repeat(bytes)] }] } });

  it.each([
    [tooLarge(stored), undefined],
    [
      tooLarge(stored + 1),
      'the pod has at least 1572865 bytes, and etcd, in which it would be kept, takes 1572864 at most; make it smaller.',
    ],
    [tooManyAnnotations({ metadata: { annotations: { a: 'x'.repeat(262_143) } } }, stored), undefined],
    [
      tooManyAnnotations({ metadata: { annotations: { a: 'x'.repeat(262_144) } } }, stored),
      expect.stringContaining('262145') as string,
    ],
    [tooLargeTogether(args(stored), { own: stored - 1, added: 1 }), undefined],
    [tooLargeTogether(args(1000), { own: stored, added: 1 }), undefined],
    [
      tooLargeTogether(args(stored), { own: stored, added: 1 }),
      expect.stringContaining('with what the templates bring') as string,
    ],
  ])('is told: %j', (told, want) => {
    expect(told).toEqual(want);
  });
});
