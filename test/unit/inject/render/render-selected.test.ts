import { describe, expect, it } from 'vitest';
import { Budget, BudgetError } from '../../../../lib/base/budget.ts';
import { InjectError } from '../../../../lib/inject/errors.ts';
import { createInjectMemory } from '../../../../lib/inject/memory/inject-memory.ts';
import { renderSelected } from '../../../../lib/inject/render/render-selected.ts';
import { thrownBy } from '../../../support/fakes/thrown-by.ts';
import { configurationOf, type Given, injectionOf } from '../fixture.ts';

const pod = { metadata: { annotations: { note: 'x' } }, spec: {} };

function rendering(given: Given) {
  const means = { memory: createInjectMemory(), budget: new Budget(), isKept: false, cut: new Set<never>() };
  return renderSelected(injectionOf(pod), configurationOf(given), means);
}

/** A template that throws these one after the other, and how often it was asked. */
function throwing(...errors: readonly Error[]): { readonly render: () => string; readonly times: () => number } {
  let times = 0;
  const render = (): string => {
    const error = errors[Math.min(times, errors.length - 1)];
    times += 1;
    throw error ?? new Error('nothing to throw');
  };
  return { render, times: () => times };
}

describe('renderSelected', () => {
  it.each([
    [{}, 'none'],
    [{ b: '', a: '' }, 'a, b'],
  ])('tells which templates there are where the settings ask for another: %j', (templates, known) => {
    expect(() => rendering({ templates })).toThrow(
      `the settings ask for template "sidecar", which does not exist; known: ${known}. Add the parameter or correct defaultTemplates and aliases`,
    );
  });

  it('reports the failure itself where looking for who is at fault becomes too much', () => {
    const { render, times } = throwing(new TypeError('torn'), new BudgetError('budget-steps', 'render', 'too many'));
    const error = thrownBy(InjectError, () => rendering({ templates: { sidecar: render } }));
    expect(error.message).toBe('template "sidecar" failed: torn');
    expect(times()).toBe(2);
  });

  it('looks for nobody where the work is too much', () => {
    const { render, times } = throwing(new BudgetError('budget-steps', 'render', 'too many'));
    expect(() => rendering({ templates: { sidecar: render } })).toThrow(BudgetError);
    expect(times()).toBe(1);
  });
});
