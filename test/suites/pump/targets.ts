import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAuthenticator } from '../../../lib/auth/authenticator.ts';
import { encodeValue } from '../../../lib/config/load/encode-value.ts';
import { loadSnapshot } from '../../../lib/config/load/load-snapshot.ts';
import type { Snapshot } from '../../../lib/config/snapshot.ts';
import { goodStanding } from '../../../lib/config/snapshot-provider.ts';
import type { Parameter } from '../../../lib/config/source/source.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../lib/json/json-value.ts';
import { maxReviewBytes } from '../../../lib/review/decode-review.ts';
import { createGatewayHandler } from '../../../lib/webhook/gateway-handler.ts';
import { RecentPods } from '../../../lib/webhook/recent-pods.ts';
import { createReviewCore } from '../../../lib/webhook/review-core.ts';
import { ownTemplate } from '../../bench/inject-fixtures.ts';
import { caseConfiguration } from '../istio/profile.ts';
import { gatewayEvent, injectedReview, review } from './documents.ts';

/** Something that takes documents from outside. */
export interface Target {
  readonly name: string;
  readonly document: JsonValue;
  /** The largest document that is let through, in bytes. */
  readonly maxBytes: number;
  readonly take: (document: JsonValue) => unknown;
}

/** A parameter's decoded value may be so large. */
const maxParameterBytes = 1024 * 1024;
/** API Gateway takes no longer headers and addresses than this, all together. */
const maxEventBytes = 10 * 1024;
/** What the review has beside what is pumped. */
const room = 16 * 1024;

/** Reviews and events to a plain and a mesh configuration (Istio's own from `istio-cases`, if it is there). */
export async function targetsFrom(istioCases: string | undefined): Promise<readonly Target[]> {
  const configurations = [
    ['plain', await snapshotOf({ template: ownTemplate.replace('{{ .Values.hub }}', 'hub') })],
    [
      'mesh',
      istioCases === undefined ? await snapshotOf({ template: ownTemplate, mesh: '{}' }) : istioSnapshot(istioCases),
    ],
  ] as const;
  const reviews = configurations.flatMap(([name, snapshot]) =>
    [['review', review] as const, ['injected pod', injectedReview] as const].map(([what, document]) => ({
      name: `${name}, ${what}`,
      document,
      maxBytes: maxReviewBytes - room,
      take: reviewTaker(snapshot),
    })),
  );
  const event = {
    name: 'event',
    document: gatewayEvent,
    maxBytes: maxEventBytes,
    take: eventTaker(configurations[0][1]),
  };
  return [...reviews, event, parameters];
}

const parameters: Target = {
  name: 'parameters',
  document: {
    policy: 'enabled',
    settings: 'revision: default\nneverInjectSelector:\n- matchLabels: {a: b}\n',
    template: ownTemplate,
    values: '{"hub": "h", "tag": "t"}',
    mesh: 'defaultConfig: {concurrency: 2}',
    proxyconfigs: '[]',
  },
  maxBytes: maxParameterBytes,
  take: (document) => loadSnapshot('default', readingOf(isObject(document) ? document : {})),
};

async function snapshotOf(texts: JsonObject): Promise<Snapshot> {
  const result = await loadSnapshot('default', readingOf({ values: '{"hub": "h", "tag": "t"}', ...texts }));
  if (result.kind !== 'snapshot') {
    throw new Error(`the configuration is not valid: ${JSON.stringify(result.problems)}`);
  }
  return result.snapshot;
}

function istioSnapshot(directory: string): Snapshot {
  const folder = join(directory, 'webhook/injection-096-hello-p0');
  const configuration = caseConfiguration(directory, JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')), {});
  return { ...configuration, cluster: 'default', versions: new Map() };
}

function readingOf(texts: JsonObject) {
  const found = Object.entries(texts).map(([name, text]): [string, Parameter] => [
    `default/${name}`,
    { name: `default/${name}`, version: 1, value: encodeValue(String(text)) },
  ]);
  return { parameters: new Map(found), failures: new Map() };
}

function eventTaker(snapshot: Snapshot): (event: JsonValue) => unknown {
  const handler = createGatewayHandler({
    authenticator: openAuthenticator,
    provider: {
      description: 'pump',
      isReady: () => true,
      defaultSwitch: () => ({ kind: 'on' }),
      snapshot: async () => ({ kind: 'fresh', snapshot, ageMs: 0, ...goodStanding, finish: async () => undefined }),
    },
    log: () => {},
    // No deadline: what is measured is how much work there is.
    now: () => 0,
    random: () => 0,
    core: async () => createReviewCore(),
    recent: new RecentPods(),
  });
  return (event) => handler(event);
}

function reviewTaker(snapshot: Snapshot): (document: JsonValue) => unknown {
  const take = eventTaker(snapshot);
  return (document) => take({ ...gatewayEvent, body: JSON.stringify(document) });
}
