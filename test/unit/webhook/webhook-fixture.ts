import { openAuthenticator } from '../../../lib/auth/authenticator.ts';
import { defaultSettings } from '../../../lib/config/load/decode-settings.ts';
import type { Snapshot } from '../../../lib/config/snapshot.ts';
import {
  type Configuration,
  goodStanding,
  type SnapshotAnswer,
  type Standing,
} from '../../../lib/config/snapshot-provider.ts';
import type { RenderableTemplate } from '../../../lib/contract/template.ts';
import { plainBehaviour } from '../../../lib/inject/plain-behaviour.ts';
import { handle } from '../../../lib/webhook/handle.ts';
import type { HttpRequest } from '../../../lib/webhook/http.ts';
import { RecentPods } from '../../../lib/webhook/recent-pods.ts';
import { createReviewCore } from '../../../lib/webhook/review-core.ts';
import type { WebhookParts } from '../../../lib/webhook/webhook-parts.ts';

export const uid = '705ab4f5-6393-11e8-b7cc-42010a800002';

/** A sidecar as its template renders it. */
export const rendered = 'spec:\n  containers:\n  - name: shipper\n    image: shop/shipper:1\n';

export function snapshotWith(
  change: Partial<Snapshot> = {},
  template: RenderableTemplate = { render: () => rendered },
) {
  const snapshot: Snapshot = {
    cluster: 'default',
    fingerprint: 'a1b2c3d4e5f6',
    policy: 'enabled',
    settings: defaultSettings,
    values: {},
    templates: new Map([['sidecar', template]]),
    behaviour: plainBehaviour,
    versions: new Map(),
    ...change,
  };
  return snapshot;
}

type Bare<A> = A extends Configuration ? Omit<A, keyof Standing> & Partial<Standing> : never;
type State = Bare<Configuration>;

/** A webhook over one answer of the provider; keeps what it logs and which clusters were asked for. */
export function webhookWith(state: State, change: Partial<WebhookParts> = {}) {
  const lines: Record<string, unknown>[] = [];
  const asked: string[] = [];
  let settled = 0;
  let time = 1_000_000;
  const core = createReviewCore();
  const parts: WebhookParts = {
    authenticator: openAuthenticator,
    provider: {
      description: 'test',
      isReady: () => state.kind !== 'unavailable',
      defaultSwitch: () => ({ kind: 'on' }),
      snapshot: async (cluster) => {
        asked.push(cluster);
        const finish = async () => {
          settled += 1;
          return undefined;
        };
        return { ...goodStanding, ...state, finish } as SnapshotAnswer;
      },
    },
    log: (line) => lines.push(JSON.parse(line)),
    now: () => (time += 5),
    random: () => 0.7,
    recent: new RecentPods(),
    core: async () => core,
    ...change,
  };
  const send = (request: Partial<HttpRequest> = {}) => handle({ ...reviewRequest(), ...request }, parts);
  return { send, lines, asked, settled: () => settled, parts };
}

export const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    generateName: 'checkout-7c9d8f6b5-',
    ownerReferences: [{ kind: 'ReplicaSet', name: 'checkout-7c9d8f6b5', controller: true }],
  },
  spec: { containers: [{ name: 'app', image: 'shop/app:1', env: [{ name: 'PASSWORD', value: 'hunter2' }] }] },
};

export function review(change: Record<string, unknown> = {}) {
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid,
      resource: { group: '', version: 'v1', resource: 'pods' },
      namespace: 'shop',
      operation: 'CREATE',
      object: pod,
      ...change,
    },
  };
}

export function reviewRequest(body: unknown = review()): HttpRequest {
  return {
    method: 'POST',
    path: '/prod/t/s3cret/inject/cluster/prod',
    query: new Map([['timeout', '10s']]),
    headers: new Map([['content-type', 'application/json']]),
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}
