import { describe, expect, it } from 'vitest';
import { Budget, requestLimits } from '../../../lib/base/budget.ts';
import { inject } from '../../../lib/inject/inject.ts';
import { createInjectMemory } from '../../../lib/inject/memory/inject-memory.ts';
import { compileTemplate } from '../../../lib/template/template.ts';
import { configurationOf, shopPod } from './fixture.ts';

function configured(text: string) {
  const template = compileTemplate({ name: 'sidecar', text, functions: new Map() });
  return { ...configurationOf({}), templates: new Map([['sidecar', template]]) };
}

const agent = 'spec: {containers: [{name: agent, image: agent:1}]}';
const request = { pod: shopPod, namespace: 'shop', address: new Map() };
const steps = ['prepare', 'validate', 'render template sidecar', 'merge', 'overlay', 'stages', 'check', 'patch'];

describe('the budget of a pod', () => {
  it.each(steps)('that is up at the step %s ends the work there, and nothing of it is remembered', (step) => {
    let entered = '';
    class Watched extends Budget {
      override enter(name: string): void {
        entered = name;
        super.enter(name);
      }
    }
    const clock = { at: 0, now: () => (entered === step ? 1 : 0) };
    const memory = createInjectMemory();
    const configuration = configured(agent);
    expect(() => inject({ ...request, budget: new Watched(requestLimits, clock) }, configuration, memory)).toThrow(
      expect.objectContaining({ code: 'budget-time', step }),
    );
    expect(inject(request, configuration, memory)).toEqual(inject(request, configuration));
  });

  it('is counted over all templates, and is told of steps as they are made', () => {
    const configuration = configured(`{{ range 900000 }}{{ end }}${agent}`);
    const many = {
      ...configuration,
      settings: { ...configuration.settings, defaultTemplates: Array(5).fill('sidecar') },
    };
    expect(() => inject({ ...request, budget: new Budget() }, many)).toThrow(
      expect.objectContaining({ code: 'budget-steps', step: 'render template sidecar' }),
    );
    expect(inject(request, configuration).kind).toBe('injected');
  });

  it('counts the pod, and each merge with what it goes over', () => {
    const labels = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`label-${index}`, 'x'.repeat(60)]));
    const pod = { ...shopPod, metadata: { name: 'web', labels } };
    const configuration = configured(agent);
    const settings = { ...configuration.settings, defaultTemplates: Array(10).fill('sidecar') };
    const spend = (bytes: number) =>
      inject({ ...request, pod, budget: new Budget({ ...requestLimits, bytes }) }, { ...configuration, settings });
    expect(() => spend(50_000)).toThrow(expect.objectContaining({ code: 'budget-bytes', step: 'prepare' }));
    expect(() => spend(500_000)).toThrow(expect.objectContaining({ code: 'budget-bytes', step: 'merge' }));
    expect(spend(1_000_000).kind).toBe('injected');
  });

  it('leaves it to the template to say what is wrong with it', () => {
    const pod = { ...shopPod, metadata: { name: 'web', annotations: { a: '1', b: '2', c: '3', d: '4' } } };
    expect(() => inject({ ...request, pod }, configured(`{{ range 9000000 }}{{ end }}${agent}`))).toThrow(
      expect.objectContaining({ code: 'template-failed', message: expect.stringContaining('1000000 steps') }),
    );
  });
});
