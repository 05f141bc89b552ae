import { describe, expect, it } from 'vitest';
import { BudgetError } from '../../../../lib/base/budget.ts';
import type { GoPointer, GoSlice, GoStruct, GoValue } from '../../../../lib/go/value.ts';
import { statusAnnotation } from '../../../../lib/inject/again/status.ts';
import { inject } from '../../../../lib/inject/inject.ts';
import { createInjectMemory } from '../../../../lib/inject/memory/inject-memory.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { objectAt } from '../../../../lib/json/member.ts';
import { itemsOf, nameOf } from '../../../../lib/kube/pod/containers.ts';
import { withMetadata } from '../../../../lib/kube/pod/metadata.ts';
import { configurationOf } from '../fixture.ts';

/** A pod with these containers, all of which its status annotation names. */
function statedPod(...names: readonly string[]): JsonObject {
  return {
    metadata: { annotations: { [statusAnnotation]: JSON.stringify({ containers: names }) } },
    spec: { containers: names.map((name) => ({ name, image: 'x' })) },
  };
}

/** Injects with one template, told how many containers each pod has that it is rendered for. */
function injectWith(pod: JsonObject, render: (containers: number) => string) {
  const seen: number[] = [];
  const template = {
    render: (data: GoValue): string => {
      const spec = ((data as GoPointer).target as GoStruct).field('Spec') as GoStruct;
      const containers = (spec.field('Containers') as GoSlice).length;
      seen.push(containers);
      return render(containers);
    },
  };
  const configuration = { ...configurationOf({}), templates: new Map([['sidecar', template]]) };
  const outcome = inject({ pod, namespace: 'shop', address: new Map() }, configuration);
  return { outcome, seen, pod: outcome.kind === 'injected' ? outcome.pod : pod };
}

const counted = (containers: number): string =>
  `{metadata: {labels: {count: "${containers}"}}, spec: {containers: [{name: agent, image: x}]}}`;

describe('containers that only the status annotation says are injected', () => {
  it('are found out about by rendering once, where a template has them all', () => {
    const { pod, seen } = injectWith(statedPod('agent'), counted);
    expect(seen).toEqual([0]);
    expect(itemsOf(pod, 'containers').map(nameOf)).toEqual(['agent']);
  });

  it('are rendered for as well, where no template has them', () => {
    const { pod, seen } = injectWith(statedPod('app', 'agent'), counted);
    expect(seen).toEqual([0, 1]);
    expect(objectAt(pod, 'metadata', 'labels')).toEqual({ count: '1' });
    expect(itemsOf(pod, 'containers').map(nameOf)).toEqual(['agent', 'app']);
  });

  it("are the user's where the templates fail without them", () => {
    const { pod } = injectWith(statedPod('app'), (containers) => {
      if (containers === 0) {
        throw new TypeError('no containers');
      }
      return counted(containers);
    });
    expect(itemsOf(pod, 'containers').map(nameOf)).toEqual(['agent', 'app']);
  });

  it('are nothing where the pod cannot have the templates that it asks for', () => {
    const pod = withMetadata(statedPod('app'), 'annotations', { 'inject.istio.io/templates': 'other' });
    expect(injectWith(pod, counted).outcome).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('asks for template "other"') as string,
    });
  });

  it('are not looked for further where the work is too much', () => {
    const render = (containers: number): string => {
      if (containers === 0) {
        throw new BudgetError('budget-steps', 'render', 'too many');
      }
      return counted(containers);
    };
    expect(() => injectWith(statedPod('app'), render)).toThrow(BudgetError);
  });

  it('are none where a mesh owns them: what comes out is remembered for the other pods of the workload', () => {
    const memory = createInjectMemory();
    let renderings = 0;
    const render = (): string => {
      renderings += 1;
      return 'spec: {containers: [{name: agent, image: x}]}';
    };
    const behaviour = { keepsRecord: false, ownContainers: new Set(['agent']) };
    const configuration = configurationOf({ templates: { sidecar: render }, behaviour });
    for (const name of ['web-1', 'web-2']) {
      const annotations = { [statusAnnotation]: '{"containers":["agent"]}' };
      const pod = { ...statedPod('agent', 'app'), metadata: { generateName: 'web-', name, annotations } };
      inject({ pod, namespace: 'shop', address: new Map() }, configuration, memory);
    }
    expect(renderings).toBe(1);
  });
});
