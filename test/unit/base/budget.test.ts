import { describe, expect, it } from 'vitest';
import { Budget } from '../../../lib/base/budget.ts';

const limits = { steps: 10, bytes: 100 };

describe('a budget', () => {
  it('has room for its limits, and not for one more', () => {
    const budget = new Budget(limits);
    budget.enter('render');
    budget.spend({ steps: 10, bytes: 100 });
    expect(() => budget.spend({ steps: 1 })).toThrow(
      expect.objectContaining({ code: 'budget-steps', step: 'render', message: expect.stringContaining('"render"') }),
    );
    expect(() => new Budget(limits).spend({ bytes: 101 })).toThrow(expect.objectContaining({ code: 'budget-bytes' }));
  });

  it('looks at the clock at each step and whenever something is spent', () => {
    let now = 5;
    const budget = new Budget(limits, { at: 10, now: () => now });
    budget.enter('merge');
    now = 10;
    budget.spend({});
    now = 11;
    expect(() => budget.spend({})).toThrow(expect.objectContaining({ code: 'budget-time', step: 'merge' }));
    expect(() => budget.enter('patch')).toThrow(expect.objectContaining({ code: 'budget-time', step: 'patch' }));
  });
});
