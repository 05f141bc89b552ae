import { describe, expect, it } from 'vitest';
import { describeProblem, summarizeProblems } from '../../../lib/config/config-problem.ts';

const broken = {
  code: 'syntax',
  parameter: 'prod/values',
  line: 2,
  column: 7,
  message: 'a value is missing\n> 2 | key: s3cret',
} as const;
const gone = { code: 'missing', parameter: 'prod/template', message: 'there is no template here' } as const;

describe('describeProblem', () => {
  it('begins with the parameter and the place', () => {
    expect(describeProblem(broken)).toBe('prod/values:2:7: a value is missing\n> 2 | key: s3cret');
    expect(describeProblem(gone)).toBe('prod/template: there is no template here');
  });
});

describe('summarizeProblems', () => {
  it.each([
    ['nothing', [], ''],
    ['one problem, without the text that it quotes', [broken], 'prod/values:2:7: a value is missing'],
    ['the first of several', [gone, broken], 'prod/template: there is no template here (and 1 more)'],
  ])('tells %s', (_name, problems, want) => {
    expect(summarizeProblems(problems)).toBe(want);
  });
});
