import { describe, expect, it } from 'vitest';
import { pod, review, reviewRequest, snapshotWith, webhookWith } from './webhook-fixture.ts';

interface Answer {
  readonly allowed: boolean;
  readonly patch?: string;
  readonly status?: { readonly code: number; readonly message: string };
}

type Pod = Record<string, unknown> & { readonly metadata: object; readonly spec: object };

async function answerTo(made: object, change: Record<string, unknown> = {}): Promise<Answer> {
  const snapshot = snapshotWith({ policy: change.policy === 'disabled' ? 'disabled' : 'enabled' });
  const { send } = webhookWith({ kind: 'fresh', snapshot, ageMs: 0 });
  const { policy: _policy, ...request } = change;
  const { status, body } = await send({ body: reviewRequest(review({ ...request, object: made })).body });
  expect(status).toBe(200);
  return JSON.parse(body).response;
}

/**
 * Shapes that Kubernetes refuses, and what the author of a pod reads who would get a sidecar: nothing where the pod is
 * wrong without it, too, and can be merged.
 */
const shapes: readonly (readonly [string, Pod, RegExp | undefined])[] = [
  ['a null among the containers', { ...pod, spec: { containers: [null] } }, /spec\.containers\[0\] is null.*remove it/],
  ['containers that are no list', { ...pod, spec: { containers: 'app' } }, /spec\.containers/],
  ['a number for a text', { ...pod, spec: { containers: [{ name: 1 }] } }, /containers\[0\]\.name/],
  [
    'annotations above 256 KiB',
    { ...pod, metadata: { annotations: { a: 'x'.repeat(262_144) } } },
    /annotations of the pod have 262145 bytes together, and Kubernetes takes 262144 at most; shorten or remove/,
  ],
  [
    'annotations that are above 256 KiB with ours',
    { ...pod, metadata: { annotations: { a: 'x'.repeat(262_100) } } },
    /the pod and template "sidecar".*together with those of the injection, and 262144 is the most.*shorten.*sidecar\.istio\.io\/inject: "false"/,
  ],
  [
    'more than etcd takes',
    { ...pod, spec: { containers: [{ name: 'app', args: ['x'.repeat(1_600_000)] }] } },
    /etcd.*make it smaller/,
  ],
  [
    'one name 2,000 times',
    { ...pod, spec: { containers: Array.from({ length: 2_000 }, () => ({ name: 'shipper', image: 'x' })) } },
    undefined,
  ],
];

const skips: readonly (readonly [string, (made: Pod) => object, Record<string, unknown>])[] = [
  ['in kube-system', (made) => made, { namespace: 'kube-system' }],
  ['on the network of the host', (made) => ({ ...made, spec: { ...made.spec, hostNetwork: true } }), {}],
  [
    'opted out',
    (made) => ({ ...made, metadata: { ...made.metadata, labels: { 'sidecar.istio.io/inject': 'false' } } }),
    {},
  ],
  ['where the policy is disabled', (made) => made, { policy: 'disabled' }],
  ['that is not created', (made) => made, { operation: 'UPDATE' }],
];

describe.each(shapes)('a pod with %s', (_shape, made, message) => {
  it.each(skips)('is allowed as it came %s', async (_name, change, request) => {
    expect(await answerTo(change(made), request)).toMatchObject({ allowed: true });
    expect(await answerTo(change(made), request)).not.toHaveProperty('patch');
  });

  it(`is ${message === undefined ? 'left to Kubernetes' : 'refused with the reason'} where it would be injected`, async () => {
    const { allowed, status } = await answerTo(made);
    const isLeft = message === undefined;
    expect({ allowed, code: status?.code }).toEqual({ allowed: isLeft, code: isLeft ? undefined : 400 });
    expect(status?.message ?? '').toMatch(message ?? /^$/);
  });
});

describe('large counts', () => {
  it.each([
    ['containers', { containers: Array.from({ length: 2_000 }, (_, index) => ({ name: `c-${index}`, image: 'x' })) }],
    [
      'volumes',
      { ...pod.spec, volumes: Array.from({ length: 2_000 }, (_, index) => ({ name: `v-${index}`, emptyDir: {} })) },
    ],
  ])('are no reason to refuse: %s', async (_name, spec) => {
    const { allowed, patch } = await answerTo({ ...pod, spec });
    expect(allowed).toBe(true);
    expect(Buffer.from(patch ?? '', 'base64').toString()).toContain('shipper');
  });
});
