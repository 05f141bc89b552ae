import { describe, expect, it } from 'vitest';
import {
  assumedFacts,
  changes,
  differingFacts,
  factsOf,
  type IstioFacts,
  lastChangingPatch,
} from '../../../../lib/istio/version/changes.ts';
import { type IstioVersion, parseIstioVersion } from '../../../../lib/istio/version/istio-version.ts';

const version = (text: string): IstioVersion => parseIstioVersion(text) ?? { major: 0, minor: 0 };
const facts = (text: string): IstioFacts => factsOf(version(text));

describe('factsOf', () => {
  const rows: readonly (readonly [keyof IstioFacts, string, boolean])[] = [
    ['rewritesInitProbes', '1.18.7', false],
    ['rewritesInitProbes', '1.19.0', true],
    ['mergesProxyHeaders', '1.19.0', false],
    ['mergesProxyHeaders', '1.19', true],
    ['tracesNothingByDefault', '1.21', false],
    ['tracesNothingByDefault', '1.22.0', true],
    ['adjustsProxyUser', '1.20.6', false],
    ['adjustsProxyUser', '1.20.7', true],
    ['adjustsProxyUser', '1.20', true],
    ['adjustsProxyUser', '1.19.10', false],
    ['adjustsProxyUser', '1.21.2', false],
    ['adjustsProxyUser', '1.22.0', false],
    ['adjustsProxyUser', '1.22.1', true],
    ['adjustsProxyUser', '1.23.0', true],
    ['namespacesNetworks', '1.23.5', false],
    ['namespacesNetworks', '1.24.3', false],
    ['namespacesNetworks', '1.25.0', false],
    ['namespacesNetworks', '1.25.1', true],
    ['rewritesLifecycle', '1.24.6', false],
    ['rewritesLifecycle', '1.25.0', true],
    ['isNativeByDefault', '1.26.8', false],
    ['isNativeByDefault', '1.27.0', true],
    ['checksQuantities', '1.27.5', false],
    ['checksQuantities', '1.28.3', false],
    ['checksQuantities', '1.28.4', true],
    ['checksInterfaces', '1.29.6', false],
    ['checksScrapePorts', '1.30.3', false],
    ['checksScrapePorts', '1.31.0', true],
    ['checksScrapePorts', '1.40', true],
    ['checksScrapePorts', '2.0', true],
  ];
  it.each(rows)('%s in %s: %s', (name, text, want) => {
    expect(facts(text)[name]).toBe(want);
  });

  it('has every change in the newest version, which is assumed where nobody says one', () => {
    expect(Object.values(facts('1.31')).every((has) => has)).toBe(true);
    expect(assumedFacts).toEqual(facts('1.31'));
  });

  it('never loses a change in a later minor version', () => {
    const minors = Array.from({ length: 14 }, (_, index) => index + 18);
    for (const [index, minor] of minors.slice(1).entries()) {
      const [before, after] = [facts(`1.${minors[index]}`), facts(`1.${minor}.0`)];
      const lost = Object.entries(before).filter(
        ([name, has]) => has && !Object.entries(after).some(([n, h]) => n === name && h),
      );
      const ported = lost.map(([name]) => name).filter((name) => !hasBackports(name, minor));
      expect(ported).toEqual([]);
    }
  });
});

/** A backport may be in the last patch of a minor version and not in the first of the next. */
function hasBackports(name: string, minor: number): boolean {
  const change = Object.entries(changes).find(([other]) => other === name)?.[1];
  const since = Number(change?.since.split('.')[1]);
  return change !== undefined && 'backports' in change && minor <= since;
}

it('tells which changes lie between two versions', () => {
  expect(differingFacts(version('1.25'), version('1.26'))).toEqual([]);
  expect(differingFacts(version('1.24'), version('1.25'))).toEqual(['rewritesLifecycle', 'ignoresCoreDump']);
});

describe('lastChangingPatch', () => {
  it.each([
    ['1.18', 0],
    ['1.22', 1],
    ['1.24', 4],
    ['1.27', 6],
    ['1.31', 0],
  ])('of %s is %i', (text, want) => {
    expect(lastChangingPatch(version(text))).toBe(want);
  });
});
