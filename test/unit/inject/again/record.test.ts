import { describe, expect, it } from 'vitest';
import { contentOf, formatRecord, identityOf, volumeDigest } from '../../../../lib/inject/again/record.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const app = { name: 'app', image: 'a' };
const agent = { name: 'agent', image: 'b' };
const data = { name: 'data', emptyDir: {} };

interface Pods {
  readonly user?: JsonObject;
  readonly injected?: JsonObject;
  readonly rendered?: JsonObject;
}

function recorded({ user = {}, injected = {}, rendered = {} }: Pods): unknown {
  return JSON.parse(formatRecord('f00d', { user, injected, rendered }));
}

describe('formatRecord', () => {
  it.each<readonly [string, Pods, JsonObject]>([
    ['the configuration alone where nothing was done', { user: { spec: { a: 1 } }, injected: { spec: { a: 1 } } }, {}],
    [
      'labels and annotations as they were, null for none',
      {
        user: { metadata: { labels: { same: 'x', changed: 'y', gone: 'z', none: null }, annotations: { a: 'x' } } },
        injected: { metadata: { labels: { same: 'x', changed: 'n', added: 'n' }, annotations: { b: 'y' } } },
      },
      { labels: { changed: 'y', gone: 'z', added: null }, annotations: { a: 'x', b: null } },
    ],
    [
      'fields of the spec but for what is recorded apart',
      {
        user: { spec: { hostname: 'x', containers: [], volumes: [], resources: {} } },
        injected: { spec: { hostname: 'y', dnsPolicy: 'z', initContainers: [], resources: {}, volumes: [data] } },
      },
      { spec: { hostname: 'x', dnsPolicy: null } },
    ],
    [
      'volumes as the templates have them',
      { injected: { spec: { volumes: [{ name: 'own' }] } }, rendered: { spec: { volumes: [data] } } },
      { volumes: { data: volumeDigest(data) } },
    ],
    [
      'pull secrets that were added',
      {
        user: { spec: { imagePullSecrets: [{ name: 'own' }] } },
        injected: { spec: { imagePullSecrets: [{ name: 'own' }, { name: 'added' }] } },
      },
      { imagePullSecrets: ['added'] },
    ],
    [
      'containers that were added or changed, in either list',
      {
        user: { spec: { containers: [app], initContainers: [agent] } },
        injected: { spec: { containers: [app, agent], initContainers: [{ ...agent, tty: true }] } },
      },
      { initContainers: { agent: `${contentOf({ ...agent, tty: true })}.${identityOf(agent)}` } },
    ],
  ])('tells %s', (_name, pods, want) => {
    expect(recorded(pods)).toEqual({ config: 'f00d', ...want });
  });
});

describe('digests', () => {
  it.each<readonly [string, JsonObject]>([
    ['name', { name: 'b' }],
    ['image', { image: 'b' }],
    ['command', { command: ['b'] }],
    ['args', { args: ['b'] }],
  ])('of what a container is differ by its %s', (field, other) => {
    const container = { name: 'a', image: 'a', command: ['a'], args: ['a'] };
    const { [field]: _gone, ...without } = container as JsonObject;
    const digests = [container, { ...container, ...other }, without].map((each) => identityOf(each));
    expect(new Set(digests).size).toBe(3);
    expect(identityOf({ ...container, tty: true })).toBe(identityOf(container));
  });

  it('of what a template asks for differ by anything that Go keeps', () => {
    expect(contentOf({ ...app, tty: true })).not.toBe(contentOf(app));
    expect(contentOf({ ...app, tty: false })).toBe(contentOf(app));
    expect(volumeDigest({ ...data, emptyDir: { medium: 'Memory' } })).not.toBe(volumeDigest(data));
  });
});
