import { describe, expect, it } from 'vitest';
import type { EarlierInjection } from '../../../../lib/inject/again/earlier-injection.ts';
import { noOverrides } from '../../../../lib/inject/again/overrides.ts';
import { decodeRecord } from '../../../../lib/inject/again/read-record.ts';
import { identityOf, volumeDigest } from '../../../../lib/inject/again/record.ts';
import { decodeStatus } from '../../../../lib/inject/again/status.ts';
import {
  doubtfulNames,
  putBackVolumes,
  type StripOptions,
  strip,
  turnedNative,
  undo,
} from '../../../../lib/inject/again/strip.ts';
import { plainBehaviour } from '../../../../lib/inject/plain-behaviour.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const none: ReadonlySet<string> = new Set();
const nothing = { containers: none, initContainers: none, volumes: none, imagePullSecrets: none };

function earlierOf(listed: JsonObject, record: JsonObject | null = null): EarlierInjection {
  const text = record === null ? undefined : JSON.stringify(record);
  return { status: decodeStatus(JSON.stringify(listed)) ?? nothing, record: decodeRecord(text) };
}

const named = (...names: readonly string[]): JsonObject[] => names.map((name) => ({ name, image: 'x' }));
const podOf = (spec: JsonObject, annotations: JsonObject = {}): JsonObject => ({ metadata: { annotations }, spec });
const mesh = { ...plainBehaviour, keepsRecord: false, ownContainers: new Set(['proxy']) };

function optionsOf(pod: JsonObject, listed: JsonObject, rest: Partial<StripOptions> = {}): StripOptions {
  const earlier = earlierOf(listed);
  return { undone: pod, earlier, overrides: noOverrides, behaviour: plainBehaviour, keep: none, ...rest };
}

describe('strip', () => {
  it.each<readonly [string, JsonObject, JsonObject, Partial<StripOptions>, JsonObject]>([
    [
      'takes away what the status lists, list by list',
      { containers: named('agent', 'app'), initContainers: named('init', 'agent') },
      { containers: ['agent'], initContainers: ['init'] },
      {},
      { containers: named('app'), initContainers: named('agent') },
    ],
    [
      'leaves what is to be kept',
      { containers: named('agent') },
      { containers: ['agent'] },
      { keep: new Set(['agent']) },
      { containers: named('agent') },
    ],
    [
      'takes away what a mesh owns',
      { containers: named('proxy', 'app') },
      {},
      { behaviour: mesh },
      { containers: named('app') },
    ],
    [
      'puts back what was recorded, where it stands',
      { containers: named('agent', 'app') },
      { containers: ['agent'] },
      {
        overrides: {
          containers: [{ name: 'agent', tty: true, resources: { limits: { cpu: '1' } } }],
          initContainers: [],
        },
      },
      {
        containers: [{ name: 'agent', tty: true, resources: { limits: { cpu: '1' } }, image: 'auto' }, ...named('app')],
      },
    ],
    [
      'puts back what is not there any more at the end, without the empty resources that Go wrote',
      { containers: named('app') },
      {},
      { overrides: { containers: [{ name: 'agent', image: 'own', resources: {} }], initContainers: [] } },
      { containers: [...named('app'), { name: 'agent', image: 'own' }] },
    ],
    [
      'puts back nothing that is in the other list',
      { containers: named('app'), initContainers: named('agent') },
      {},
      { overrides: { containers: [{ name: 'agent' }], initContainers: [] } },
      { containers: named('app'), initContainers: named('agent') },
    ],
    [
      'takes away volumes that the status lists and no container mounts',
      {
        containers: [{ name: 'app', volumeMounts: [{ name: 'mounted' }], volumeDevices: [{ name: 'device' }] }],
        volumes: [{ name: 'data' }, { name: 'own' }, { name: 'mounted' }, { name: 'device' }],
      },
      { volumes: ['data', 'mounted', 'device'] },
      {},
      {
        containers: [{ name: 'app', volumeMounts: [{ name: 'mounted' }], volumeDevices: [{ name: 'device' }] }],
        volumes: [{ name: 'own' }, { name: 'mounted' }, { name: 'device' }],
      },
    ],
    ['leaves a list without volumes', { containers: [], volumes: [] }, {}, {}, { containers: [], volumes: [] }],
  ])('%s', (_name, spec, listed, rest, want) => {
    expect(strip(optionsOf(podOf(spec), listed, rest)).spec).toEqual(want);
  });
});

describe('undo', () => {
  const { earlier } = optionsOf(podOf({}), {});

  it('takes back what the stages did, and what was added to the resources of the pod', () => {
    const pod = podOf({}, { 'lambda-sidecar-injector/pod-resources': '{}' });
    expect(undo(pod, earlier, plainBehaviour)).toEqual({ metadata: {}, spec: {} });
    const staged = { ...mesh, undo: () => podOf({ hostname: 'x' }) };
    expect(undo(pod, earlier, staged)).toEqual(podOf({ hostname: 'x' }));
  });

  it('takes away the annotations of an injection, and no others', () => {
    const annotations = {
      'sidecar.istio.io/status': '{}',
      'proxy.istio.io/overrides': '{}',
      'lambda-sidecar-injector/record': '{}',
      own: 'x',
    };
    expect(undo(podOf({ containers: [] }, annotations), earlier, plainBehaviour).metadata).toEqual({
      annotations: { own: 'x' },
    });
  });

  it('takes back the labels and fields that a record tells of, and the notes that a record would bring back', () => {
    const pod = { metadata: { labels: { a: 'new', b: 'new' } }, spec: { hostname: 'new', containers: [] } };
    const record = {
      labels: { a: 'old', b: null },
      annotations: { own: 'x', 'sidecar.istio.io/status': 'forged' },
      spec: { hostname: 'old', containers: null },
    };
    expect(undo(pod, earlierOf({}, record), plainBehaviour)).toEqual({
      metadata: { labels: { a: 'old' }, annotations: { own: 'x' } },
      spec: { hostname: 'old', containers: [] },
    });
  });
});

describe('doubtfulNames', () => {
  const [agent = {}] = named('agent');
  const digests = (identity: string): JsonObject => ({ containers: { agent: `x.${identity}` } });

  it.each<readonly [string, JsonObject, Partial<StripOptions>, readonly string[]]>([
    ['what the status lists', { containers: ['agent'] }, {}, ['agent']],
    ['nothing that it lists elsewhere', { initContainers: ['agent'] }, {}, []],
    [
      'nothing that a record vouches for',
      {},
      { earlier: earlierOf({ containers: ['agent'] }, digests(identityOf(agent))) },
      [],
    ],
    [
      'what a record tells of otherwise',
      {},
      { earlier: earlierOf({ containers: ['agent'] }, digests('other')) },
      ['agent'],
    ],
    ['what a mesh owns and the status does not list', {}, { behaviour: mesh }, ['proxy']],
    ['nothing that a mesh owns and the status lists', { containers: ['proxy'] }, { behaviour: mesh }, []],
    ['nothing that is kept', { containers: ['agent'] }, { keep: new Set(['agent']) }, []],
    [
      'nothing that is recorded as the user wrote it',
      { containers: ['agent'] },
      { overrides: { containers: [{ name: 'agent' }], initContainers: [] } },
      [],
    ],
  ])('are %s', (_name, listed, rest, want) => {
    const pod = podOf({ containers: named('agent', 'app', 'proxy') });
    expect(doubtfulNames(pod, optionsOf(pod, listed, rest))).toEqual(want);
  });
});

describe('turnedNative', () => {
  const pod = podOf({ containers: named('proxy', 'other', 'app') });
  const rendered = podOf({ initContainers: named('proxy', 'app') });

  it('are injected containers that the templates now have as init containers, in a mesh', () => {
    const options = optionsOf(pod, { containers: ['other'] }, { behaviour: mesh });
    expect(turnedNative(pod, rendered, options)).toEqual(new Set(['proxy']));
    expect(turnedNative(pod, rendered, { ...options, behaviour: { ...mesh, keepsRecord: true } })).toEqual(none);
  });
});

describe('putBackVolumes', () => {
  const volume = (name: string, source: JsonObject): JsonObject => ({ name, ...source });
  const data = volume('data', { emptyDir: {} });
  const stored = volume('data', { emptyDir: { sizeLimit: '1Gi' } });
  const own = volume('own', { configMap: {} });

  it.each<readonly [string, readonly JsonObject[], EarlierInjection, readonly JsonObject[]]>([
    ['as it stands, where the template has it again', [data], earlierOf({ volumes: ['data'] }), [stored, own]],
    ['not, where the template has it no more', [], earlierOf({ volumes: ['data'] }), [own]],
    [
      'its name alone, where the template has another source',
      [volume('data', { hostPath: {} })],
      earlierOf({ volumes: ['data'] }),
      [{ name: 'data' }, own],
    ],
    [
      'as it stands, where the record has the same',
      [data],
      earlierOf({ volumes: ['data'] }, { volumes: { data: volumeDigest(data) } }),
      [stored, own],
    ],
    [
      'its name alone, where the record has another',
      [data],
      earlierOf({ volumes: ['data'] }, { volumes: { data: 'other' } }),
      [{ name: 'data' }, own],
    ],
  ])('puts one back %s', (_name, volumes, earlier, want) => {
    const user = podOf({ volumes: [own] });
    const put = putBackVolumes(user, podOf({ volumes: [stored, own] }), { rendered: podOf({ volumes }), earlier });
    expect(put.spec).toEqual({ volumes: want });
  });

  it.each<readonly [string, JsonObject, JsonObject]>([
    ['no volume was stripped', podOf({ volumes: [own] }), podOf({ volumes: [own] })],
    [
      'a container that stays mounts it',
      podOf({ containers: [{ name: 'app', volumeMounts: [{ name: 'data' }] }], volumes: [stored, own] }),
      podOf({ volumes: [stored, own] }),
    ],
  ])('is the stripped pod where %s', (_name, user, original) => {
    const rendered = podOf({ volumes: [volume('data', { hostPath: {} })] });
    expect(putBackVolumes(user, original, { rendered, earlier: earlierOf({ volumes: ['data'] }) })).toBe(user);
  });

  it('gives the volumes that the pod had, where as many others are left', () => {
    const user = podOf({ volumes: [own] });
    const put = putBackVolumes(user, podOf({ volumes: [stored] }), { rendered: podOf({}), earlier: earlierOf({}) });
    expect(put.spec).toEqual({ volumes: [stored] });
  });
});
