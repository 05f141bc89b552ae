import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GoStruct, GoTypedMap, GoValue } from '../../../../lib/go/value.ts';
import { inject } from '../../../../lib/inject/inject.ts';
import type { InjectConfiguration } from '../../../../lib/inject/injection-types.ts';
import { createInjectMemory } from '../../../../lib/inject/memory/inject-memory.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { objectAt } from '../../../../lib/json/member.ts';
import { volatileNames } from '../../../../lib/kube/pod/volatile-names.ts';
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
      fc.property(shape, shape, fc.constantFrom(...texts), fc.boolean(), (one, other, text, keepsRecord) => {
        const fresh = () => configurationOf({ templates: { sidecar: text }, behaviour: { keepsRecord } });
        const used = fresh();
        resultOf(podOf(one, 'aaaaa'), used);
        for (const pod of [podOf(one, 'bbbbb'), podOf(other, 'bbbbb'), podOf(one, 'aaaaa')]) {
          expect(resultOf(pod, used)).toEqual(resultOf(pod, fresh()));
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

  it.each([
    ['as it is', 'web-aaaaa', 'web-bbbbb'],
    ['with characters that JSON escapes', 'web-"a"', 'web-"b"'],
  ])('do not stand where the patch says the name of the pod, %s', (_name, ...names) => {
    const apply = (pod: JsonObject): JsonObject => {
      const hostname = String(objectAt(pod, 'metadata').name);
      return { ...pod, spec: { ...objectAt(pod, 'spec'), hostname } };
    };
    const stage = { name: 'naming', apply };
    const behaviour = { keepsRecord: false, stages: [stage] };
    const configuration = configurationOf({ templates: { sidecar: texts[0] ?? '' }, behaviour });
    const hostnames = names.map((name) => {
      const pod = podOf({ containers: ['app'], note: '' }, 'aaaaa');
      const outcome = resultOf({ ...pod, metadata: { name, generateName: 'web-' } }, configuration);
      return outcome.kind === 'injected' && objectAt(outcome.pod, 'spec').hostname;
    });
    expect(hostnames).toEqual(names);
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

interface Noted {
  readonly configuration: InjectConfiguration;
  readonly suffix?: string;
}

describe('outcomes of pods whose reviews had the same text but for names', () => {
  const noteIn = (data: GoValue): GoValue | undefined => {
    const meta = (data as { target: GoStruct }).target.field('ObjectMeta') as GoStruct;
    return (meta.field('Annotations') as GoTypedMap).get('note');
  };

  /** A mesh whose template copies the end of the pod's note, and how often it was rendered. */
  function copying(): { readonly configuration: InjectConfiguration; readonly renderings: () => number } {
    let renderings = 0;
    const render = (data: GoValue): string => {
      renderings += 1;
      return `metadata: {labels: {note: ${String(noteIn(data)).at(-1)}}}`;
    };
    const configuration = { ...meshOf(''), templates: new Map([['sidecar', { render }]]) };
    return { configuration, renderings: () => renderings };
  }

  const samples = new Map<string, JsonObject>();

  /** `form` stands for the text that reviews share; `sample` is a pod of it with names of its own. */
  function ask(
    form: string,
    { pod, sample }: Record<'pod' | 'sample', JsonObject>,
    configuration: InjectConfiguration,
  ) {
    const known = samples.get(form) ?? sample;
    samples.set(form, known);
    const request = { pod, namespace: 'shop', address: new Map(), form: { ...volatileNames(pod), sample: known } };
    return inject(request, configuration, memory);
  }

  /** The note of a pod as it was injected. */
  function noteOf(form: string, note: string, { suffix = 'aaaaa', configuration }: Noted) {
    const of = (own: string) => podOf({ containers: ['app'], note: note.replaceAll(suffix, own) }, own);
    const outcome = ask(form, { pod: of(suffix), sample: of('zzzzz') }, configuration);
    return outcome.kind === 'injected' ? objectAt(outcome.pod, 'metadata', 'labels').note : outcome;
  }

  it('are found by the form alone: the pod is not read again', () => {
    const { configuration, renderings } = copying();
    expect(noteOf('plain', 'x', { configuration })).toBe('x');
    expect(noteOf('plain', 'x', { configuration, suffix: 'bbbbb' })).toBe('x');
    // No two reviews of one text have such pods: it shows what is looked at.
    expect(noteOf('plain', 'other', { configuration, suffix: 'ccccc' })).toBe('x');
    expect(renderings()).toBe(1);
  });

  it('are made anew for a pod to which the patch does not apply', () => {
    const configuration = meshOf('spec: {containers: [{name: agent, image: x}]}');
    const bare = (name: string, spec: JsonObject): JsonObject => ({ metadata: { generateName: 'web-', name }, spec });
    const sample = bare('web-z', { containers: [{ name: 'app' }] });
    ask('bare', { pod: bare('web-a', { containers: [{ name: 'app' }] }), sample }, configuration);
    expect(ask('bare', { pod: bare('web-b', {}), sample }, configuration)).toMatchObject({
      kind: 'injected',
      pod: { spec: { containers: [{ name: 'agent' }] } },
    });
  });

  it('are of one configuration', () => {
    const [one, other] = [copying(), copying()];
    for (const { configuration, renderings } of [one, other, one]) {
      expect(noteOf('configured', 'x', { configuration })).toBe('x');
      expect(renderings()).toBe(1);
    }
  });

  it('are found by each pod where a name stands elsewhere in the text', () => {
    const { configuration } = copying();
    for (const suffix of ['aaaaa', 'bbbbb']) {
      expect(noteOf('named', `web-${suffix}`, { configuration, suffix })).toBe(suffix.at(-1));
    }
  });

  it('are not kept where the name of the token stands elsewhere in the text', () => {
    const { configuration } = copying();
    for (const suffix of ['aaaaa', 'bbbbb']) {
      const note = `kube-api-access-${suffix}`;
      expect(noteOf(`token ${suffix}`, note, { configuration, suffix })).toBe(suffix.at(-1));
    }
  });
});

describe('patches that are not kept', () => {
  const padded = (name: string): string => `metadata: {annotations: {${name}: ${'x'.repeat(100_000)}}}`;
  const shapeOf = (note: string): Shape => ({ containers: ['app'], note });

  it('because they are long are made anew', () => {
    const configuration = meshOf(`{${padded('a').slice(0, -1)}, b: ${'y'.repeat(30_000)}}}}`);
    const results = ['aaaaa', 'bbbbb'].map((suffix) => resultOf(podOf(shapeOf('long'), suffix), configuration));
    expect(results).toMatchObject([{ kind: 'injected' }, { kind: 'injected' }]);
  });

  it('because others have taken their place are made anew', () => {
    const configuration = meshOf(padded('a'));
    const first = resultOf(podOf(shapeOf('0'), 'aaaaa'), configuration);
    for (let index = 1; index <= 20; index++) {
      resultOf(podOf(shapeOf(String(index)), 'aaaaa'), configuration);
    }
    expect(resultOf(podOf(shapeOf('0'), 'aaaaa'), configuration)).toEqual(first);
    expect(resultOf(podOf(shapeOf('0'), 'aaaaa'), configuration)).toEqual(first);
  });
});
