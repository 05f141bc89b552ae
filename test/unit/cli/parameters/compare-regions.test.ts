import { expect, it } from 'vitest';
import { differencesBetween } from '../../../../lib/cli/parameters/compare-regions.ts';

const holding = (region: string, values: Readonly<Record<string, string>>, version = 1) => ({
  region,
  listing: {
    parameters: new Map(Object.entries(values).map(([name, value]) => [name, { name, value, version }])),
    unreadable: new Map(),
  },
});
const unreadable = (region: string, name: string) => ({
  region,
  listing: { parameters: new Map(), unreadable: new Map([[name, { version: 1, cause: new Error('no') }]]) },
});
const pin = (version: number, digit: string) => `default/values: {version: ${version}, sha256: ${digit.repeat(64)}}\n`;
const tokens = (...entries: readonly [string, string[]][]) =>
  JSON.stringify(Object.fromEntries(entries.map(([digit, clusters]) => [digit.repeat(64), clusters])));

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
    'releases that pin the same values under other versions',
    [holding('a', { 'default/release': pin(1, 'a') }), holding('b', { 'default/release': pin(2, 'a') })],
    [],
  ],
  [
    'releases that pin other values',
    [holding('a', { 'default/release': pin(1, 'a') }), holding('b', { 'default/release': pin(1, 'b') })],
    [/^default\/release: .* in a; .* in b$/],
  ],
  ['no switch and one that is on', [holding('a', { 'p/switch': 'on' }), holding('b', {})], []],
  [
    'a switch that is off in one',
    [holding('a', { 'p/switch': 'off: x' }), holding('b', {}), holding('c', { 'p/switch': 'OFF: y' })],
    [/^p\/switch: off in a, c; on in b$/],
  ],
  [
    'a switch that says neither',
    [holding('a', { 'p/switch': 'offf' }), holding('b', {})],
    [/^p\/switch: neither on nor off in a; on in b$/],
  ],
  [
    'the same tokens in another order',
    [
      holding('a', { 'default/tokens': tokens(['a', ['p', 'q']], ['b', ['*']]) }),
      holding('b', { 'default/tokens': tokens(['b', ['*']], ['a', ['q', 'p']]) }),
    ],
    [],
  ],
  [
    'other tokens',
    [
      holding('a', { 'default/tokens': tokens(['a', ['p']]) }),
      holding('b', { 'default/tokens': tokens(['a', ['q']]) }),
      holding('c', { 'default/tokens': '{' }),
    ],
    [/^default\/tokens: .* in a; .* in b; .* in c$/],
  ],
  [
    'what one cannot read',
    [holding('a', { 'default/tokens': tokens(['a', ['p']]) }), unreadable('b', 'default/tokens')],
    [],
  ],
])('of Regions with %s', (_name, holdings, want) => {
  const found = differencesBetween(holdings).map(({ name, message }) => `${name}: ${message}`);
  expect(found).toEqual(want.map((line) => expect.stringMatching(line)));
});
