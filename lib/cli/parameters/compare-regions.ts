import { decodeTokens } from '../../auth/tokens.ts';
import { decodeOrRaw } from '../../config/load/effective-parameters.ts';
import { releaseParameter, switchParameter, tokensParameter } from '../../config/parameter-names.ts';
import { digestOf, readRelease } from '../../config/release/release.ts';
import type { Parameter } from '../../config/source/source.ts';
import { decodeSwitch } from '../../config/switch.ts';
import type { Listing } from './parameter-admin.ts';
import { contentOf } from './pins-by-digest.ts';

/** What one Region holds. */
export interface RegionHolding {
  readonly region: string;
  readonly listing: Listing;
}

/** A name that Regions do not hold alike. */
export interface RegionDifference {
  /** Full name: `default/values`. */
  readonly name: string;
  /** `9c04d1… in eu-central-1; nothing in eu-west-1`. */
  readonly message: string;
}

const shownDigits = 12;

/**
 * Names that Regions do not hold alike, sorted. Versions differ anyway: values are told by their digest, releases by
 * what they pin, tokens by what they are good for, and switches by whether they are off. What cannot be read is told
 * elsewhere.
 */
export function differencesBetween(holdings: readonly RegionHolding[]): readonly RegionDifference[] {
  const names = new Set(holdings.flatMap(({ listing }) => [...listing.parameters.keys()]));
  return [...names].sort().flatMap((name) => {
    const readable = holdings.filter(({ listing }) => !listing.unreadable.has(name));
    const regions = new Map<string, string[]>();
    for (const { region, listing } of readable) {
      const what = describeContent(name, listing.parameters.get(name));
      regions.set(what, [...(regions.get(what) ?? []), region]);
    }
    const groups = [...regions].map(([what, where]) => `${what} in ${where.join(', ')}`);
    return groups.length < 2 ? [] : [{ name, message: groups.join('; ') }];
  });
}

/** The same text for what means the same. */
function describeContent(name: string, parameter: Parameter | undefined): string {
  const own = name.split('/')[1];
  if (own === switchParameter) {
    return describeSwitchText(name, parameter);
  }
  if (parameter === undefined) {
    return 'nothing';
  }
  const content =
    own === tokensParameter ? tokensIn(parameter) : own === releaseParameter ? pinsIn(parameter) : parameter.value;
  return digestOf(content).slice(0, shownDigits);
}

/** No switch is one that is on. */
function describeSwitchText(name: string, parameter: Parameter | undefined): string {
  const text = parameter === undefined ? 'on' : decodeOrRaw(parameter);
  return decodeSwitch(name, text)?.kind ?? 'neither on nor off';
}

function pinsIn(release: Parameter): string {
  const read = readRelease(release);
  return read.kind === 'release' ? contentOf(read.release.values()) : release.value;
}

/** Each token's digest and clusters, in an order that does not matter; the text of what is no table. */
function tokensIn(parameter: Parameter): string {
  const text = decodeOrRaw(parameter);
  try {
    const lines = decodeTokens(text).entries.map(({ digest, clusters }) =>
      JSON.stringify([Buffer.from(digest).toString('hex'), [...clusters].sort()]),
    );
    return lines.sort().join('\n');
  } catch {
    return text;
  }
}
