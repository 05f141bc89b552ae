import { decodeTokens } from '../../auth/tokens.ts';
import { releaseFor } from '../../config/cache/complete-reading.ts';
import { decodeOrRaw } from '../../config/load/effective-parameters.ts';
import { lookupPaths, tokensParameter } from '../../config/parameter-names.ts';
import { readRelease } from '../../config/release/release.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import type { ParameterSource } from '../../config/source/source.ts';
import { describeSwitch } from '../../config/switch.ts';
import type { Listing } from '../parameters/parameter-admin.ts';
import { unpinnedNames } from '../parameters/release-reach.ts';
import { lostPins } from '../parameters/releases.ts';
import { clustersIn, type Parameters, releasesIn } from '../parameters/validate.ts';
import { switchesOff } from '../switch/write-switch.ts';
import type { ParameterSet } from '../trial/parameter-set.ts';
import { type Finding, finding } from './finding.ts';

/** What stands in Parameter Store, and what is in force of it. */
export interface StoredState {
  readonly listing: Listing;
  readonly source: ParameterSource;
  /** With the releases in force. */
  readonly inForce: ParameterSet;
  /** Whether the function asks for tokens. */
  readonly auth: boolean;
}

/** What only Parameter Store can tell: tokens, releases, and what is in force of what is written. */
export async function storedFindings(state: StoredState): Promise<readonly Finding[]> {
  const { parameters, unreadable } = state.listing;
  return [
    ...[...unreadable].map(([name, { cause }]) => finding('SI0101', { parameter: name }, cause.message)),
    ...(state.auth ? tokenFindings(state.listing) : []),
    ...waitingFindings(parameters),
    ...[...unpinnedNames(parameters)].map(([name, release]) =>
      finding(
        'SI0305',
        { parameter: name },
        `${release} is in force and does not list it, so that nothing reads it; promote again`,
      ),
    ),
    ...policyFindings(state),
    ...switchesOff(parameters).map((state) => finding('SI0309', { parameter: state.parameter }, describeSwitch(state))),
    ...(await pinFindings(state)),
  ];
}

const tokensName = `${defaultCluster}/${tokensParameter}`;

function tokenFindings({ parameters, unreadable }: Listing): readonly Finding[] {
  const place = { parameter: tokensName };
  const stored = parameters.get(tokensName);
  const named = stored === undefined ? new Set<string>() : clustersOf(decodeOrRaw(stored));
  if (named === undefined || unreadable.has(tokensName)) {
    return [];
  }
  if (named.size === 0) {
    const message =
      'there are no tokens, so that every call is answered 401; make one with "sidecar-injector token new"';
    return [finding('SI0301', place, message)];
  }
  const clusters = clustersIn(parameters.keys()).filter((cluster) => cluster !== defaultCluster);
  const without = named.has('*') ? [] : clusters.filter((cluster) => !named.has(cluster));
  const unknown = [...named].filter((cluster) => cluster !== '*' && !clusters.includes(cluster)).sort();
  return [
    ...without.map((cluster) =>
      finding(
        'SI0302',
        place,
        `no token is good for ${cluster}, so that its calls are answered 401; make one with "sidecar-injector token new --cluster ${cluster}"`,
      ),
    ),
    ...unknown.map((cluster) =>
      finding(
        'SI0303',
        place,
        `a token is for ${cluster}, which has no parameters of its own and gets the default's; known: ${clusters.join(', ') || 'none'}`,
      ),
    ),
  ];
}

/** The clusters that tokens name; undefined for tokens that cannot be read, which are reported elsewhere. */
function clustersOf(text: string): ReadonlySet<string> | undefined {
  try {
    return new Set(decodeTokens(text).entries.flatMap(({ clusters }) => [...clusters]));
  } catch {
    return undefined;
  }
}

/** Names whose newest version no release in force has, though it lists them. */
function waitingFindings(parameters: Parameters): readonly Finding[] {
  return releasesIn(parameters).flatMap((release) => {
    const read = readRelease(release);
    const pins = read.kind === 'release' ? [...read.release.values()] : [];
    return pins.flatMap(({ name, version }) => {
      const newest = parameters.get(name)?.version ?? version;
      const [folder = ''] = release.name.split('/');
      const command = `sidecar-injector promote${folder === defaultCluster ? '' : ` --cluster ${folder}`}`;
      const message = `version ${newest} waits, and ${release.name} has version ${version} in force; see what it changes with "${command}"`;
      return newest > version ? [finding('SI0304', { parameter: name }, message)] : [];
    });
  });
}

function policyFindings({ listing: { parameters }, inForce }: StoredState): readonly Finding[] {
  return clustersIn(parameters.keys()).flatMap((cluster) => {
    const result = inForce.snapshotFor(cluster);
    const written = lookupPaths(cluster, 'policy').flatMap((name) => parameters.get(name) ?? [])[0];
    const text = written === undefined ? 'enabled' : decodeOrRaw(written).trim();
    const release = releaseFor(cluster, { parameters, failures: new Map() });
    if (result.kind === 'invalid' || release === undefined || result.snapshot.policy === text) {
      return [];
    }
    const message = `"${text}" is written, and "${result.snapshot.policy}" is in force for ${cluster} by ${release.name}; promote, or write it back`;
    return [finding('SI0306', { parameter: written?.name ?? `${cluster}/policy` }, message)];
  });
}

/** Pins of releases whose versions are not there any more, or not what was promoted. */
async function pinFindings({ listing, source }: StoredState): Promise<readonly Finding[]> {
  const found = await Promise.all(
    releasesIn(listing.parameters).map(async (release) => {
      const read = readRelease(release);
      const lost = read.kind === 'release' ? await lostPins(release.name, [...read.release.values()], source) : [];
      return lost.map((line) => finding('SI0308', { parameter: release.name }, line.slice(release.name.length + 2)));
    }),
  );
  return found.flat();
}
