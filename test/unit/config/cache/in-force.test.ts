import { expect, it } from 'vitest';
import { heldBackMs, InForce, type LastKnownGood } from '../../../../lib/config/cache/in-force.ts';
import { defaultSettings } from '../../../../lib/config/load/decode-settings.ts';
import { plainBehaviour } from '../../../../lib/inject/plain-behaviour.ts';

const good = (fingerprint: string): LastKnownGood => ({
  snapshot: {
    cluster: 'default',
    fingerprint,
    policy: 'enabled',
    settings: defaultSettings,
    values: {},
    templates: new Map(),
    behaviour: plainBehaviour,
    versions: new Map(),
  },
  confirmedAt: 0,
  notices: [],
});
const fit = () => ({ kind: 'fit' }) as const;
const unfit = () => ({ kind: 'unfit', cause: 'no' }) as const;

type Step = (inForce: InForce) => unknown;
const offer =
  (name: string): Step =>
  (inForce) =>
    inForce.offer(good(name));
const reject: Step = (inForce) => inForce.reject([]);
const fallBack: Step = (inForce) => inForce.reject([], good('old'));
const tryOut =
  (trial: typeof fit | typeof unfit, now = 0): Step =>
  (inForce) =>
    inForce.adoptWaiting(trial, now);

it.each<
  [name: string, steps: readonly Step[], want: readonly [good: string | undefined, isValid: boolean, isNewest: boolean]]
>([
  ['nothing', [], [undefined, false, false]],
  ['a first one', [offer('a')], ['a', true, true]],
  ['the same once more', [offer('a'), offer('a')], ['a', true, true]],
  ['another that waits', [offer('a'), offer('b')], ['a', true, false]],
  ['another that is fit', [offer('a'), offer('b'), tryOut(fit)], ['b', true, true]],
  ['another that is held back', [offer('a'), offer('b'), tryOut(unfit)], ['a', true, false]],
  [
    'one held back and offered again',
    [offer('a'), offer('b'), tryOut(unfit), offer('b'), tryOut(fit)],
    ['a', true, false],
  ],
  ['one held back for so long', [offer('a'), offer('b'), tryOut(unfit), tryOut(unfit, heldBackMs)], ['b', true, true]],
  ['one held back for less', [offer('a'), offer('b'), tryOut(unfit), tryOut(fit, heldBackMs - 1)], ['a', true, false]],
  ['one held back as of now', [offer('a'), offer('b'), tryOut(unfit), tryOut(fit, 0)], ['a', true, false]],
  ['one held back by a clock set back', [offer('a'), offer('b'), tryOut(unfit), tryOut(unfit, -1)], ['b', true, true]],
  ['one that is invalid', [offer('a'), reject], ['a', false, false]],
  ['an invalid one over one that waits', [offer('a'), offer('b'), reject, tryOut(fit)], ['a', false, false]],
  ['an invalid one first', [reject], [undefined, false, false]],
  ['an earlier one', [fallBack], ['old', false, false]],
  ['no earlier one over a good one', [offer('a'), fallBack], ['a', false, false]],
  ['a good one after all', [offer('a'), reject, offer('a')], ['a', true, true]],
])('after %s', (_name, steps, want) => {
  const inForce = new InForce();
  for (const step of steps) {
    step(inForce);
  }
  expect([inForce.good?.snapshot.fingerprint, inForce.isValid, inForce.isNewest]).toEqual(want);
});

it('says whether another one is in force now, and why not', () => {
  const inForce = new InForce();
  expect(inForce.adoptWaiting(fit, 0)).toBe(false);
  offer('a')(inForce);
  offer('b')(inForce);
  expect(inForce.adoptWaiting(unfit, 0)).toBe(false);
  expect(inForce.adoptWaiting(fit, 1)).toBe(false);
  expect(inForce.rejection).toMatchObject({
    isHeldBack: true,
    cause: expect.stringMatching(/^configuration b .*: no$/),
  });
  expect(inForce.adoptWaiting(fit, heldBackMs)).toBe(true);
  expect(inForce.rejection).toBeUndefined();
  reject(inForce);
  expect(inForce.rejection).toEqual({ cause: 'the configuration is not valid', problems: [], isHeldBack: false });
});
