import { describe, expect, it } from 'vitest';
import { type Forbiddable, forbiddableThings } from '../../../lib/contract/author-rules.ts';
import { InjectError } from '../../../lib/inject/errors.ts';
import { createMeshBehaviour } from '../../../lib/istio/mesh-behaviour.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { thrownBy } from '../../support/fakes/thrown-by.ts';
import { injectedPod, injectInto } from './fixture.ts';

const container = (rest: JsonObject): JsonObject => ({ containers: [{ name: 'agent', image: 'a:1', ...rest }] });
const secure = (securityContext: JsonObject): JsonObject => container({ securityContext });

/** A spec that a template brings, and where the forbidden thing is in it. */
const rows: readonly (readonly [Forbiddable, JsonObject, string])[] = [
  ['privileged', secure({ privileged: true }), 'container "agent": securityContext.privileged: true'],
  [
    'privilegeEscalation',
    secure({ allowPrivilegeEscalation: true }),
    'container "agent": securityContext.allowPrivilegeEscalation: true',
  ],
  [
    'capabilities',
    secure({ capabilities: { add: ['NET_ADMIN'] } }),
    'container "agent": securityContext.capabilities.add: "NET_ADMIN"',
  ],
  ['runAsRoot', secure({ runAsUser: 0 }), 'container "agent": securityContext.runAsUser: 0'],
  ['runAsRoot', { securityContext: { runAsUser: 0 } }, 'spec: securityContext.runAsUser: 0'],
  [
    'hostProcess',
    secure({ windowsOptions: { hostProcess: true } }),
    'container "agent": securityContext.windowsOptions.hostProcess: true',
  ],
  ['hostPID', { hostPID: true }, 'spec: hostPID: true'],
  ['hostIPC', { hostIPC: true }, 'spec: hostIPC: true'],
  ['hostPath', { volumes: [{ name: 'v', hostPath: { path: '/' } }] }, 'volume "v": hostPath.path: "/"'],
  ['hostPort', container({ ports: [{ containerPort: 1, hostPort: 80 }] }), 'container "agent": ports.hostPort: 80'],
  ['serviceAccount', { serviceAccountName: 'admin' }, 'spec: serviceAccountName: "admin"'],
];
const inits: readonly (readonly [Forbiddable, JsonObject, string])[] = [
  [
    'privileged',
    { initContainers: [{ name: 'i', image: 'i:1', securityContext: { privileged: true } }] },
    'container "i": securityContext.privileged: true',
  ],
];

const app: JsonObject = { metadata: {}, spec: { containers: [{ name: 'app', image: 'app:1' }] } };
const harmless = { labels: 'metadata: {labels: {a: b}}' };
const given = (spec: JsonObject, forbid: readonly Forbiddable[]) => ({
  templates: { ...harmless, sidecar: JSON.stringify({ spec }) },
  settings: { forbid, defaultTemplates: ['labels', 'sidecar'] },
});

describe.each([
  ['plain', {}],
  ['mesh', { behaviour: createMeshBehaviour({ mesh: null }) }],
] as const)('what a template must not bring (%s)', (_kind, behaviour) => {
  it.each([...rows, ...inits])('%s in %j', (thing, spec, place) => {
    const error = thrownBy(InjectError, () => injectInto(app, { ...given(spec, [thing]), ...behaviour }));
    expect(error).toMatchObject({ code: 'forbidden-rendered' });
    expect(String(error)).toContain(`template "sidecar" brings ${place}, which "forbid: ${thing}" does not allow`);
  });

  it.each(rows)('%s is nobody’s business where nothing else is forbidden: %j', (thing, spec) => {
    const others = forbiddableThings.filter((other) => other !== thing);
    expect(injectInto(app, { ...given(spec, others), ...behaviour }).kind).toBe('injected');
  });

  it.each(rows)('%s is the author’s where the pod has it already: %j', (thing, spec) => {
    const own = { metadata: {}, spec: { ...(app.spec as JsonObject), ...spec } };
    const configuration = { ...given(spec, [thing]), ...behaviour };
    const once = injectedPod(own, configuration);
    expect(injectInto(once, configuration).kind).toBe('unchanged');
  });
});

describe('what a pod asks for itself', () => {
  it('in the annotation with overrides is the author’s', () => {
    const overrides = JSON.stringify({ containers: [{ name: 'agent', securityContext: { privileged: true } }] });
    const pod = { ...app, metadata: { annotations: { 'proxy.istio.io/overrides': overrides } } };
    expect(injectInto(pod, given(container({}), ['privileged'])).kind).toBe('injected');
  });

  it('is no leave for another value of the same field', () => {
    const volumes = (path: string) => [{ name: 'v', hostPath: { path } }];
    const pod = { ...app, spec: { ...(app.spec as JsonObject), volumes: volumes('/tmp') } };
    const error = thrownBy(InjectError, () => injectInto(pod, given({ volumes: volumes('/') }, ['hostPath'])));
    expect(error).toMatchObject({ code: 'forbidden-rendered' });
  });

  it('turned off by a template is not there', () => {
    expect(injectInto(app, given(secure({ privileged: false, runAsUser: 1 }), forbiddableThings)).kind).toBe(
      'injected',
    );
  });
});
