import { describe, expect, it } from 'vitest';
import type { AuthorMay } from '../../../../lib/contract/author-rules.ts';
import type { EarlierInjection } from '../../../../lib/inject/again/earlier-injection.ts';
import { keepChanges } from '../../../../lib/inject/again/keep-changes.ts';
import { decodeRecord } from '../../../../lib/inject/again/read-record.ts';
import { contentOf, volumeDigest } from '../../../../lib/inject/again/record.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const none: ReadonlySet<string> = new Set();
const status = { initContainers: none, containers: none, volumes: none, imagePullSecrets: none };
const noRecord: EarlierInjection = { status, record: null };

const agent = (fields: JsonObject): JsonObject => ({ name: 'agent', image: 'a:1', ...fields });
const podOf = (container: JsonObject, list = 'containers'): JsonObject => ({ spec: { [list]: [container] } });

function kept(fresh: JsonObject, present: JsonObject, earlier = noRecord, authorMay: AuthorMay = 'all'): JsonObject {
  return keepChanges(fresh, present, { earlier, rendered: fresh, authorMay });
}

const token = {
  name: 'kube-api-access-x1y2z',
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  readOnly: true,
};
const mount = { name: 'data', mountPath: '/data' };
const env = (...values: readonly string[]): JsonObject => ({
  env: values.map((text) => ({ name: text[0] ?? '', value: text.slice(1) })),
});

describe('an injected container as others left it', () => {
  it.each<readonly [string, JsonObject, JsonObject]>([
    ['a field besides', {}, { imagePullPolicy: 'Always' }],
    ['the same arguments', { args: ['a', 'b'] }, { args: ['a', 'b'], tty: true }],
    ['an item in front of another', env('A1'), env('B2', 'A1')],
    ['an item between two', env('A1', 'B2'), env('A1', 'C3', 'B2')],
    ['an item behind another', env('A1'), env('A1', 'B2')],
    ['an item of the same name in front, which does not count', env('A1'), env('A2', 'A1')],
    ['a field in an item', { ports: [{ containerPort: 80 }] }, { ports: [{ containerPort: 80, protocol: 'TCP' }] }],
    ['a list where there is none', {}, env('A1')],
    ['no empty object', { securityContext: {}, lifecycle: { preStop: {} }, tty: true }, { tty: true }],
    ['an empty list where there is none', { env: [] }, {}],
    ['something in an empty object', { securityContext: {} }, { securityContext: { runAsUser: 1 } }],
    [
      'another spelling of an amount',
      { resources: { limits: { cpu: '1000m' } } },
      { resources: { limits: { cpu: '1' } } },
    ],
  ])('stays with %s', (_name, fresh, present) => {
    for (const list of ['containers', 'initContainers']) {
      const pod = podOf(agent(present), list);
      expect(kept(podOf(agent(fresh), list), pod)).toEqual(pod);
    }
  });

  it.each<readonly [string, JsonObject, JsonObject]>([
    ['another text', { workingDir: '/a' }, { workingDir: '/b' }],
    ['one argument more', { args: ['a'] }, { args: ['a', 'b'] }],
    ['one argument less', { args: ['a', 'b'] }, { args: ['a'] }],
    ['other arguments', { args: ['a', 'b'] }, { args: ['a', 'c'] }],
    ['another value in an item', env('A1'), env('A2')],
    ['another value in the first item, and one more', env('A1'), env('A2', 'B1')],
    ['an item less', env('A1', 'B2'), env('A1')],
    ['two items the other way round', env('A1', 'B2'), env('B2', 'A1')],
    ['no list', env('A1'), {}],
    ['no object', { securityContext: { runAsUser: 1 } }, {}],
    ['a field less in an object', { lifecycle: { preStop: { exec: { command: ['x'] } } } }, { lifecycle: {} }],
  ])('goes for the fresh one with %s', (_name, fresh, present) => {
    const pod = podOf(agent(fresh));
    expect(kept(pod, podOf(agent({ ...present, imagePullPolicy: 'Always' })))).toBe(pod);
  });

  it.each([
    ['stays where the record has the same content', agent({}), agent({ tty: true })],
    ['goes where the record has another', agent({ stdin: true }), agent({})],
  ])('%s', (_name, recorded, want) => {
    const record = decodeRecord(JSON.stringify({ containers: { agent: `${contentOf(recorded)}.x` } }));
    const pod = kept(podOf(agent({})), podOf(agent({ tty: true })), { status, record });
    expect(pod).toEqual(podOf(want));
  });

  it('is another where its name is another', () => {
    const pod = podOf(agent({}));
    expect(kept(pod, podOf({ name: 'other', image: 'a:1', tty: true }))).toBe(pod);
  });
});

describe('an injected container where authors may not override everything', () => {
  const resources = (fresh: JsonObject, present: JsonObject): JsonObject =>
    kept(podOf(agent(fresh)), podOf(agent(present)), noRecord, 'resources');

  it.each<readonly [string, JsonObject, JsonObject, JsonObject]>([
    ["keeps the token's mount", { volumeMounts: [mount] }, { volumeMounts: [token] }, { volumeMounts: [mount, token] }],
    ['keeps no other mount', { volumeMounts: [] }, { volumeMounts: [mount, token] }, { volumeMounts: [token] }],
    ['keeps nothing else', { tty: true }, { stdin: true, tty: true }, { tty: true }],
    [
      'keeps the mount of the template where that is at the same path',
      { volumeMounts: [{ ...mount, mountPath: token.mountPath }] },
      { volumeMounts: [token] },
      { volumeMounts: [{ ...mount, mountPath: token.mountPath }] },
    ],
  ])('%s', (_name, fresh, present, want) => {
    expect(resources(fresh, present)).toEqual(podOf(agent(want)));
  });

  it('is the present one where both say the same, and the fresh one where there is none', () => {
    const present = podOf(agent({ tty: true }));
    expect(kept(podOf(agent({ tty: true })), present, noRecord, 'nothing')).toEqual(present);
    const fresh = podOf(agent({}));
    expect(kept(fresh, { spec: { containers: [] } }, noRecord, 'nothing')).toBe(fresh);
  });
});

describe('an injected volume as others left it', () => {
  const volumes = (source: JsonObject): JsonObject => ({ spec: { volumes: [{ name: 'data', ...source }] } });
  const wanted = { configMap: { name: 'c' } };
  const defaulted = volumes({ configMap: { name: 'c', defaultMode: 420 } });
  const recordOf = (source: JsonObject): EarlierInjection => ({
    status,
    record: decodeRecord(JSON.stringify({ volumes: { data: volumeDigest({ name: 'data', ...source }) } })),
  });

  it.each<readonly [string, JsonObject, EarlierInjection, JsonObject]>([
    ['stays with defaults', volumes(wanted), noRecord, defaulted],
    ['stays with defaults where the record has the same', volumes(wanted), recordOf(wanted), defaulted],
    ['goes where the template had another before', volumes(wanted), recordOf({ emptyDir: {} }), volumes(wanted)],
    [
      'goes where it is another',
      volumes({ emptyDir: { medium: 'Memory' } }),
      noRecord,
      volumes({ emptyDir: { medium: 'Memory' } }),
    ],
  ])('%s', (_name, fresh, earlier, want) => {
    for (const authorMay of ['all', 'nothing'] as const) {
      expect(kept(fresh, defaulted, earlier, authorMay)).toEqual(want);
    }
  });

  it('is compared with what the templates alone gave, where they gave it', () => {
    const fresh = volumes({ configMap: { name: 'c', defaultMode: 420 } });
    const present = volumes({ configMap: { name: 'c', defaultMode: 420, optional: false } });
    const given = (rendered: JsonObject): JsonObject =>
      keepChanges(fresh, present, { earlier: recordOf(wanted), rendered, authorMay: 'all' });
    expect(given(volumes(wanted))).toEqual(present);
    expect(given({ spec: {} })).toBe(fresh);
  });
});
