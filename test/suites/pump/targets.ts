import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAuthenticator } from '../../../lib/auth/authenticator.ts';
import { encodeValue } from '../../../lib/config/load/encode-value.ts';
import { loadSnapshot } from '../../../lib/config/load/load-snapshot.ts';
import type { Snapshot } from '../../../lib/config/snapshot.ts';
import { goodStanding } from '../../../lib/config/snapshot-provider.ts';
import type { Parameter } from '../../../lib/config/source/source.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../lib/json/json-value.ts';
import { MergeError } from '../../../lib/merge/errors.ts';
import type { MergeSchema } from '../../../lib/merge/schema.ts';
import { strategicMerge } from '../../../lib/merge/strategic-merge.ts';
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
  /** The document as it comes; what that takes is the sender's. */
  readonly write: (document: JsonValue) => Sent;
  /** What is measured. */
  readonly take: (sent: Sent) => unknown;
  /** It is the template, or the caller of a library, that asks for so much: only that it grows evenly matters. */
  readonly hasNoBound?: true;
}

/** What `write` of a target gives and its `take` takes. */
type Sent = JsonValue | { readonly reading: ReturnType<typeof readingOf> };

const hasNoBound = true as const;

/** Says something of everything that a pod has many of, as templates do that add to each container. */
const rangingTemplate = `
metadata:
  labels: {{ toJson .ObjectMeta.Labels }}
spec:
  containers:
  {{- range .Spec.Containers }}
  - name: {{ .Name | quote }}
    env: [{name: SIDECAR, value: "yes"}]
    ports: {{ toJson .Ports }}
    volumeMounts: {{ toJson .VolumeMounts }}
  {{- end }}
  - name: agent
    image: agents/agent:2
  imagePullSecrets: {{ toJson .Spec.ImagePullSecrets }}
`;

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
      write: eventWith,
      take: eventTaker(snapshot),
    })),
  );
  const ranging = {
    name: 'a template that repeats the pod',
    document: review,
    maxBytes: maxReviewBytes / 8,
    write: eventWith,
    take: eventTaker(await snapshotOf({ template: rangingTemplate })),
    hasNoBound,
  };
  const event = {
    name: 'event',
    document: gatewayEvent,
    maxBytes: maxEventBytes,
    write: (document: JsonValue) => document,
    take: eventTaker(configurations[0][1]),
  };
  return [...reviews, event, parameters, ranging, ...merges];
}

/** Lists that are merged with themselves, in the ways that directives have. */
const merges: readonly Target[] = [
  {
    name: 'merge',
    document: { items: [{ name: 'a', value: 'v' }], plain: ['a'] },
    maxBytes: maxParameterBytes / 2,
    write: (document) => document,
    take: (sent) => mergeWithItself(sent as JsonObject),
    hasNoBound,
  },
];

const mergedTypes: MergeSchema = {
  root: 'List',
  types: {
    List: {
      kind: 'struct',
      fields: [
        { go: 'Items', json: 'items', type: '[]Item', strategies: ['merge'], mergeKey: 'name' },
        { go: 'Plain', json: 'plain', type: '[]string', strategies: ['merge'] },
      ],
    },
    Item: { kind: 'struct', fields: ['name', 'value'].map((json) => ({ go: json, json, type: 'string' })) },
  },
};

function mergeWithItself(document: JsonObject): void {
  const { items = [], plain = [] } = document as { items: JsonObject[]; plain: JsonValue[] };
  const patches: JsonObject[] = [
    document,
    { ...document, '$setElementOrder/items': items.toReversed(), '$setElementOrder/plain': plain },
    { items: items.map((item) => ({ ...item, $patch: 'delete' })), '$deleteFromPrimitiveList/plain': plain },
  ];
  for (const patch of patches) {
    try {
      strategicMerge(document, patch, mergedTypes);
    } catch (error) {
      if (!(error instanceof MergeError)) {
        throw error;
      }
    }
  }
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
  write: (document) => ({ reading: readingOf(isObject(document) ? document : {}) }),
  take: (sent) => isReading(sent) && loadSnapshot('default', sent.reading),
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

function isReading(sent: Sent): sent is Extract<Sent, { reading: object }> {
  return isObject(sent as JsonValue) && 'reading' in Object(sent);
}

function eventTaker(snapshot: Snapshot): (event: Sent) => unknown {
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

function eventWith(document: JsonValue): JsonValue {
  return { ...gatewayEvent, body: JSON.stringify(document) };
}
