import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GoStruct, GoValue } from '../../../lib/go/value.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { review, snapshotWith, webhookWith } from './webhook-fixture.ts';

const meshOf = (render: (data: GoValue) => string) => ({
  ...snapshotWith({}, { render }),
  behaviour: { ...snapshotWith().behaviour, keepsRecord: false },
});

const templates = {
  fixed: () => 'spec: {initContainers: [{name: agent, image: x}], volumes: [{name: data, emptyDir: {}}]}',
  'of the volumes': () => 'spec: {containers: [{name: app, env: [{name: A, value: t}]}]}',
  'of the name': (data: GoValue) => {
    const meta = (data as { target: GoStruct }).target.field('ObjectMeta') as GoStruct;
    return `metadata: {labels: {name: "${String(meta.field('Name'))}"}}`;
  },
} as const;

const suffixes = ['aaaaa', 'bbbbb', 'ccccc', 'ddddd'] as const;

interface Shape {
  readonly isNamed: boolean;
  readonly containers: readonly string[];
  readonly note: string;
  readonly label: string;
}

const shape = fc.record({
  isNamed: fc.boolean(),
  containers: fc.uniqueArray(fc.constantFrom('app', 'agent', 'web'), { minLength: 1 }),
  note: fc.constantFrom('', 'kube-api-access-bbbbb', 'kube-api-access-SUFFIX', 'web-SUFFIX', 'UID', 'é"\\'),
  label: fc.constantFrom('', 'true', 'false', 'maybe'),
});

function bodyOf({ isNamed, containers, note, label }: Shape, suffix: (typeof suffixes)[number]): string {
  const uid = `705ab4f5-6393-11e8-b7cc-42010a8${suffix}`;
  const token = `kube-api-access-${suffix}`;
  const second = 21 + suffixes.indexOf(suffix);
  const volumeMounts = [{ name: token, mountPath: '/var/run/secrets' }];
  const object = {
    metadata: {
      generateName: 'web-',
      ...(isNamed ? { name: `web-${suffix}` } : {}),
      labels: label === '' ? {} : { 'sidecar.istio.io/inject': label },
      annotations: { note: note.replace('SUFFIX', suffix).replace('UID', uid) },
      managedFields: [{ time: `2026-11-29T03:58:${second}Z`, fieldsV1: { [`k:{"name":"${token}"}`]: {} } }],
    },
    spec: {
      containers: containers.map((name) => ({ name, image: 'auto', volumeMounts })),
      volumes: [{ name: token, projected: {} }],
    },
  };
  return JSON.stringify(review({ uid, object }));
}

describe('the review of a pod whose workload is known', () => {
  it('is answered and logged as in a fresh process, to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(shape, shape, fc.constantFrom(...Object.values(templates)), async (one, other, render) => {
        const snapshot = meshOf(render);
        const old = linesOf(snapshot);
        for (const pod of [one, one, one, other, one]) {
          for (const suffix of suffixes) {
            const body = bodyOf(pod, suffix);
            expect(await old(body)).toEqual(await linesOf(snapshot)(body));
          }
        }
      }),
      { numRuns: propertyRuns(30) },
    );
  });
});

/** Sends reviews to a webhook, and gives each answer with its line. The clock stands. */
function linesOf(snapshot: ReturnType<typeof meshOf>) {
  const lines: string[] = [];
  const { send } = webhookWith(
    { kind: 'fresh', snapshot, ageMs: 0 },
    { now: () => 1_000_000, log: (line) => lines.push(line) },
  );
  return async (body: string) => ({ response: await send({ body }), line: lines.at(-1) });
}
