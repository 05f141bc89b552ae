import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GoStruct, GoValue } from '../../../../lib/go/value.ts';
import { inject } from '../../../../lib/inject/inject.ts';
import type { InjectConfiguration } from '../../../../lib/inject/injection-types.ts';
import { createInjectMemory } from '../../../../lib/inject/memory/inject-memory.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { configurationOf } from '../fixture.ts';

const memory = createInjectMemory();
const texts = [
  'spec: {initContainers: [{name: agent, image: shop/x, restartPolicy: Always}], volumes: [{name: data, emptyDir: {}}]}',
  'spec: {containers: [{name: app, image: shop/y, env: [{name: A, value: t}]}]}',
  'metadata: {labels: {injected: "yes"}, annotations: {a: b}}',
];

/** A mesh's configuration: no records. */
function meshOf(text: string): InjectConfiguration {
  return configurationOf({ templates: { sidecar: text }, behaviour: { keepsRecord: false } });
}

interface Shape {
  readonly containers: readonly string[];
  readonly note: string;
}

function podOf({ containers, note }: Shape, suffix: string): JsonObject {
  const token = `kube-api-access-${suffix}`;
  const volumeMounts = [{ name: token, mountPath: '/var/run/secrets' }];
  return {
    metadata: {
      generateName: 'web-',
      name: `web-${suffix}`,
      annotations: { note },
      managedFields: [{ time: suffix }],
    },
    spec: {
      containers: containers.map((name) => ({ name, image: 'auto', volumeMounts })),
      volumes: [{ name: token, projected: {} }],
    },
  };
}

const shape = fc.record({
  containers: fc.uniqueArray(fc.constantFrom('app', 'agent', 'web'), { minLength: 1 }),
  note: fc.constantFrom('', 'kube-api-access-aaaaa', 'kube-api-access-bbbbb', 'web-aaaaa', 'web-bbbbb'),
});

const resultOf = (pod: JsonObject, configuration: InjectConfiguration) =>
  inject({ pod, namespace: 'shop', address: new Map() }, configuration, memory);

describe('outcomes that are remembered', () => {
  it('are those that the pod would have got in a fresh process', () => {
    fc.assert(
      fc.property(shape, shape, fc.constantFrom(...texts), (one, other, text) => {
        const used = meshOf(text);
        resultOf(podOf(one, 'aaaaa'), used);
        for (const pod of [podOf(one, 'bbbbb'), podOf(other, 'bbbbb'), podOf(one, 'aaaaa')]) {
          expect(resultOf(pod, used)).toEqual(resultOf(pod, meshOf(text)));
        }
      }),
      { numRuns: propertyRuns(75) },
    );
  });

  it('run nothing again for another pod of the workload', () => {
    let stages = 0;
    const apply = (pod: JsonObject) => {
      stages += 1;
      return pod;
    };
    const configuration = configurationOf({
      templates: { sidecar: texts[0] ?? '' },
      behaviour: { keepsRecord: false, stages: [{ name: 'counting', apply }] },
    });
    resultOf(podOf({ containers: ['app'], note: '' }, 'aaaaa'), configuration);
    resultOf(podOf({ containers: ['app'], note: '' }, 'bbbbb'), configuration);
    expect(stages).toBe(1);
  });

  it('do not stand where a template looks at the name of the pod', () => {
    const render = (data: GoValue) => {
      const meta = (data as { target: GoStruct }).target.field('ObjectMeta') as GoStruct;
      return `metadata: {labels: {length: "${String(meta.field('Name')).length}"}}`;
    };
    const configuration = { ...meshOf(''), templates: new Map([['sidecar', { render }]]) };
    const one = podOf({ containers: ['app'], note: '' }, 'aaaaa');
    const other = { ...one, metadata: { ...(one.metadata as JsonObject), name: 'web-longer-name' } };
    expect([one, other].map((pod) => resultOf(pod, configuration))).toMatchObject([
      { pod: { metadata: { labels: { length: '9' } } } },
      { pod: { metadata: { labels: { length: '15' } } } },
    ]);
  });
});
