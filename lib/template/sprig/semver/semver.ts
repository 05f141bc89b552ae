import { GoPanic } from '../../../go/errors.ts';
import { goFunc } from '../../../go/func.ts';
import { boxOf, makeInteger } from '../../../go/numbers.ts';
import type { GoFunc, GoPointer, GoStruct, GoValue } from '../../../go/value.ts';
import { type Declared, fn } from '../declare.ts';
import { satisfies } from './semver-constraint.ts';
import {
  checkMetadata,
  checkPrerelease,
  compareVersions,
  formatVersion,
  parseVersion,
  uint64Max,
  type Version,
} from './semver-version.ts';

const structType = 'semver.Version';
const pointerType = `*${structType}`;
const versions = new WeakMap<GoStruct, Version>();

/** Versions and constraints on them, by the rules of Masterminds/semver v3. */
export const semverFunctions: readonly Declared[] = [
  ['semver', fn(['string'], pointerType, ([text]) => versionPointer(parseVersion(text)))],
  [
    'semverCompare',
    fn(['string', 'string'], 'bool', ([constraint, text]) => satisfies(constraint, () => parseVersion(text))),
  ],
];

const pointerOnly: ReadonlySet<string> = new Set([
  ...['Original', 'Compare', 'Equal', 'LessThan', 'LessThanEqual', 'GreaterThan', 'GreaterThanEqual'],
]);

interface Method {
  readonly params: readonly string[];
  readonly call: (version: Version, args: readonly GoValue[]) => GoValue;
}

const methods: ReadonlyMap<string, Method> = new Map([
  ['Major', reading((version) => makeInteger(version.major, 'uint64'))],
  ['Minor', reading((version) => makeInteger(version.minor, 'uint64'))],
  ['Patch', reading((version) => makeInteger(version.patch, 'uint64'))],
  ['Prerelease', reading(({ prerelease }) => prerelease)],
  ['Metadata', reading(({ metadata }) => metadata)],
  ['Original', reading(({ original }) => original)],
  ['String', reading(formatVersion)],
  ['IncMajor', reading((version) => raised(version, { major: next(version, 'major'), minor: 0n, patch: 0n }))],
  ['IncMinor', reading((version) => raised(version, { minor: next(version, 'minor'), patch: 0n }))],
  [
    'IncPatch',
    reading((version) => raised(version, version.prerelease === '' ? { patch: next(version, 'patch') } : {})),
  ],
  ['Compare', comparing((result) => BigInt(result))],
  ['Equal', comparing((result) => result === 0)],
  ['LessThan', comparing((result) => result < 0)],
  ['LessThanEqual', comparing((result) => result <= 0)],
  ['GreaterThan', comparing((result) => result > 0)],
  ['GreaterThanEqual', comparing((result) => result >= 0)],
  ['SetPrerelease', setting((version, prerelease) => ({ ...version, prerelease: checkPrerelease(prerelease) }))],
  ['SetMetadata', setting((version, metadata) => ({ ...version, metadata: checkMetadata(metadata) }))],
]);

function reading(read: (version: Version) => GoValue): Method {
  return { params: [], call: read };
}

function comparing(read: (result: number) => GoValue): Method {
  return { params: [pointerType], call: (version, [other = null]) => read(compareVersions(version, versionOf(other))) };
}

function setting(change: (version: Version, text: string) => Version): Method {
  const call = (version: Version, [text = null]: readonly GoValue[]): GoValue =>
    versionStruct(withOriginal(change(version, typeof text === 'string' ? text : ''), version.original));
  return { params: ['string'], call };
}

function next(version: Version, part: 'major' | 'minor' | 'patch'): bigint {
  if (version[part] === uint64Max) {
    throw new GoPanic(`${part} version increment would overflow uint64`);
  }
  return version[part] + 1n;
}

/** A version with a raised part has neither pre-release nor metadata, and keeps a leading `v` in `Original`. */
function raised(version: Version, change: Partial<Version>): GoStruct {
  const next = { ...version, ...change, prerelease: '', metadata: '' };
  return versionStruct(withOriginal(next, version.original));
}

function withOriginal(version: Version, before: string): Version {
  return { ...version, original: (before.startsWith('v') ? 'v' : '') + formatVersion(version) };
}

function versionOf(value: GoValue): Version {
  const box = boxOf(value);
  const target = boxOf(box?.kind === 'pointer' ? box.target : value);
  const version = target?.kind === 'struct' ? versions.get(target) : undefined;
  if (version === undefined) {
    throw new GoPanic('runtime error: invalid memory address or nil pointer dereference');
  }
  return version;
}

function versionPointer(version: Version): GoPointer {
  const target = versionStruct(version);
  const pointer = { kind: 'pointer', type: pointerType, target, isNil: false } as const;
  return { ...pointer, method: (name) => methodOf(name, version) };
}

/** A version that is no pointer lacks the methods that are declared on pointers. */
function versionStruct(version: Version): GoStruct {
  const struct: GoStruct = {
    kind: 'struct',
    type: structType,
    fields: [],
    unexported: ['major', 'minor', 'patch', 'pre', 'metadata', 'original'],
    field: () => undefined,
    fieldType: () => undefined,
    method: (name) => (pointerOnly.has(name) ? undefined : methodOf(name, version)),
    json: () => JSON.stringify(formatVersion(version)),
  };
  versions.set(struct, version);
  return struct;
}

function methodOf(name: string, version: Version): GoFunc | undefined {
  const method = methods.get(name);
  return method === undefined ? undefined : goFunc(method, (args) => method.call(version, args));
}
