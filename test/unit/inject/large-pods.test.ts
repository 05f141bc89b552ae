import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { nothingCut } from '../../../lib/kube/known-pod.ts';
import { injectInto, sidecar } from './fixture.ts';

const count = 10_000;

function many(item: (index: number) => JsonObject): readonly JsonObject[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

function container(index: number): JsonObject {
  return { name: `c${index}`, image: 'x' };
}

function podWith(spec: JsonObject, annotations: JsonObject = {}): JsonObject {
  return { metadata: { name: 'web', annotations }, spec: { containers: [container(0)], ...spec } };
}

/** As many as fit into the annotations that Kubernetes takes. */
const ownContainers = JSON.stringify({ containers: many(container).slice(0, 3000) });
const names = (list: string): JsonObject => ({
  'sidecar.istio.io/status': JSON.stringify({ [list]: many(container).map(({ name }) => name ?? null) }),
});

const amounts = Object.fromEntries(many(() => ({})).map((_, index) => [`hugepages-${index + 1}`, '0']));
const resources = { requests: { cpu: '1' }, limits: { ...amounts, 'example.com/gpu': '1' } };

/** The object, and how often somebody has gone through it. */
function watch(members: JsonObject) {
  let gone = 0;
  const object = new Proxy<JsonObject>(members, {
    ownKeys: (target) => {
      gone += 1;
      return Reflect.ownKeys(target);
    },
  });
  return { object, passes: () => gone };
}

/** Twice as many took from ten seconds to minutes while lists were searched once for each item. */
describe('fixed bugs: work grows with the size of a pod, not with its square', () => {
  it.each<[name: string, pod: JsonObject]>([
    ['containers', podWith({ containers: many(container) })],
    ['containers of one name', podWith({ containers: many(() => container(1)) })],
    ["containers of the template's name", podWith({ containers: many(() => ({ name: 'agent', image: 'auto' })) })],
    ['init containers', podWith({ initContainers: many((index) => container(index + 1)) })],
    ['ephemeral containers', podWith({ ephemeralContainers: many((index) => container(index + 1)) })],
    ['pull secrets', podWith({ imagePullSecrets: many((index) => ({ name: `s${index}` })) })],
    ['volumes', podWith({ volumes: many((index) => ({ name: `v${index}`, emptyDir: {} })) })],
    ['recorded containers', podWith({}, { 'proxy.istio.io/overrides': ownContainers })],
    [
      'recorded containers without names',
      podWith({}, { 'proxy.istio.io/overrides': `{"containers":[${'{},'.repeat(30_000)}{}]}` }),
    ],
    [
      'recorded containers of an injected pod',
      podWith({}, { 'proxy.istio.io/overrides': ownContainers, 'sidecar.istio.io/status': '{}' }),
    ],
    [
      'amounts of containers and of the pod as a whole',
      podWith({ containers: [{ ...container(0), resources }], resources }),
    ],
    ['containers that the status names', podWith({ containers: many(container) }, names('containers'))],
  ])('%s', (_, pod) => {
    expect(injectInto(pod, { templates: { sidecar } }).kind).toBe('injected');
  });

  it.each<[name: string, own: JsonObject, list: string]>([
    ['of the side of the pod', {}, 'containers'],
    ['of the other side', { restartPolicy: 'Always' }, 'initContainers'],
  ])('containers that the template has too, %s', (_, own, list) => {
    const pod = podWith({ [list]: many((index) => ({ ...container(index + 1), ...own })).slice(0, 4000) });
    const text = JSON.stringify({
      spec: { containers: many((index) => ({ name: `c${index + 1}`, image: 'y' })).slice(0, 4000) },
    });
    // The author's settings of all of them do not fit into annotations.
    expect(injectInto(pod, { templates: { sidecar: text } })).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/the annotations have at least \d+ bytes together/),
    });
  });

  it('members of an injected container that another webhook wrote', () => {
    const env = many((index) => ({ name: `E${index}`, value: 'x' }));
    const first = injectInto(podWith({}), { templates: { sidecar } });
    const containers = first.kind === 'injected' ? (Object(first.pod).spec.containers as JsonObject[]) : [];
    const changed = {
      ...Object(first).pod,
      spec: { ...Object(first).pod.spec, containers: containers.map((one) => ({ ...one, env })) },
    };
    expect(injectInto(changed, { templates: { sidecar } }).kind).not.toBe('refused');
  });

  it('mounts, whose record does not fit into annotations', () => {
    const volumeMounts = many((index) => ({ name: 'agent-data', mountPath: `/${index}` }));
    const pod = podWith({ containers: [{ name: 'agent', volumeMounts }] });
    expect(injectInto(pod, { templates: { sidecar } }).kind).toBe('refused');
  });

  it('names and paths that are there twice', () => {
    const halves = many((index) => container(index % (count / 2)));
    expect(injectInto(podWith({ containers: halves }), { templates: { sidecar } }).kind).toBe('injected');
    const volumeMounts = many((index) => ({ name: 'a', mountPath: `/${index % (count / 2)}` }));
    const pod = podWith({ containers: [{ name: 'agent', volumeMounts }] });
    expect(injectInto(pod, { templates: { sidecar } }).kind).toBe('refused');
  });

  it.each<[map: string, change: JsonObject, passes: number]>([
    // Whether it decodes, a copy, and how many there are for the patch that is tried.
    ['labels', { injected: 'yes' }, 3],
    // What they come to together, besides.
    ['annotations', { injected: 'yes' }, 4],
    // Whether it decodes, and whether they are worth not being written anew.
    ['labels', {}, 2],
  ])('very many %s, through which V8 goes slowly, with %j: only who must goes through all', (map, change, passes) => {
    const members = Object.fromEntries(Array.from({ length: 2 * count }, (_, index) => [`l${index}`, 'value']));
    const watched = watch(members);
    const pod = { ...podWith({}), metadata: { name: 'web', [map]: watched.object } };
    const template = {
      spec: { containers: [{ name: 'agent', image: 'agents/agent:2' }] },
      metadata: { [map]: change },
    };
    // As for every large review.
    const outcome = injectInto(pod, { templates: { sidecar: JSON.stringify(template) } }, { cut: nothingCut });
    expect(outcome).toMatchObject({ kind: 'injected', pod: { metadata: { [map]: { ...members, ...change } } } });
    expect(watched.passes()).toBe(passes);
  });

  const podLevel = { requests: { cpu: '1' } };
  it.each<[whose: string, specWith: (amounts: JsonObject) => JsonObject, passes: number]>([
    // Whether it decodes, and whether it is worth not being written anew.
    ['a container', (requests) => ({ containers: [{ ...container(0), resources: { requests } }] }), 3],
    [
      'a container beside those of the pod as a whole',
      (requests) => ({ containers: [{ ...container(0), resources: { requests } }], resources: podLevel }),
      2,
    ],
    // Besides, whether the pod asks for anything as a whole, for the sum and for the check.
    ['the pod as a whole', (limits) => ({ resources: { ...podLevel, limits } }), 4],
    // Besides, what of it the template changes, and as the author's in an annotation.
    [
      "the template's container",
      (limits) => ({ containers: [{ name: 'agent', image: 'auto', resources: { limits } }] }),
      8,
    ],
  ])('very many amounts of %s: only who must goes through all', (_, specWith, passes) => {
    const names = Array.from({ length: count }, (_, index) => `hugepages-${index}`);
    const amounts = watch(Object.fromEntries(names.map((name) => [name, '1'])));
    const outcome = injectInto(podWith(specWith(amounts.object)), { templates: { sidecar } }, { cut: nothingCut });
    expect(outcome.kind).toBe('injected');
    expect(amounts.passes()).toBe(passes);
  });

  it('a template name after a million blanks', () => {
    const annotations = { 'inject.istio.io/templates': `x${' '.repeat(1_000_000)}y` };
    expect(injectInto(podWith({}, annotations), { templates: { sidecar } }).kind).toBe('refused');
  });
});
