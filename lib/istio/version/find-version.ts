import { differingFacts, lastChangingPatch } from './changes.ts';
import {
  compareMinor,
  formatIstioVersion,
  type IstioVersion,
  isTooNew,
  isTooOld,
  newestVersion,
  parseIstioVersion,
} from './istio-version.ts';
import { type VersionRange, versionsOfTemplate } from './marks.ts';
import { type OldSign, oldSignIn, oldSignOf } from './old-versions.ts';

/** Everything that can tell the version of an installation. */
export interface VersionSources {
  /** What the user says (`--istio-version`). */
  readonly said?: string;
  /** The tag of istiod's image. */
  readonly istiodTag?: string;
  /** `values.global.tag`. */
  readonly valuesTag?: string;
  /** The templates of `config`, by name. */
  readonly templates: ReadonlyMap<string, string>;
  /** Whether `config` has a `template`, as it was until Istio 1.8 (and is a guard in later versions). */
  readonly hasSingleTemplate: boolean;
}

/** What the sources tell. */
export type FoundVersion =
  | {
      readonly kind: 'found';
      readonly version: IstioVersion;
      /** How it was seen: `--istio-version`, `the tag in values.global.tag`, … */
      readonly seen: string;
      /** What the user should know of: sources that disagree, a version that is newer than the table. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'too-old'; readonly sign: OldSign }
  /** Nobody tells, or what is known leaves versions that behave differently. */
  | { readonly kind: 'open'; readonly message: string };

/** One source that named a version. */
interface VersionClaim {
  readonly version: IstioVersion;
  readonly seen: string;
}

const advice = 'say which with --istio-version, or give the Deployment of istiod with --istiod';

/**
 * Finds the version of an Istio installation: what the user says, then istiod's image, then the tag of the values,
 * then the marks of the template. What is certainly too old is so whatever the others say.
 *
 * @throws RangeError where the user says something that is no version.
 */
export function findVersion(sources: VersionSources): FoundVersion {
  const claims = claimedVersions(sources);
  const [first] = claims;
  const sign = oldSignIn(sources.templates, sources.hasSingleTemplate);
  const old = claims.find(({ version }) => isTooOld(version));
  if (sign !== undefined) {
    return { kind: 'too-old', sign: old === undefined ? sign : oldSignOf(old.version, old.seen) };
  }
  if (first !== undefined && isTooOld(first.version)) {
    return { kind: 'too-old', sign: oldSignOf(first.version, first.seen) };
  }
  const range = versionsOfTemplate(sources.templates.get('sidecar') ?? '');
  return first === undefined ? fromRange(range) : fromClaims(first, claims.slice(1), range);
}

function claimedVersions({ said, istiodTag, valuesTag }: VersionSources): readonly VersionClaim[] {
  const version = said === undefined ? undefined : parseIstioVersion(said);
  if (said !== undefined && version === undefined) {
    throw new RangeError(`${JSON.stringify(said)} is no version of Istio; write 1.22 or 1.22.8`);
  }
  return [
    ...tell(version, '--istio-version'),
    ...tell(ownVersion(istiodTag), "the tag of istiod's image"),
    ...tell(ownVersion(valuesTag), 'the tag in values.global.tag'),
  ];
}

/** Tags of other distributions count in their own way: 2.5 of a service mesh is not Istio 2.5. */
function ownVersion(tag: string | undefined): IstioVersion | undefined {
  const version = tag === undefined ? undefined : parseIstioVersion(tag);
  return version?.major === newestVersion.major ? version : undefined;
}

function tell(version: IstioVersion | undefined, seen: string): readonly VersionClaim[] {
  return version === undefined ? [] : [{ version, seen }];
}

function fromClaims(
  { version, seen }: VersionClaim,
  others: readonly VersionClaim[],
  range: VersionRange | undefined,
): FoundVersion {
  const name = formatIstioVersion(version);
  const disagreeing = others
    .filter((other) => disagree(other.version, version))
    .map((other) => `${other.seen} says ${formatIstioVersion(other.version)}, and ${seen} ${name}: ${name} is taken`);
  const isOutside = range !== undefined && (version.minor < range.from || version.minor > range.to);
  return {
    kind: 'found',
    version,
    seen,
    notes: [
      ...disagreeing,
      ...(isOutside && !isTooNew(version)
        ? [`the sidecar template looks like Istio ${formatRange(range)}, and ${seen} says ${name}: ${name} is taken`]
        : []),
      ...(isTooNew(version)
        ? [`Istio ${name} is newer than what is known here: it is taken for ${formatIstioVersion(newestVersion)}`]
        : []),
      ...patchNotes(version),
    ],
  };
}

/** `1.22` and `1.22.8` agree, unless injectors of `1.22` differ. */
function disagree(a: IstioVersion, b: IstioVersion): boolean {
  const isOtherPatch = a.patch !== undefined && b.patch !== undefined && a.patch !== b.patch;
  return compareMinor(a, b) !== 0 || isOtherPatch || differingFacts(a, b).length > 0;
}

/** A version without its patch, where that matters. */
function patchNotes(version: IstioVersion): readonly string[] {
  const patch = version.patch === undefined && !isTooNew(version) ? lastChangingPatch(version) : 0;
  const name = formatIstioVersion(version);
  const changed = formatIstioVersion({ ...version, patch });
  return patch === 0
    ? []
    : [`Istio ${name} is taken for its newest patch; if istiod is older than ${changed}, ${advice}`];
}

/** Where the versions of a range do not differ, the newest of them stands for all. */
function fromRange(range: VersionRange | undefined): FoundVersion {
  if (range === undefined) {
    return { kind: 'open', message: `nothing tells which version of Istio this is the configuration of; ${advice}` };
  }
  const version: IstioVersion = { major: 1, minor: range.to };
  const differing = new Set<string>();
  for (let minor = range.from; minor < range.to; minor += 1) {
    for (const name of differingFacts({ major: 1, minor }, version)) {
      differing.add(name);
    }
  }
  if (differing.size > 0) {
    const message = `the sidecar template can be of Istio ${formatRange(range)}, whose injectors differ; ${advice}`;
    return { kind: 'open', message };
  }
  return { kind: 'found', version, seen: 'the marks of the sidecar template', notes: patchNotes(version) };
}

function formatRange({ from, to }: VersionRange): string {
  return from === to ? `1.${from}` : `1.${from} to 1.${to}`;
}
