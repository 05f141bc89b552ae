import { describe, expect, it } from 'vitest';
import { noOverrides, overridesAnnotation } from '../../../../lib/inject/again/overrides.ts';
import { ownContainers, type ReapplyOptions, reapplyOwnContainers } from '../../../../lib/inject/merge/reapply.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { itemsOf } from '../../../../lib/kube/pod/containers.ts';
import { annotationOf } from '../../../../lib/kube/pod/metadata.ts';

const agent = { name: 'agent', image: 'a:1' };
const app = { name: 'app', image: 'app' };
const podOf = (spec: JsonObject): JsonObject => ({ metadata: {}, spec });

function optionsOf(user: JsonObject, rendered: JsonObject, rest: Partial<ReapplyOptions> = {}): ReapplyOptions {
  return { user: podOf(user), rendered: podOf(rendered), recorded: noOverrides, brought: new Set(), ...rest };
}

describe('a container of the author’s with a name of the templates’', () => {
  /** What the template has, what the author's own has, and what comes out. */
  it.each<readonly [string, JsonObject, JsonObject, JsonObject]>([
    ['with its image', {}, { image: 'own:1' }, { image: 'own:1' }],
    ['without the image that asks for the template’s', {}, { image: 'auto', tty: true }, { tty: true }],
    [
      'but for empty values, which say nothing',
      { stdin: true, tty: true },
      { stdin: false, tty: null },
      { stdin: true, tty: true },
    ],
    [
      'in its own spelling',
      {},
      { resources: { limits: { cpu: '1000m' } } },
      { resources: { limits: { cpu: '1000m' } } },
    ],
    [
      'amount by amount',
      { resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1' } } },
      { resources: { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1' } } },
      { resources: { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1' } } },
    ],
    [
      'without an amount that is null, in both as well',
      { resources: { limits: { cpu: null, memory: '1Gi' } } },
      { resources: { limits: { cpu: null, memory: '1Gi' } } },
      { resources: { limits: { memory: '1Gi' } } },
    ],
    ['with an empty object that Go keeps', {}, { securityContext: {} }, { securityContext: {} }],
    [
      'with what Go adds to it',
      {},
      { lifecycle: { preStop: { sleep: {} } } },
      { lifecycle: { preStop: { sleep: { seconds: 0 } } } },
    ],
    [
      'without the empty object that Go adds',
      { resources: { limits: { cpu: '1' } } },
      { tty: true },
      { resources: { limits: { cpu: '1' } }, tty: true },
    ],
    [
      'item by item',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
      {
        env: [
          { name: 'B', value: '3', valueFrom: null },
          { name: 'C', value: '' },
        ],
      },
      { env: [{ name: 'A', value: '1' }, { name: 'B', value: '3' }, { name: 'C' }] },
    ],
  ])('is laid over the template’s %s', (_name, template, own, want) => {
    const merged = podOf({ containers: [app, { ...agent, ...template }] });
    const options = optionsOf({ containers: [{ name: 'agent', ...own }] }, { containers: [agent] });
    expect(itemsOf(reapplyOwnContainers(merged, options), 'containers')).toEqual([app, { ...agent, ...want }]);
  });

  it('is merged in where the pod has none of the name', () => {
    const options = optionsOf({ containers: [{ name: 'agent', tty: true }] }, { containers: [agent] });
    const pod = reapplyOwnContainers(podOf({ containers: [app] }), options);
    expect(itemsOf(pod, 'containers')).toEqual([{ name: 'agent', tty: true }, app]);
  });

  it('is kept in an annotation, unless an earlier injection brought it', () => {
    const merged = podOf({ containers: [agent] });
    const options = optionsOf({ containers: [{ ...agent, tty: true }] }, { containers: [agent] });
    const text = '{"containers":[{"name":"agent","image":"a:1","resources":{},"tty":true}]}';
    expect(annotationOf(reapplyOwnContainers(merged, options), overridesAnnotation)).toBe(text);
    const brought = reapplyOwnContainers(merged, { ...options, brought: new Set(['agent']) });
    expect(brought).toEqual(podOf({ containers: [{ ...agent, tty: true }] }));
  });

  it('is none where no template has its name', () => {
    const merged = podOf({ containers: [app] });
    expect(reapplyOwnContainers(merged, optionsOf({ containers: [app] }, { containers: [agent] }))).toBe(merged);
    expect(reapplyOwnContainers(merged, optionsOf({ containers: [app] }, {}))).toBe(merged);
  });
});

describe('ownContainers', () => {
  const always = { name: 'agent', restartPolicy: 'Always' };
  const both = { containers: [{ name: 'agent', tty: true }], initContainers: [{ name: 'agent', stdin: true }] };
  const recorded = { containers: [{ name: 'agent', image: 'recorded' }], initContainers: [] };

  it.each<readonly [string, JsonObject, JsonObject, Partial<ReapplyOptions>, JsonObject]>([
    ['of the list of the template first', both, { containers: [agent] }, {}, { containers: both.containers }],
    [
      'of that list also where it is the init containers',
      both,
      { initContainers: [agent] },
      {},
      { initContainers: both.initContainers },
    ],
    [
      'of the other list else',
      { initContainers: [{ name: 'agent', tty: true }] },
      { containers: [agent] },
      {},
      { containers: [{ name: 'agent', tty: true }] },
    ],
    [
      'of the init containers, which restart anyway',
      { initContainers: [always] },
      { containers: [agent] },
      {},
      { containers: [{ name: 'agent' }] },
    ],
    [
      'of init containers that do not restart',
      { initContainers: [{ ...always, restartPolicy: 'Never' }] },
      { containers: [agent] },
      {},
      { containers: [{ ...always, restartPolicy: 'Never' }] },
    ],
    [
      'of the containers for an init container, as it is',
      { containers: [always] },
      { initContainers: [agent] },
      {},
      { initContainers: [always] },
    ],
    ['of the record before all', both, { containers: [agent] }, { recorded }, { containers: recorded.containers }],
    ['of the record’s own list', {}, { initContainers: [agent] }, { recorded }, {}],
    [
      'without an image that asks for the template’s',
      { containers: [{ name: 'agent', image: 'auto' }] },
      { containers: [agent] },
      {},
      { containers: [{ name: 'agent' }] },
    ],
  ])('are %s', (_name, user, rendered, rest, want) => {
    expect(ownContainers(optionsOf(user, rendered, rest))).toEqual({ ...noOverrides, ...want });
  });
});
