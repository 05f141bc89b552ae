import { describe, expect, it } from 'vitest';
import { InjectError } from '../../../lib/inject/errors.ts';
import { patchTo } from '../../../lib/inject/patch-to.ts';
import { injectInto, shopPod, sidecar } from './fixture.ts';

const told = { templates: ['sidecar'], warnings: ['w'] };

/** More labels than it would pay to set as a whole. */
const labels = { app: 'web', tier: 'front', team: 'checkout', 'app.kubernetes.io/part-of': 'the-shop-and-all-of-it' };
const labelled = { ...shopPod, metadata: { name: 'web', labels } };

/** Metadata of which one label reads otherwise each time: no patch made of it leads to it. */
function fickleMetadata() {
  let reads = 0;
  return {
    name: 'web',
    labels: {
      ...labels,
      get app() {
        reads += 1;
        return `web-${reads}`;
      },
    },
  };
}

describe('patchTo', () => {
  it('gives the patch, as operations and as text', () => {
    const outcome = patchTo(shopPod, { ...shopPod, kind: 'Pod' }, told);
    expect(outcome).toMatchObject({
      kind: 'injected',
      operations: [{ op: 'add', path: '/kind', value: 'Pod' }],
      ...told,
    });
    expect(outcome.kind === 'injected' && JSON.parse(outcome.patch)).toEqual([
      { op: 'add', path: '/kind', value: 'Pod' },
    ]);
  });

  it('gives none where nothing changes', () => {
    expect(patchTo(shopPod, structuredClone(shopPod) as typeof shopPod, told)).toEqual({ kind: 'unchanged', ...told });
  });

  it('lets no patch leave that does not lead to the pod', () => {
    const pod = { ...shopPod, metadata: fickleMetadata() };
    expect(() => patchTo(labelled, pod, told)).toThrow(
      expect.objectContaining({ name: 'InjectError', code: 'misapplied', cause: expect.any(Error) }),
    );
  });
});

it.each<[string, unknown, RegExp]>([
  ['the error', new Error('torn'), /^the patch does not lead to the injected pod: torn$/],
  ['what is none', 'torn', /^the patch does not lead to the injected pod: torn$/],
])('patchTo says why a patch leads nowhere by %s that was thrown', (_name, thrown, message) => {
  let reads = 0;
  const torn = {
    get app() {
      reads += 1;
      if (reads > 1) {
        throw thrown;
      }
      return 'web';
    },
  };
  const find = () => patchTo({ a: { app: 'web' } }, { a: torn, b: 1 }, told);
  expect(find).toThrow(expect.objectContaining({ code: 'misapplied', message: expect.stringMatching(message) }));
});

describe('a pod', () => {
  it('gets no patch that does not lead to what it shall become, whatever a stage makes of it', () => {
    const stage = {
      name: 'fickle',
      apply: (pod: typeof shopPod) => ({ ...pod, metadata: fickleMetadata() }),
    };
    const given = { templates: { sidecar }, behaviour: { stages: [stage], keepsRecord: false } };
    expect(() => injectInto(labelled, given)).toThrow(InjectError);
    expect(() => injectInto(labelled, given)).toThrow(/the patch does not lead to the injected pod/);
  });

  it.each([
    ['a container without a name', 'spec: {containers: [{image: x}]}'],
    ['volumes of both kinds', 'spec: {volumes: [{name: a, emptyDir: {}}, {emptyDir: {}}]}'],
  ])('cannot be merged with a template that gives %s, and the error names the template', (_, text) => {
    expect(() => injectInto(shopPod, { templates: { sidecar: text } })).toThrow(
      expect.objectContaining({
        code: 'merge-failed',
        message: expect.stringMatching(/^template "sidecar" cannot be merged into the pod: .*name/),
      }),
    );
  });
});
