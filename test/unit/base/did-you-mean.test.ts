import { describe, expect, it } from 'vitest';
import { nearestName, suggestName } from '../../../lib/base/did-you-mean.ts';

const known = ['templates', 'defaultTemplates', 'revision', 'platform'];

describe('nearestName', () => {
  it.each([
    ['template', 'templates'],
    ['Revision', 'revision'],
    ['defaultTemplate', 'defaultTemplates'],
    ['platfrom', 'platform'],
    ['x', undefined],
    ['somethingElse', undefined],
    ['x'.repeat(10_000), undefined],
  ])('%s: %s', (name, want) => {
    expect(nearestName(name, known)).toBe(want);
  });
});

describe('suggestName', () => {
  it('lists what there is where nothing is near', () => {
    expect(suggestName('nothing', ['a', 'b'])).toBe('; use one of a, b');
  });
});
