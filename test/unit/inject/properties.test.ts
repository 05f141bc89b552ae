import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statusAnnotation } from '../../../lib/inject/again/status.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { objectAt, textAt } from '../../../lib/json/member.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { type Given, injectInto, sidecar } from './fixture.ts';

const names = ['app', 'agent', 'web', 'helper', '__proto__', 'constructor'] as const;
const name = fc.constantFrom(...names);
const container = fc.record({
  name,
  image: fc.constantFrom('auto', 'shop/a:1', 'shop/b:2'),
  env: fc.uniqueArray(fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: fc.string() }), {
    selector: (item) => item.name,
    maxLength: 3,
  }),
});
const status = fc.oneof(
  fc.constant(undefined),
  fc.string(),
  fc
    .record({ containers: fc.array(name), initContainers: fc.array(name), volumes: fc.array(name) })
    .map((value) => JSON.stringify(value)),
);
const pod = fc
  .record({
    labels: fc.dictionary(fc.constantFrom('app', 'injected', '__proto__'), fc.string()),
    status,
    containers: fc.uniqueArray(container, { selector: (item) => item.name, minLength: 1, maxLength: 4 }),
    volumes: fc.uniqueArray(fc.record({ name }), { selector: (item) => item.name, maxLength: 3 }),
  })
  .map(
    ({ labels, status: text, containers, volumes }): JsonObject => ({
      metadata: { labels, ...(text === undefined ? {} : { annotations: { [statusAnnotation]: text } }) },
      spec: { containers, volumes },
    }),
  );
const texts = [
  sidecar,
  'spec: {containers: [{name: agent, image: x, env: [{name: A, value: t}]}]}',
  'spec: {initContainers: [{name: agent, image: x, restartPolicy: Always}], volumes: [{name: web, emptyDir: {}}]}',
  'metadata: {labels: {app: other}, annotations: {a: b}}',
];
const given = fc
  .record({ text: fc.constantFrom(...texts), keepsRecord: fc.boolean(), own: fc.constantFrom([], ['agent'], ['web']) })
  .map(
    ({ text, keepsRecord, own }): Given => ({
      templates: { sidecar: text },
      behaviour: { keepsRecord, ownContainers: new Set(own) },
    }),
  );

const namesIn = (injected: JsonObject): readonly unknown[] => {
  const { containers = [], initContainers = [] } = injected.spec as {
    containers?: JsonObject[];
    initContainers?: JsonObject[];
  };
  return [...initContainers, ...containers].map((item) => item.name);
};

const statusOf = (user: JsonObject): string => textAt(objectAt(user, 'metadata', 'annotations'), statusAnnotation);

describe('inject', () => {
  it("never loses a container of the user's, nor makes one twice, whatever the status annotation says", () => {
    fc.assert(
      fc.property(pod, given, (user, parts) => {
        const outcome = injectInto(user, parts);
        const result = namesIn(outcome.kind === 'injected' ? outcome.pod : user);
        expect(new Set(result).size).toBe(result.length);
        // What a mesh owns and the status lists is an injection's, and goes where no template has it any more.
        const mayGo = (item: string) =>
          parts.behaviour?.ownContainers?.has(item) === true && statusOf(user).includes(`"${item}"`);
        expect(result).toEqual(expect.arrayContaining(namesIn(user).filter((item) => !mayGo(String(item)))));
      }),
      { numRuns: propertyRuns(75) },
    );
  });

  const podAfter = (user: JsonObject, parts: Given): JsonObject => {
    const outcome = injectInto(user, parts);
    return outcome.kind === 'injected' ? outcome.pod : user;
  };

  it('gives the same when it is done twice', () => {
    fc.assert(
      fc.property(pod, given, (user, parts) => {
        expect(injectInto(podAfter(user, { ...parts, behaviour: {} }), { ...parts, behaviour: {} }).kind).not.toBe(
          'injected',
        );
      }),
      { numRuns: propertyRuns(75) },
    );
  });

  it('gives the same when it is done again in a mesh, where a proxy that turned native is refreshed once', {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(pod, given, (user, parts) => {
        const mesh = { ...parts, behaviour: { keepsRecord: false } };
        expect(injectInto(podAfter(podAfter(user, mesh), mesh), mesh).kind).not.toBe('injected');
      }),
      { numRuns: propertyRuns(75) },
    );
  });

  it('never throws for a pod that the API server takes, and changes no input', () => {
    fc.assert(
      fc.property(pod, given, (user, parts) => {
        const before = structuredClone(user);
        injectInto(user, parts);
        expect(user).toEqual(before);
      }),
      { numRuns: propertyRuns(25) },
    );
  });
});
