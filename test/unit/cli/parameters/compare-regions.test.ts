import { expect, it } from 'vitest';
import { differencesBetween } from '../../../../lib/cli/parameters/compare-regions.ts';

const holding = (region: string, values: Readonly<Record<string, string>>, version = 1) => ({
  region,
  parameters: new Map(Object.entries(values).map(([name, value]) => [name, { name, value, version }])),
});

it.each([
  [
    'the same values under other versions',
    [holding('a', { 'default/values': 'x' }), holding('b', { 'default/values': 'x' }, 7)],
    [],
  ],
  [
    'another value',
    [holding('a', { 'default/values': 'x' }), holding('b', { 'default/values': 'y' })],
    [/^default\/values: [0-9a-f]{12} in a; [0-9a-f]{12} in b$/],
  ],
  [
    'a name that one lacks',
    [holding('a', { 'p/policy': 'x' }), holding('b', {}), holding('c', {})],
    [/^p\/policy: [0-9a-f]{12} in a; nothing in b, c$/],
  ],
  [
    'tokens, releases and switches, which are each its own',
    [holding('a', { 'default/tokens': 'x', 'default/release': 'y', 'p/switch': 'on' }), holding('b', {})],
    [],
  ],
])('of two Regions with %s', (_name, holdings, want) => {
  expect(differencesBetween(holdings)).toEqual(want.map((line) => expect.stringMatching(line)));
});
