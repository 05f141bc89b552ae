import { openAuthenticator } from '../../../lib/auth/authenticator.ts';
import type { Snapshot } from '../../../lib/config/snapshot.ts';
import { goodStanding } from '../../../lib/config/snapshot-provider.ts';
import { handle } from '../../../lib/webhook/handle.ts';
import type { HttpResponse } from '../../../lib/webhook/http.ts';
import { RecentPods } from '../../../lib/webhook/recent-pods.ts';
import { createReviewCore } from '../../../lib/webhook/review-core.ts';
import type { CaseConfiguration } from './profile.ts';

const core = Promise.resolve(createReviewCore());

export interface HttpCase {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** One HTTP request through the webhook, with the configuration of a case for every cluster. */
export function answer(
  { method, path, contentType, body }: HttpCase,
  configuration: CaseConfiguration,
): Promise<HttpResponse> {
  return handle(
    { method, path, query: new Map(), headers: new Map([['content-type', contentType]]), body },
    {
      provider: {
        description: 'the case',
        snapshot: async () => ({
          kind: 'fresh',
          snapshot: snapshotOf(configuration),
          ageMs: 0,
          ...goodStanding,
          finish: async () => undefined,
        }),
        isReady: () => true,
        defaultSwitch: () => ({ kind: 'on' }),
      },
      authenticator: openAuthenticator,
      log: () => {},
      now: () => 0,
      random: () => 0,
      recent: new RecentPods(),
      core: () => core,
    },
  );
}

function snapshotOf(configuration: CaseConfiguration): Snapshot {
  return { ...configuration, cluster: 'default', versions: new Map() };
}
