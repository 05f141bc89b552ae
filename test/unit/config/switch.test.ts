import { describe, expect, it } from 'vitest';
import { encodeAs } from '../../../lib/config/load/encode-value.ts';
import type { ParameterReading } from '../../../lib/config/source/source.ts';
import {
  decodeSwitch,
  describeSwitch,
  eitherOff,
  encodeSwitchedOff,
  knownSwitch,
  reasonCharacters,
  switchFor,
} from '../../../lib/config/switch.ts';

const parameter = 'default/switch';
const off = (reason = '', moments: object = {}) => ({ kind: 'off', parameter, reason, ...moments }) as const;
const on = { kind: 'on' } as const;
const since = Date.UTC(2026, 10, 28, 16, 15);

function reading(values: Readonly<Record<string, string>>, failures: readonly string[] = []): ParameterReading {
  return {
    parameters: new Map(Object.entries(values).map(([name, value]) => [name, { name, value, version: 1 }])),
    failures: new Map(failures.map((name) => [name, new Error('no key')])),
  };
}

describe('decodeSwitch', () => {
  it.each([
    ['on', on],
    [' ON\n', on],
    ['off', off()],
    ['OFF', off()],
    ['Off\n', off()],
    ['off:', off()],
    ['off: payments fail', off('payments fail')],
    ['off payments fail', off('payments fail')],
    ['off :\tpayments\tfail', off('payments fail')],
    ['\noff: x', off('x')],
    ['off\r\nsince: 2026-11-28T16:15:00Z', off('', { since })],
    ['off: x\nsince: 2026-11-28T16:15:00Z\nuntil: 2026-11-28T17:15:00Z', off('x', { since, until: since + 3_600_000 })],
    ['off: x\nsince: yesterday\nby: me', off('x')],
    ['off: a\u0000b\u202ec', off('a b c')],
    [`off: ${'x'.repeat(1000)}`, off('x'.repeat(reasonCharacters))],
  ])('reads %j', (text, want) => {
    expect(decodeSwitch(parameter, text)).toEqual(want);
  });

  it.each(['', 'offline', 'off-peak', 'of', 'on: x', 'true', 'disabled', 'on off', 'gzip:AAAA'])(
    'makes neither of %j',
    (text) => expect(decodeSwitch(parameter, text)).toBeNull(),
  );
});

it.each([
  [{ reason: 'payments fail' }, 'off: payments fail\n'],
  [{ reason: '' }, 'off\n'],
  [{ reason: 'two\nlines', since }, 'off: two lines\nsince: 2026-11-28T16:15:00Z\n'],
])('encodeSwitchedOff writes %j so that it is read again', (state, want) => {
  expect(encodeSwitchedOff(state)).toBe(want);
  expect(decodeSwitch(parameter, want)).toMatchObject({
    kind: 'off',
    ...state,
    reason: state.reason.replace('\n', ' '),
  });
});

describe('knownSwitch', () => {
  it.each([
    ['no parameter is on', {}, off('before'), on],
    ['on is on', { [parameter]: 'on' }, off('before'), on],
    ['off is off', { [parameter]: 'off: x' }, on, off('x')],
    ['an encoded off is off', { [parameter]: encodeAs('br', 'off: x') }, on, off('x')],
    ['what is neither keeps off', { [parameter]: 'maybe' }, off('before'), off('before')],
    ['what is neither keeps on', { [parameter]: 'maybe' }, on, on],
    ['what is neither is on in a new environment', { [parameter]: 'maybe' }, undefined, on],
  ] as const)('%s', (_name, values, before, want) => {
    const known = knownSwitch('default', reading(values), before);
    expect(known.state).toEqual(want);
    expect(known.problem?.code).toBe(Object.values(values)[0] === 'maybe' ? 'unclear-switch' : undefined);
  });

  it('keeps what it knew of one that cannot be decrypted, and says so', () => {
    expect(knownSwitch('default', reading({}, [parameter]), off('x'))).toMatchObject({
      state: off('x'),
      problem: { code: 'unreadable', parameter, message: 'no key' },
    });
  });
});

describe('two switches', () => {
  const own = { ...off('own'), parameter: 'prod/switch' };
  it.each([
    [on, on, on],
    [off('all'), on, off('all')],
    [on, own, own],
    [off('all'), own, off('all')],
  ])('%j and %j come to %j', (base, second, want) => expect(eitherOff(base, second)).toEqual(want));

  it('an "on" below a cluster does not lift the default\'s "off"', () => {
    expect(switchFor('prod', reading({ [parameter]: 'off: x', 'prod/switch': 'on' })).state).toEqual(off('x'));
  });

  it('one that says nothing takes nothing from the other', () => {
    expect(switchFor('prod', reading({ [parameter]: 'whatever', 'prod/switch': 'off: x' }))).toMatchObject({
      state: { kind: 'off', parameter: 'prod/switch' },
      problem: { code: 'unclear-switch', parameter },
    });
  });
});

it.each([
  ['x', 'default/switch off: x'],
  ['', 'default/switch off'],
])('describeSwitch of %j is "%s"', (reason, want) => expect(describeSwitch(off(reason))).toBe(want));
