import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InjectOutcome } from '../../../lib/inject/injection-types.ts';
import { stringifyJson } from '../../../lib/json/json-text.ts';
import { isList, isObject, type JsonObject, type JsonValue } from '../../../lib/json/json-value.ts';
import { parsePart } from '../../../lib/json/parse-part.ts';
import { knownPod } from '../../../lib/kube/known-pod.ts';
import { type TypeInfo, typeInfo } from '../../../lib/kube/type-info.ts';
import { applyPatch } from '../../../lib/patch/verify.ts';
import { arbitraryPod } from '../../support/generators/pod.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { injectInto, sidecar } from './fixture.ts';

const numRuns = propertyRuns(200);
const given = { templates: { sidecar } };

/** Adds members that Kubernetes does not have to structs, as the dice say, each under a name of its own. */
function withUnknown(pod: JsonObject, roll: () => number): { readonly pod: JsonObject; readonly names: string[] } {
  const names: string[] = [];
  const add = (info: TypeInfo, value: JsonValue): JsonValue => {
    if (info.kind === 'pointer') {
      return add(info.elem(), value);
    }
    if (info.kind === 'slice' && isList(value)) {
      return value.map((item) => add(info.elem(), item));
    }
    if (info.kind !== 'struct' || !isObject(value)) {
      return value;
    }
    const known = Object.entries(value).map(
      ([key, one]) => [key, add(info.byJson.get(key)?.info ?? info, one)] as const,
    );
    const own = Array.from({ length: roll() % 4 }, () => {
      names.push(`unknown-${names.length}.`);
      return [names.at(-1) ?? '', roll()] as const;
    });
    return Object.fromEntries(roll() % 2 === 0 ? [...known, ...own] : [...own, ...known]);
  };
  return { pod: add(typeInfo('v1.Pod'), pod) as JsonObject, names };
}

/** No decision to inject is made for pods on the network of their host. */
const injected = arbitraryPod.filter((pod) => Object(pod.spec).hostNetwork !== true);

const arbitraryUnknown = fc
  .tuple(injected, fc.infiniteStream(fc.nat(9)))
  .map(([pod, dice]) => ({ plain: pod, ...withUnknown(pod, () => dice.next().value ?? 0) }));

/** The part of a pod that is read where the review is large. */
function partOf(pod: JsonObject): { readonly pod: JsonObject; readonly cut: ReadonlySet<JsonValue> } {
  const { value, cut } = parsePart(stringifyJson(pod), knownPod(), { maxDepth: 200 });
  return { pod: value as JsonObject, cut };
}

function injectLarge(whole: JsonObject): InjectOutcome {
  const { pod, cut } = partOf(whole);
  return injectInto(pod, given, { cut });
}

/** What the patch makes of the pod; the pod where there is no patch. */
function patched(pod: JsonObject, outcome: InjectOutcome): JsonObject {
  return outcome.kind === 'injected' ? (applyPatch(pod, outcome.operations) as JsonObject) : pod;
}

describe('members that Kubernetes does not have, in a large review', () => {
  it('change nothing of what becomes of a pod, and stay in it', () => {
    fc.assert(
      fc.property(arbitraryUnknown, ({ plain, pod, names }) => {
        const outcome = injectLarge(pod);
        const without = injectLarge(plain);
        expect(outcome.kind).toBe(without.kind);
        const result = patched(pod, outcome);
        expect(partOf(result).pod).toEqual(patched(plain, without));
        const text = JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? String(value) : value));
        expect(names.filter((name) => !text.includes(name))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('stay where the whole would be shorter to write', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, '']));
    const pod = { metadata: { labels: {}, ...many }, spec: { ...many, containers: [{ name: 'agent', ...many }] } };
    const outcome = injectLarge(pod);
    expect(outcome.kind).toBe('injected');
    expect(patched(pod, outcome)).toMatchObject({
      metadata: { ...many, labels: { injected: 'yes' } },
      spec: { ...many, containers: [{ name: 'agent', image: 'agents/agent:2', ...many }] },
    });
    expect(Object(outcome).patch.length).toBeLessThan(2000);
  });

  it('leave managed fields in their place', () => {
    const managedFields = [{ manager: 'kubectl', fieldsV1: { 'f:metadata': {} } }];
    const pod = { metadata: { managedFields }, spec: { containers: [{ name: 'app', image: 'shop/web:1' }] } };
    const outcome = injectLarge(pod);
    expect(patched(pod, outcome)).toMatchObject({ metadata: { managedFields, labels: { injected: 'yes' } } });
    expect(Object(outcome).patch).toBe(Object(injectInto(pod, given)).patch);
  });

  it('do not make the work grow where they are names of one field in many letter cases', () => {
    const spellings = Array.from({ length: 2 ** 11 }, (_, bits) =>
      [...'nodeselector'].map((letter, at) => ((bits >> at) & 1 ? letter.toUpperCase() : letter)).join(''),
    );
    const members = (spelling: number) =>
      Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${spelling}-${index}`, 'v']));
    const spec = Object.fromEntries(spellings.map((name, at) => [name, members(at)]));
    const pod = { spec: { ...spec, containers: [{ name: 'app', image: 'a' }] } };
    expect(injectInto(pod, given).kind).toBe('injected');
    expect(injectLarge(pod).kind).toBe('injected');
  });
});
