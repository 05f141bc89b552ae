import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorPod } from '../../../../lib/cli/trial/author-pod.ts';
import { podResourcesAnnotation, takeBackPodResources } from '../../../../lib/inject/again/pod-resources.ts';
import { podResourceProblems } from '../../../../lib/inject/check/resource-problems.ts';
import type { JsonObject, JsonValue } from '../../../../lib/json/json-value.ts';
import { objectAt } from '../../../../lib/json/member.ts';
import { annotationOf } from '../../../../lib/kube/pod/metadata.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { configurationOf, type Given, injectedPod, injectInto } from '../fixture.ts';

const sidecarWith = (resources: JsonObject, list = 'containers', rest = '') =>
  `spec: {${list}: [{name: agent, image: x${rest}, resources: ${JSON.stringify(resources)}}]}`;
const needs = { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } };
const given = (sidecar: string, keepsRecord = true): Given => ({ templates: { sidecar }, behaviour: { keepsRecord } });
const podWith = (resources: JsonObject, app: JsonObject = {}, init: readonly JsonObject[] = []): JsonObject => ({
  spec: { containers: [{ name: 'app', resources: app }], initContainers: init, resources },
});
const resourcesOf = (pod: JsonObject): JsonValue => objectAt(pod, 'spec', 'resources');

describe('resources of a pod as a whole', () => {
  it.each<[string, JsonObject, string, JsonObject]>([
    [
      'requests grow by those of the sidecar',
      podWith({ requests: { cpu: '1', memory: '1Gi' } }, { requests: { cpu: '1' } }),
      sidecarWith(needs),
      { requests: { cpu: '1100m', memory: '1088Mi' } },
    ],
    [
      'what the pod does not ask for as a whole stays out, where it has no limits',
      podWith({ requests: { cpu: '1' } }),
      sidecarWith(needs),
      { requests: { cpu: '1100m' } },
    ],
    [
      'where there is what no pod can ask for as a whole, all is left as it is: API servers refuse it',
      podWith(
        { requests: { cpu: '1', 'example.com/gpu': '1' }, limits: { 'example.com/gpu': '1' } },
        { requests: { 'example.com/gpu': '2' }, limits: { 'example.com/gpu': '2' } },
      ),
      sidecarWith({ requests: { cpu: '100m', 'example.com/gpu': '1' }, limits: { 'example.com/gpu': '1' } }),
      { requests: { cpu: '1', 'example.com/gpu': '1' }, limits: { 'example.com/gpu': '1' } },
    ],
    [
      'limits grow by those of the sidecar, or by its requests where it has none',
      podWith({ requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } }),
      sidecarWith(needs),
      { requests: { cpu: '1100m', memory: '1088Mi' }, limits: { cpu: '1100m', memory: '1152Mi' } },
    ],
    [
      'requests that the API server would fill in are filled in',
      podWith({ requests: { cpu: '1' }, limits: { cpu: '1' } }),
      sidecarWith(needs),
      { requests: { cpu: '1100m', memory: '64Mi' }, limits: { cpu: '1100m' } },
    ],
    [
      'requests that the API server would fill in without the sidecar as well are left to it',
      podWith({ limits: { cpu: '1' } }, { requests: { cpu: '500m' } }),
      sidecarWith({ requests: { memory: '64Mi' } }),
      { requests: { memory: '64Mi' }, limits: { cpu: '1' } },
    ],
    [
      'a large init container leaves room for the sidecar',
      podWith({ requests: { cpu: '4' } }, { requests: { cpu: '1' } }, [
        { name: 'i', resources: { requests: { cpu: '4' } } },
      ]),
      sidecarWith({ requests: { cpu: '2' } }),
      { requests: { cpu: '4' } },
    ],
    [
      'a native sidecar runs beside the init containers',
      podWith({ requests: { cpu: '4' } }, { requests: { cpu: '1' } }, [
        { name: 'i', resources: { requests: { cpu: '4' } } },
      ]),
      sidecarWith({ requests: { cpu: '2' } }, 'initContainers', ', restartPolicy: Always'),
      { requests: { cpu: '6' } },
    ],
    [
      'a limit of the pod is never below one of the sidecar',
      podWith({ limits: { cpu: '1' } }, {}, [{ name: 'i', resources: { limits: { cpu: '8' } } }]),
      sidecarWith({ limits: { cpu: '2' } }),
      { limits: { cpu: '2' }, requests: { cpu: '8' } },
    ],
    [
      'hugepages have one request and limit',
      podWith({ requests: { cpu: '1', 'hugepages-2Mi': '2Mi' }, limits: { 'hugepages-2Mi': '2Mi' } }),
      sidecarWith({ requests: { cpu: '1', 'hugepages-2Mi': '4Mi' }, limits: { 'hugepages-2Mi': '4Mi' } }),
      { requests: { cpu: '2', 'hugepages-2Mi': '6Mi' }, limits: { 'hugepages-2Mi': '6Mi' } },
    ],
    [
      'requests are filled in where hugepages of the sidecar become a limit of the pod',
      podWith({ requests: { memory: '4Gi' } }, {}, [{ name: 'i', resources: { requests: { cpu: '2' } } }]),
      sidecarWith({ limits: { cpu: '1', memory: '128Mi', 'hugepages-2Mi': '2Mi' } }),
      {
        requests: { cpu: '2', memory: '4224Mi', 'hugepages-2Mi': '2Mi' },
        limits: { 'hugepages-2Mi': '2Mi' },
      },
    ],
    [
      "hugepages of all containers are the pod's where nobody has filled them in yet",
      podWith({ requests: { memory: '1Gi' } }, { limits: { memory: '1Gi', 'hugepages-2Mi': '4Mi' } }),
      sidecarWith({ limits: { memory: '64Mi', 'hugepages-2Mi': '2Mi' } }),
      { requests: { memory: '1088Mi', 'hugepages-2Mi': '6Mi' }, limits: { 'hugepages-2Mi': '6Mi' } },
    ],
    [
      'what the API server fills in is left to it, where nothing is added',
      podWith({ limits: { cpu: '1' } }),
      sidecarWith({}),
      { limits: { cpu: '1' } },
    ],
    [
      'an empty map that came stays',
      podWith({ requests: { cpu: '1' }, limits: {} }),
      sidecarWith(needs),
      { requests: { cpu: '1100m' }, limits: {} },
    ],
    ['a pod without any has none afterwards', podWith({}), sidecarWith(needs), {}],
  ])('%s', (_name, pod, sidecar, want) => {
    expect(resourcesOf(injectedPod(pod, given(sidecar)))).toEqual(want);
  });

  const pod = podWith({ requests: { cpu: '1' }, limits: { cpu: '2' } }, { requests: { cpu: '1' } });

  it('are recorded as what was added, in a mesh too', () => {
    const told = annotationOf(injectedPod(pod, given(sidecarWith(needs), false)), podResourcesAnnotation);
    expect(told).toBe(
      '{"requests":{"cpu":"100m","memory":"64Mi"},"limits":{"cpu":"100m"},"of":{"requests":{"cpu":"1"},"limits":{"cpu":"2"}}}',
    );
  });

  it('are told of a pod that asks for more kinds of them than can be recorded, which Kubernetes would refuse', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `hugepages-${index}`);
    const asked = Object.fromEntries(names.map((name) => [name, '1']));
    const whole = podWith({ requests: { ...asked, cpu: '1' }, limits: asked });
    const parts = given(sidecarWith({ requests: { cpu: '1', ...asked }, limits: asked }));
    expect(injectInto(whole, parts)).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/the annotations have at least \d+ bytes together.* opt out with/) as string,
    });
  });

  it('are left to the API server where it fills them in without the injection as well', () => {
    const app = { limits: { cpu: '1', 'hugepages-2Mi': '4Mi' } };
    const raw = podWith({ requests: { cpu: '1' } }, app);
    expect(resourcesOf(injectedPod(raw, given(sidecarWith({ requests: { cpu: '1' } }))))).toEqual({
      requests: { cpu: '2' },
    });
  });

  it('are refused with both sides where the settings say so', () => {
    const settings = { podResources: 'refuse' } as const;
    expect(injectInto(pod, { ...given(sidecarWith(needs)), settings })).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(
        /need 1100m cpu \(requests\).*own spec.resources has 1.*raise spec.resources/,
      ) as string,
    });
  });

  it('are left to Kubernetes where the settings say so', () => {
    const settings = { podResources: 'leave' } as const;
    expect(resourcesOf(injectedPod(pod, { ...given(sidecarWith(needs)), settings }))).toEqual(resourcesOf(pod));
  });

  it.each([
    ['not JSON', 'x'],
    ['more than there is', '{"requests":{"cpu":"100"}}'],
    ['less than nothing', '{"requests":{"cpu":"-1"}}'],
    ['texts that are no amounts', '{"requests":{"cpu":"x"}}'],
    ['no amounts', '{"requests":{"cpu":{}},"limits":["1"]}'],
  ])('are not taken back for an annotation that is %s', (_name, text) => {
    const injected = injectedPod(pod, given(sidecarWith(needs)));
    const annotations = { ...objectAt(injected, 'metadata', 'annotations'), [podResourcesAnnotation]: text };
    const forged = { ...injected, metadata: { annotations } };
    const again = injectedPod(forged, given(sidecarWith({ requests: { cpu: '100m' } })));
    expect(resourcesOf(again)).toMatchObject({ requests: { cpu: '1200m' } });
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['nothing', { requests: { cpu: '0' }, limits: { memory: '1Gi' } }, { requests: { cpu: '100m' } }],
    ['nothing, filled in', { limits: { memory: '1Gi' } }, { requests: { cpu: '0', memory: '1Mi' } }],
  ])('come out the same again where a request is for %s', (_name, whole, resources) => {
    const parts = given(sidecarWith(resources));
    const pod = podWith(whole, {}, [{ name: 'i' }]);
    expect(injectInto(injectedPod(pod, parts), parts).kind).toBe('unchanged');
  });

  it.each<readonly [string, JsonObject, JsonObject, JsonObject | undefined]>([
    [
      'as it was written',
      { requests: { cpu: '1500m' } },
      { requests: { cpu: '500m' }, of: { requests: { cpu: '1000m' } } },
      { requests: { cpu: '1000m' } },
    ],
    [
      'in Kubernetes’ form where that says another amount',
      { requests: { cpu: '1500m' } },
      { requests: { cpu: '500m' }, of: { requests: { cpu: '2' } } },
      { requests: { cpu: '1' } },
    ],
    [
      'in Kubernetes’ form where nothing tells',
      { requests: { cpu: '1500m' } },
      { requests: { cpu: '500m' } },
      { requests: { cpu: '1' } },
    ],
    [
      'in Kubernetes’ form where what tells is no amount',
      { requests: { cpu: '1500m', memory: '3' } },
      { requests: { cpu: '500m', memory: '2' }, of: { requests: { cpu: 'x', memory: 1 } } },
      { requests: { cpu: '1', memory: '1' } },
    ],
    [
      'without what was not there',
      { requests: { cpu: '1' }, limits: { cpu: '1', memory: '1' } },
      { limits: { cpu: '1' } },
      { requests: { cpu: '1' }, limits: { memory: '1' } },
    ],
    [
      'without a list that was not there',
      { requests: { cpu: '1' }, limits: { cpu: '1' } },
      { limits: { cpu: '1' } },
      { requests: { cpu: '1' } },
    ],
    [
      'as it is where more is recorded than there is',
      { requests: { cpu: '1' } },
      { requests: { cpu: '2', memory: '1' } },
      { requests: { cpu: '1' } },
    ],
    [
      'as it is where nothing is recorded',
      { requests: { cpu: '1' }, limits: {} },
      {},
      { requests: { cpu: '1' }, limits: {} },
    ],
  ])('come back %s', (_name, resources, recorded, want) => {
    const metadata = { annotations: { [podResourcesAnnotation]: JSON.stringify(recorded), own: 'x' } };
    const spec = { containers: [], resources };
    const back = takeBackPodResources({ metadata, spec });
    expect(back).toEqual({ metadata: { annotations: { own: 'x' } }, spec: { ...spec, resources: want } });
  });

  it('leave a pod without any as it is', () => {
    const bare = { metadata: { annotations: { [podResourcesAnnotation]: '{}' } }, spec: { containers: [] } };
    expect(takeBackPodResources(bare)).toEqual({ metadata: {}, spec: { containers: [] } });
  });

  const cpu = fc.constantFrom('100m', '0.5', '1', '2', '1500m');
  const memory = fc.constantFrom('64Mi', '1Gi', '100M', '128974848');
  const amounts = fc.record({ cpu, memory }, { requiredKeys: [], noNullPrototype: true });
  const ordinary = fc.record({ requests: amounts, limits: amounts }, { requiredKeys: [], noNullPrototype: true });
  // Of hugepages nobody may ask for less than the limit.
  const resources = fc.tuple(ordinary, fc.constantFrom(undefined, '2Mi', '4Mi')).map(([own, pages]) => {
    const huge = pages === undefined ? {} : { 'hugepages-2Mi': pages };
    const maps = Object.entries(own).map(([kind, asked]) => [kind, { ...asked, ...huge }]);
    return maps.length < 2 ? own : Object.fromEntries(maps);
  });
  it("come out the same when injected twice, where the pod's own sidecar goes to the other list", () => {
    const native = sidecarWith(needs, 'initContainers', ', restartPolicy: Always');
    const own = fc.tuple(resources, resources, resources, resources).map(([whole, app, init, agent]) => {
      const pod = podWith(whole, app, [{ name: 'i', resources: init }]);
      const { containers, ...spec } = objectAt(pod, 'spec');
      const agents = [{ name: 'agent', image: 'auto', resources: agent }];
      return { spec: { ...spec, containers: [...(containers as readonly JsonObject[]), ...agents] } };
    });
    fc.assert(
      fc.property(own, fc.boolean(), (user, keepsRecord) => {
        const once = injectInto(user, given(native, keepsRecord));
        fc.pre(podResourceProblems(user).length === 0 && once.kind === 'injected');
        expect(once.kind === 'injected' && injectInto(once.pod, given(native, keepsRecord)).kind).toBe('unchanged');
      }),
      { numRuns: propertyRuns(25) },
    );
  });

  const sidecars = fc
    .tuple(
      resources,
      fc.constantFrom(['containers', ''], ['initContainers', ', restartPolicy: Always'], ['initContainers', '']),
    )
    .map(([own, [list, rest]]) => sidecarWith(own, list, rest));
  const pods = fc
    .tuple(resources, resources, resources)
    .map(([whole, app, init]) => podWith(whole, app, [{ name: 'i', resources: init }]));

  it('come out the same when injected twice, as a fresh injection gives them when the sidecar changes, and as they were when undone', {
    timeout: 120_000,
  }, () => {
    const settled = (user: JsonObject, parts: Given): JsonObject => {
      const outcome = injectInto(user, parts);
      return outcome.kind === 'injected' ? outcome.pod : user;
    };
    fc.assert(
      fc.property(pods, sidecars, sidecars, fc.boolean(), (user, one, other, keepsRecord) => {
        const [first, second] = [given(one, keepsRecord), given(other, keepsRecord)];
        // What Kubernetes would not take as it came is none of ours.
        fc.pre(podResourceProblems(user).length === 0);
        fc.pre([first, second].every((parts) => injectInto(user, parts).kind !== 'refused'));
        const once = settled(user, first);
        expect(injectInto(once, first).kind).not.toBe('injected');
        const { behaviour } = configurationOf(first);
        expect(canonical(resourcesOf(authorPod(once, { behaviour })))).toEqual(canonical(resourcesOf(user)));
        // In a mesh, what turns native keeps the settings that it had, as Istio has it.
        fc.pre(keepsRecord);
        expect(canonical(resourcesOf(settled(settled(once, second), second)))).toEqual(
          canonical(resourcesOf(settled(user, second))),
        );
      }),
      { numRuns: propertyRuns(10) },
    );
  });
});

/** Amounts compare by value: what is taken back is written in Kubernetes' own form. */
function canonical(value: JsonValue): unknown {
  const { requests = {}, limits = {} } = value as Record<string, Record<string, string>>;
  const plain = (texts: Record<string, string>) =>
    Object.entries(texts)
      .map(([name, text]) => [name, bytesOrCores(text)])
      .sort();
  return [plain(requests), plain(limits)];
}

const units: Record<string, number> = {
  m: 0.001,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

function bytesOrCores(text: string): number {
  const [, digits = '', unit = ''] = /^([0-9.]+)([a-zA-Z]*)$/.exec(text) ?? [];
  return Math.round(Number(digits) * (units[unit] ?? Number.NaN) * 1000);
}
