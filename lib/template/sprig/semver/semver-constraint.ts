import { utf8Length } from '../../../go/bytes.ts';
import { GoError } from '../../../go/errors.ts';
import { quote } from '../../../go/quote.ts';
import { comparePrereleases, compareVersions, parseVersion, type Version } from './semver-version.ts';

const maxConstraintBytes = 512;
const maxGroups = 32;

const operator = String.raw`=||!=|>|<|>=|=>|<=|=<|~|~>|\^`;
const number = '[0-9|xX*]+';
const identifiers = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;
const version = String.raw`v?${number}(?:\.${number})?(?:\.${number})?(?:-${identifiers})?(?:\+${identifiers})?`;
const space = String.raw`[\t\n\f\r ]`;
const groupPattern = new RegExp(
  `^(?:${space}*(?:${operator})${space}*${version}${space}*)(?:(?:${space}+|,${space}*)(?:${operator})${space}*${version}${space}*)*$`,
);
const eachConstraint = new RegExp(`(?:=>|>=|<=|=<|~>|!=|=|>|<|~|\\^|)${space}*${version}`, 'g');
const hyphenRange = new RegExp(`${space}*(${version})${space}+-${space}+(${version})${space}*`, 'g');
const parts = new RegExp(
  `^${space}*(${operator})${space}*(v?(${number})(\\.${number})?(\\.${number})?(-${identifiers})?(?:\\+${identifiers})?)${space}*$`,
);

interface Constraint {
  readonly operator: string;
  readonly bound: Version;
  /** What was left open: everything, the minor version on, or the patch version. */
  readonly open: 'nothing' | 'major' | 'minor' | 'patch';
}

interface Group {
  readonly constraints: readonly Constraint[];
  readonly prereleases: boolean;
}

/**
 * Whether a version fits a constraint by Masterminds' rules: groups separated by `||`, of which one must hold whole;
 * a pre-release fits only a group that names one. @throws `GoError` for what is no constraint.
 */
export function satisfies(text: string, candidate: () => Version): boolean {
  const groups = parseConstraints(text);
  const found = candidate();
  return groups.some(({ constraints, prereleases }) =>
    constraints.every((constraint) => (found.prerelease === '' || prereleases) && holds(found, constraint)),
  );
}

function parseConstraints(text: string): Group[] {
  if (utf8Length(text) > maxConstraintBytes) {
    throw new GoError(`constraint string is too long (max ${maxConstraintBytes} bytes)`);
  }
  const groups = text.replace(hyphenRange, '>= $1, <= $2 ').split('||');
  if (groups.length > maxGroups) {
    throw new GoError(`too many constraint groups (max ${maxGroups})`);
  }
  return groups.map(parseGroup);
}

function parseGroup(text: string): Group {
  if (!groupPattern.test(text)) {
    throw new GoError(`improper constraint: ${quote(text)}`);
  }
  const constraints = (text.match(eachConstraint) ?? []).map(parseConstraint);
  return { constraints, prereleases: constraints.some(({ bound }) => bound.prerelease !== '') };
}

function parseConstraint(text: string): Constraint {
  const [, sign = '', , major = '', minor = '', patch = '', prerelease = ''] = parts.exec(text) ?? [];
  const open = isOpen(major) ? 'major' : isOpen(minor) ? 'minor' : isOpen(patch) ? 'patch' : 'nothing';
  const kept = {
    major: '0.0.0',
    minor: `${major}.0.0`,
    patch: `${major}${minor}.0`,
    nothing: `${major}${minor}${patch}`,
  };
  return { operator: sign, bound: boundOf(kept[open] + prerelease), open };
}

function isOpen(part: string): boolean {
  return part === '' || /^\.?[xX*]$/.test(part);
}

function boundOf(text: string): Version {
  try {
    return parseVersion(text);
  } catch (cause) {
    throw new GoError('constraint parser error', { cause });
  }
}

function holds(candidate: Version, constraint: Constraint): boolean {
  const rule = rules.get(constraint.operator);
  return rule?.(candidate, constraint) === true;
}

type Rule = (candidate: Version, constraint: Constraint) => boolean;

const rules: ReadonlyMap<string, Rule> = new Map([
  ['', equals],
  ['=', equals],
  ['!=', differs],
  ['>', isGreater],
  ['<', (candidate, { bound }) => compareVersions(candidate, bound) < 0],
  ['>=', isAtLeast],
  ['=>', isAtLeast],
  ['<=', isAtMost],
  ['=<', isAtMost],
  ['~', isClose],
  ['~>', isClose],
  ['^', isCompatible],
]);

function isAtLeast(candidate: Version, { bound }: Constraint): boolean {
  return compareVersions(candidate, bound) >= 0;
}

function equals(candidate: Version, constraint: Constraint): boolean {
  return constraint.open === 'nothing'
    ? compareVersions(candidate, constraint.bound) === 0
    : isClose(candidate, constraint);
}

function differs(candidate: Version, { bound, open }: Constraint): boolean {
  switch (open) {
    case 'minor':
      return candidate.major !== bound.major;
    case 'patch':
      return (
        candidate.major !== bound.major ||
        candidate.minor !== bound.minor ||
        comparePrereleases(candidate.prerelease, bound.prerelease) !== 0
      );
    case 'major':
      return (
        candidate.major !== bound.major ||
        candidate.minor !== bound.minor ||
        candidate.patch !== bound.patch ||
        compareVersions(candidate, bound) !== 0
      );
    default:
      return compareVersions(candidate, bound) !== 0;
  }
}

function isGreater(candidate: Version, { bound, open }: Constraint): boolean {
  if (open === 'minor') {
    return candidate.major > bound.major;
  }
  if (open === 'patch') {
    return candidate.major === bound.major ? candidate.minor > bound.minor : candidate.major > bound.major;
  }
  return compareVersions(candidate, bound) > 0;
}

function isAtMost(candidate: Version, { bound, open }: Constraint): boolean {
  if (open === 'nothing') {
    return compareVersions(candidate, bound) <= 0;
  }
  return (
    candidate.major < bound.major ||
    (candidate.major === bound.major && (open === 'minor' || candidate.minor <= bound.minor))
  );
}

/** `~1.2.3`: the patch version may grow; of `~1` the minor one too. All zeros with nothing open lets everything pass. */
function isClose(candidate: Version, { bound, open }: Constraint): boolean {
  if (compareVersions(candidate, bound) < 0) {
    return false;
  }
  const anything =
    bound.major === 0n && bound.minor === 0n && bound.patch === 0n && open !== 'minor' && open !== 'patch';
  return anything || (candidate.major === bound.major && (candidate.minor === bound.minor || open === 'minor'));
}

/** `^1.2.3`: what is right of the first part that is not zero may grow. */
function isCompatible(candidate: Version, { bound, open }: Constraint): boolean {
  if (compareVersions(candidate, bound) < 0 || candidate.major !== bound.major) {
    return false;
  }
  if (bound.major > 0n || open === 'minor') {
    return true;
  }
  if (candidate.minor !== bound.minor) {
    return false;
  }
  return bound.minor > 0n || open === 'patch' || candidate.patch === bound.patch;
}
