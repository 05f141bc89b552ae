import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthorMay } from '../../../../lib/contract/author-rules.ts';
import { createMeshBehaviour } from '../../../../lib/istio/mesh-behaviour.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { type Given, injectedPod, injectInto } from '../fixture.ts';

const template = `
metadata:
  annotations:
    sidecar.istio.io/interceptionMode: REDIRECT
spec:
  containers:
  - name: istio-proxy
    image: proxy:2
    args: [proxy]
    env:
    - {name: A, value: "1"}
    - {name: B, value: "2"}
    resources: {requests: {cpu: 100m}}
`;
const mesh = { ...createMeshBehaviour({ mesh: null }) };
const token = {
  name: 'kube-api-access-x1y2z',
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  readOnly: true,
};

function given(authorMay: AuthorMay, behaviour: 'plain' | 'mesh' = 'plain'): Given {
  const texts = { sidecar: template };
  return { templates: texts, settings: { authorMay }, ...(behaviour === 'mesh' ? { behaviour: mesh } : {}) };
}

function podWith(own: JsonObject | undefined, annotations: JsonObject = {}): JsonObject {
  const proxy = own === undefined ? [] : [{ name: 'istio-proxy', ...own }];
  return { metadata: { name: 'web', annotations }, spec: { containers: [{ name: 'app', image: 'web:1' }, ...proxy] } };
}

const verdict = (pod: JsonObject, authorMay: AuthorMay, behaviour: 'plain' | 'mesh'): string => {
  const outcome = injectInto(pod, given(authorMay, behaviour));
  return outcome.kind === 'refused' ? outcome.message : 'injected';
};

const overrides = (container: JsonObject): JsonObject => ({
  'proxy.istio.io/overrides': JSON.stringify({ containers: [{ name: 'istio-proxy', ...container }] }),
});

/** A pod, and the least strict rule that refuses it; null for none. */
const containerRows: readonly (readonly [string, JsonObject, 'resources' | 'nothing' | null])[] = [
  ['no container of its own', podWith(undefined), null],
  ['one that asks for the template’s image', podWith({ image: 'auto' }), null],
  ['another image', podWith({ image: 'mine:1' }), 'resources'],
  ['the same image', podWith({ image: 'proxy:2' }), null],
  ['other arguments', podWith({ image: 'auto', args: ['sleep'] }), 'resources'],
  ['an environment that the template has', podWith({ image: 'auto', env: [{ name: 'B', value: '2' }] }), null],
  ['another value in the environment', podWith({ image: 'auto', env: [{ name: 'B', value: '3' }] }), 'resources'],
  ['more environment', podWith({ image: 'auto', env: [{ name: 'C', value: '2' }] }), 'resources'],
  ['privileges', podWith({ image: 'auto', securityContext: { privileged: true } }), 'resources'],
  ['resources', podWith({ image: 'auto', resources: { requests: { cpu: '2' } } }), 'nothing'],
  ['resources that the template has', podWith({ image: 'auto', resources: { requests: { cpu: '100m' } } }), null],
  ['no resources, as Go writes them', podWith({ image: 'auto', resources: {} }), null],
  [
    'what the API server fills in',
    podWith({
      image: 'auto',
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      imagePullPolicy: 'Always',
      resources: {},
      volumeMounts: [token],
    }),
    null,
  ],
  ['a pull policy of its own', podWith({ image: 'auto', imagePullPolicy: 'Never' }), 'resources'],
  ['the usual policy of the same image', podWith({ image: 'proxy:2', imagePullPolicy: 'IfNotPresent' }), null],
  ['a mount', podWith({ image: 'auto', volumeMounts: [token, { name: 'x', mountPath: '/x' }] }), 'resources'],
  ['a mount over the token', podWith({ image: 'auto', volumeMounts: [{ ...token, name: 'x' }] }), 'resources'],
  ['an overriding annotation', podWith(undefined, overrides({ args: ['sleep'] })), 'resources'],
  [
    'an overriding annotation of resources',
    podWith(undefined, overrides({ resources: { limits: { cpu: '1' } } })),
    'nothing',
  ],
  ['an init container of that name', initPod({ args: ['sleep'], restartPolicy: 'Always' }), 'resources'],
];

function initPod(own: JsonObject): JsonObject {
  const initContainers = [{ name: 'istio-proxy', image: 'auto', ...own }];
  return { metadata: {}, spec: { containers: [{ name: 'app', image: 'web:1' }], initContainers } };
}

const annotationRows: readonly (readonly [string, string, 'resources' | 'nothing' | null])[] = [
  ['sidecar.istio.io/proxyCPU', '1', 'nothing'],
  ['sidecar.istio.io/proxyMemoryLimit', '1Gi', 'nothing'],
  ['sidecar.istio.io/proxyImage', 'mine:1', 'resources'],
  ['sidecar.istio.io/interceptionMode', 'NONE', 'resources'],
  ['sidecar.istio.io/interceptionMode', 'REDIRECT', null],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', '80', 'resources'],
  ['proxy.istio.io/config', 'concurrency: 1', 'resources'],
  ['sidecar.istio.io/inject', 'true', null],
  ['example.com/own', 'x', null],
];

const refusedBy = { resources: ['resources', 'nothing'], nothing: ['nothing'], none: [''] } as const;

describe.each(['plain', 'mesh'] as const)('a pod under the rules of authors (%s)', (behaviour) => {
  it.each(containerRows)('with %s', (_name, pod, least) => {
    for (const authorMay of ['all', 'resources', 'nothing'] as const) {
      const isRefused = refusedBy[least ?? 'none'].some((rule) => rule === authorMay);
      const want = isRefused ? expect.stringContaining(`"authorMay: ${authorMay}"`) : 'injected';
      expect(verdict(pod, authorMay, behaviour), authorMay).toEqual(want);
    }
  });

  it('is injected twice as once', () => {
    const own = podWith({ image: 'auto', resources: { limits: { cpu: '1' } } });
    const once = injectedPod(own, given('resources', behaviour));
    expect(injectInto(once, given('resources', behaviour))).toMatchObject({ kind: 'unchanged' });
  });

  it('keeps of what was put into the sidecar since only the token, whoever says it was injected', () => {
    const once = injectedPod(podWith(undefined), given('nothing', behaviour));
    const spec = once.spec as { containers: JsonObject[] };
    const containers = spec.containers.map((item) =>
      item.name === 'istio-proxy' ? { ...item, securityContext: { privileged: true }, volumeMounts: [token] } : item,
    );
    const volumes = [{ name: token.name, projected: { sources: [] } }];
    const again = injectedPod({ ...once, spec: { ...spec, containers, volumes } }, given('nothing', behaviour));
    const proxy = (again.spec as { containers: JsonObject[] }).containers.find(({ name }) => name === 'istio-proxy');
    expect(proxy).toMatchObject({ volumeMounts: [token] });
    expect(proxy).not.toHaveProperty('securityContext');
  });
});

describe('annotations of a mesh', () => {
  it.each(annotationRows)('%s: %s', (name, value, least) => {
    for (const authorMay of ['all', 'resources', 'nothing'] as const) {
      const isRefused = refusedBy[least ?? 'none'].some((rule) => rule === authorMay);
      const want = isRefused ? expect.stringMatching(`^annotation ${name} .*"authorMay: ${authorMay}"`) : 'injected';
      expect(verdict(podWith(undefined, { [name]: value }), authorMay, 'mesh'), authorMay).toEqual(want);
      expect(verdict(podWith(undefined, { [name]: value }), authorMay, 'plain')).toBe('injected');
    }
  });

  it.each([
    ['once for a pod without any', {}, 1],
    ['once more for a pod with one, without it', { 'sidecar.istio.io/interceptionMode': 'REDIRECT' }, 2],
  ])('are looked for by rendering %s', (_name, annotations, want) => {
    let renderings = 0;
    const render = (): string => {
      renderings += 1;
      return template;
    };
    injectedPod(podWith(undefined, annotations), { ...given('nothing', 'mesh'), templates: { sidecar: render } });
    expect(renderings).toBe(want);
  });

  it('that templates gave the pod before are none of the author’s', () => {
    const once = injectedPod(podWith(undefined), given('nothing', 'mesh'));
    expect(once).toMatchObject({ metadata: { annotations: { 'sidecar.istio.io/interceptionMode': 'REDIRECT' } } });
    expect(injectInto(once, given('nothing', 'mesh'))).toMatchObject({ kind: 'unchanged' });
  });

  it('cannot make a container of the author’s an earlier injection’s', () => {
    const native = template
      .replace('containers:', 'initContainers:')
      .replace('args:', 'restartPolicy: Always\n    args:');
    const status = JSON.stringify({ containers: ['istio-proxy'], initContainers: null, volumes: null });
    const pod = podWith({ image: 'auto', args: ['sleep'] }, { 'sidecar.istio.io/status': status });
    const configuration = { ...given('nothing', 'mesh'), templates: { sidecar: native } };
    expect(JSON.stringify(injectedPod(pod, configuration).spec)).not.toContain('sleep');
  });
});

describe('the message', () => {
  it('names field, both sides and the rule', () => {
    expect(verdict(podWith({ image: 'mine:1' }), 'resources', 'plain')).toBe(
      'container "istio-proxy" is a template\'s, and the pod sets its image to "mine:1" where the template has "proxy:2"; only resources may be changed here ("authorMay: resources", a setting or a parameter of the deployment). Remove it from the pod.',
    );
  });
});

describe('values in messages', () => {
  const long = (length: number) => 'x'.repeat(length);

  it.each<readonly [string, JsonObject, string]>([
    ['nothing, where the template says nothing', { tty: true }, 'sets its tty to true where the template has nothing;'],
    ['in full', { workingDir: long(118) }, `sets its workingDir to "${long(118)}" where`],
    ['cut', { workingDir: long(119) }, `sets its workingDir to "${long(119)}… where`],
  ])('of containers are shown %s', (_name, own, want) => {
    expect(verdict(podWith({ image: 'auto', ...own }), 'nothing', 'plain')).toContain(want);
  });

  it.each<readonly [string, JsonObject, string]>([
    [
      'with that of the templates',
      { 'sidecar.istio.io/interceptionMode': 'NONE' },
      'has the value "NONE", and changes the sidecar, where the templates give "REDIRECT"; only',
    ],
    [
      'where the templates set none',
      { 'sidecar.istio.io/proxyImage': long(121) },
      `has the value "${long(120)}", and changes the sidecar, where the templates set none; only`,
    ],
  ])('of annotations are shown %s', (_name, annotations, want) => {
    expect(verdict(podWith(undefined, annotations), 'resources', 'mesh')).toContain(want);
  });
});

describe('pods that override nothing', () => {
  it('come out of every rule as out of all', () => {
    const names = fc.constantFrom('app', 'web', 'helper');
    const own = fc.record({ name: names, image: fc.constantFrom('auto', 'a:1'), args: fc.array(fc.string()) });
    const pods = fc.uniqueArray(own, { selector: ({ name }) => name, minLength: 1 });
    fc.assert(
      fc.property(pods, fc.constantFrom('plain', 'mesh'), (containers, behaviour) => {
        const pod: JsonObject = { metadata: { name: 'web' }, spec: { containers } };
        const want = injectedPod(pod, given('all', behaviour));
        expect(injectedPod(pod, given('resources', behaviour))).toEqual(want);
        expect(injectedPod(pod, given('nothing', behaviour))).toEqual(want);
      }),
      { numRuns: propertyRuns(25) },
    );
  });
});

describe('the table in docs/deploying.md', () => {
  it('has each rule', () => {
    const page = readFileSync(new URL('../../../../docs/deploying.md', import.meta.url), 'utf8');
    for (const rule of ['| `all`, as Istio |', '| `resources` |', '| `nothing` |']) {
      expect(page).toContain(rule);
    }
  });
});
