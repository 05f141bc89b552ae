import { describe, expect, it } from 'vitest';
import { parameterSet } from '../../../../lib/cli/trial/parameter-set.ts';
import { tryPod } from '../../../../lib/cli/trial/try-pod.ts';

const sidecar = 'spec:\n  containers:\n  - name: log\n    image: log:1\n';
const pod = (annotations: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', annotations },
  spec: { containers: [{ name: 'app', image: 'a:1' }] },
});

function setOf(texts: Readonly<Record<string, string>>) {
  const parameters = new Map(Object.entries(texts).map(([name, value]) => [name, { name, value, version: 1 }]));
  return parameterSet({ description: 'test', reading: { parameters, failures: new Map() } });
}

async function trial(template: string, given = pod()) {
  const set = await setOf({ 'default/template': template });
  const result = set.snapshotFor('default');
  if (result.kind === 'invalid') {
    throw new Error(JSON.stringify(result.problems));
  }
  return tryPod({ pod: given, namespace: 'shop' }, result.snapshot).outcome;
}

describe('tryPod', () => {
  it.each([
    ['a pod that is injected', sidecar, pod(), { kind: 'injected' }],
    ['one that refuses', sidecar, pod({ 'sidecar.istio.io/inject': 'false' }), { kind: 'skipped' }],
    ['one that cannot be had with the template', sidecar.replace('log\n', 'app\n'), pod(), { kind: 'injected' }],
    [
      'a mount of nothing',
      `${sidecar}    volumeMounts: [{name: gone, mountPath: /x}]\n`,
      pod(),
      { kind: 'refused', message: expect.stringContaining('gone') },
    ],
    ['a template that fails', '{{ fail "no" }}', pod(), { kind: 'failed', message: expect.stringContaining('no') }],
  ])('says what becomes of %s', async (_name, template, given, want) => {
    expect(await trial(template, given)).toMatchObject(want);
  });
});

describe('parameterSet', () => {
  it('has the default and every cluster with parameters of its own', async () => {
    const set = await setOf({ 'default/template': sidecar, 'prod/policy': 'disabled' });
    expect(set.clusters).toEqual(['default', 'prod']);
    expect(set.snapshotFor('prod')).toMatchObject({ kind: 'snapshot', snapshot: { policy: 'disabled' } });
    expect(set.snapshotFor('prod')).toBe(set.snapshotFor('prod'));
  });
});
