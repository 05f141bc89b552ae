import { describe, expect, it } from 'vitest';
import { earlierInjection } from '../../../../lib/inject/again/earlier-injection.ts';
import { decodeRecord, restoreRecorded } from '../../../../lib/inject/again/read-record.ts';
import { recordAnnotation } from '../../../../lib/inject/again/record.ts';
import { statusAnnotation } from '../../../../lib/inject/again/status.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const nothing = {
  config: '',
  labels: {},
  annotations: {},
  spec: {},
  volumes: new Map(),
  imagePullSecrets: [],
  containers: new Map(),
  initContainers: new Map(),
};

describe('decodeRecord', () => {
  it.each<readonly [string, JsonObject, object]>([
    ['nothing', {}, {}],
    ['the configuration', { config: 'f00d' }, { config: 'f00d' }],
    ['no configuration that is no text', { config: 1 }, {}],
    [
      'labels and annotations, null for what was not there',
      { labels: { a: 'x', b: null, c: 1 } },
      { labels: { a: 'x', b: null } },
    ],
    ['any change of the spec', { spec: { a: [1], b: null } }, { spec: { a: [1], b: null } }],
    ['digests of volumes', { volumes: { v: 'abc', w: 1 } }, { volumes: new Map([['v', 'abc']]) }],
    ['names of secrets', { imagePullSecrets: ['a', 1, null] }, { imagePullSecrets: ['a'] }],
    ['no secrets that are no list', { imagePullSecrets: 'a' }, {}],
    [
      'both digests of containers',
      { containers: { a: 'c.i', b: 'c', c: 1 } },
      {
        containers: new Map([
          ['a', { content: 'c', identity: 'i' }],
          ['b', { content: 'c', identity: '' }],
          ['c', { content: '', identity: '' }],
        ]),
      },
    ],
  ])('reads %s', (_name, record, want) => {
    expect(decodeRecord(JSON.stringify(record))).toEqual({ ...nothing, ...want });
  });

  it.each([undefined, 'text', '[]'])('reads nothing of %j', (text) => {
    expect(decodeRecord(text)).toBeNull();
  });
});

describe('restoreRecorded', () => {
  const pod = {
    metadata: { labels: { a: 'new', b: 'added', c: 'own' }, annotations: { x: 'new' } },
    spec: { nodeName: 'n', hostname: 'new', imagePullSecrets: [{ name: 'mine' }, { name: 'added' }] },
  };

  it('takes back labels, annotations, fields of the spec and secrets, and leaves the lists to others', () => {
    const record = {
      ...nothing,
      labels: { a: 'old', b: null },
      annotations: { x: null, y: 'gone' },
      spec: { hostname: 'old', nodeName: null, containers: null, volumes: null, resources: null },
      imagePullSecrets: ['added', 'missing'],
    };
    const containers = [{ name: 'app' }];
    expect(restoreRecorded({ ...pod, spec: { ...pod.spec, containers, volumes: [], resources: {} } }, record)).toEqual({
      metadata: { labels: { a: 'old', c: 'own' }, annotations: { y: 'gone' } },
      spec: { hostname: 'old', imagePullSecrets: [{ name: 'mine' }], containers, volumes: [], resources: {} },
    });
  });

  it('leaves a pod as it is where nothing was changed', () => {
    expect(restoreRecorded(pod, nothing)).toBe(pod);
  });
});

describe('earlierInjection', () => {
  const annotated = (annotations: JsonObject, containers: readonly JsonObject[] = []): JsonObject => ({
    metadata: { annotations },
    spec: { containers },
  });
  const proxy = { name: 'istio-proxy' };
  const own = new Set(['istio-proxy']);

  it.each<readonly [string, JsonObject, boolean]>([
    ['no annotation', annotated({}, [proxy]), false],
    ['one that tells something', annotated({ [statusAnnotation]: '{}' }), true],
    ['one that cannot be read', annotated({ [statusAnnotation]: 'x' }, [{ name: 'app' }]), false],
    [
      "one that cannot be read beside the mesh's container",
      annotated({ [statusAnnotation]: 'x' }, [{ name: 'app' }, proxy]),
      true,
    ],
  ])('is told by the status: %s', (_name, given, isInjected) => {
    expect(earlierInjection(given, own) !== null).toBe(isInjected);
  });

  it('has the record, where there is one', () => {
    const status = { [statusAnnotation]: '{"containers":["a"]}' };
    expect(earlierInjection(annotated(status))).toMatchObject({ status: { containers: new Set(['a']) }, record: null });
    const record = earlierInjection(annotated({ ...status, [recordAnnotation]: '{"config":"f"}' }))?.record;
    expect(record?.config).toBe('f');
  });
});
