import type { Random } from '../../support/generators/random.ts';

const keys = [
  'a',
  'b',
  'c',
  'example.com/x',
  'A.com/x',
  'a/b/c',
  '',
  '-a',
  'a-',
  '/a',
  'a/',
  `${'k'.repeat(63)}`,
  'k'.repeat(64),
  'x_.y',
];
const values = ['', 'x', 'y', 'z', 'b c', 'é', 'v'.repeat(63), 'v'.repeat(64), '-', 'a.b'];
const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'in', 'Gt', ''];

/** A label selector, now and then a broken one, and labels to try it on. */
export function selectorCase(random: Random): { selector: unknown; labels: Record<string, string> } {
  const key = (): string => random.pick(random.chance(0.9) ? keys.slice(0, 4) : keys);
  const value = (): string => random.pick(random.chance(0.9) ? values.slice(0, 4) : values);
  const labels = Object.fromEntries(random.list(3, () => [key(), value()]));
  if (random.chance(0.05)) {
    return { selector: random.pick([null, [], 'a=b', { matchLabels: [] }, { matchLabels: { a: 1 } }, {}]), labels };
  }
  const expression = (): unknown => {
    const operator = random.pick(random.chance(0.9) ? operators.slice(0, 4) : operators);
    const takes = operator.endsWith('In') !== random.chance(0.05);
    return { key: key(), operator, ...(takes ? { values: random.list(3, value) } : {}) };
  };
  const matchLabels = Object.fromEntries(random.list(1, () => [key(), value()]));
  return { selector: { matchLabels, matchExpressions: random.list(2, expression) }, labels };
}
