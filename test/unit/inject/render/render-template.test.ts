import { describe, expect, it } from 'vitest';
import { Budget, BudgetError } from '../../../../lib/base/budget.ts';
import { RefusedAnnotationError } from '../../../../lib/contract/errors.ts';
import { InjectError } from '../../../../lib/inject/errors.ts';
import { plainBehaviour } from '../../../../lib/inject/plain-behaviour.ts';
import { renderTemplate } from '../../../../lib/inject/render/render-template.ts';
import { RenderedTexts } from '../../../../lib/inject/render/rendered-texts.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { itemsOf } from '../../../../lib/kube/pod/containers.ts';
import { annotationOf } from '../../../../lib/kube/pod/metadata.ts';
import { thrownBy } from '../../../support/fakes/thrown-by.ts';
import { injectedPod, injectInto, injectionOf } from '../fixture.ts';

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

describe('renderTemplate', () => {
  const behaviour = { ...plainBehaviour, templateData: () => null };
  const rendered = (render: () => string) =>
    renderTemplate({ name: 'side', template: { render }, behaviour }, injectionOf(pod), {
      texts: new RenderedTexts(),
      budget: new Budget(),
    });

  it.each<readonly [string, JsonObject, JsonObject]>([
    ['', {}, {}],
    ['null', {}, {}],
    [
      'metadata: {labels: {a: b}, annotations: null}',
      { metadata: { labels: { a: 'b' }, annotations: null } },
      { metadata: { labels: { a: 'b' } } },
    ],
    [
      'METADATA: {labels: {a: b}}\nspec: {}',
      { metadata: { labels: { a: 'b' } }, spec: {} },
      { metadata: { labels: { a: 'b' } } },
    ],
    [
      'spec: {$retainKeys: [hostname], hostname: x}',
      { spec: { $retainKeys: ['hostname'], hostname: 'x' } },
      { spec: { hostname: 'x' } },
    ],
  ])('gives what %j says, as it is and as Go writes it', (text, raw, normal) => {
    expect(rendered(() => text)).toEqual({ name: 'side', text, result: { raw, normal, unknown: [] } });
  });

  it.each<readonly [string, unknown, string]>([
    ['of an error', new TypeError('torn'), 'template "side" failed: torn'],
    ['of what is none', 'torn', 'template "side" failed: torn'],
  ])('says why a template failed, %s', (_name, thrown, message) => {
    const error = thrownBy(InjectError, () => rendered(() => fail(thrown)));
    expect(error).toMatchObject({ code: 'template-failed', message, cause: thrown });
  });

  it.each([
    ['[a]', 'template "side" gave something that is not a Pod: its YAML is not a mapping of the fields of a Pod'],
    ['spec: {containers: 1}', 'template "side" gave something that is not a Pod: '],
    ['a: [\n', 'template "side" gave something that is not a Pod: YAML:'],
  ])('says why %j is no Pod', (text, message) => {
    const error = thrownBy(InjectError, () => rendered(() => text));
    expect(error).toMatchObject({ code: 'template-failed', message: expect.stringContaining(message) as string });
    expect(error.message).not.toContain('where this line is: "",');
  });

  it.each([new BudgetError('budget-steps', 'x', 'y'), new RefusedAnnotationError('a', 'b', 'c')])(
    'passes on what is not the template’s fault: %s',
    (thrown) => {
      expect(() => rendered(() => fail(thrown))).toThrow(thrown);
    },
  );

  it('counts what it reads, and names itself for the budget', () => {
    const budget = new Budget({ steps: 10, bytes: 10 });
    const read = () =>
      renderTemplate({ name: 'side', template: { render: () => '{}'.padEnd(11) }, behaviour }, injectionOf(pod), {
        texts: new RenderedTexts(),
        budget,
      });
    expect(read).toThrow(expect.objectContaining({ step: 'read what template side gave' }) as Error);
  });
});

function fail(thrown: unknown): never {
  throw thrown;
}
