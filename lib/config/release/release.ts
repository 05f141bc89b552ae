import type { ConfigProblem } from '../config-problem.ts';
import { decodeParameter } from '../load/effective-parameters.ts';
import type { Parameter } from '../source/source.ts';

/** One pinned parameter: its version, and the SHA-256 of its value as stored (64 hex digits). */
export interface Pin {
  /** Full name below the root: `default/values`. */
  readonly name: string;
  readonly version: number;
  readonly sha256: string;
}

/** The `release` parameter, decoded. Names that it does not list are not read. */
export type Release = ReadonlyMap<string, Pin>;

/** A release, or what is wrong with it. */
export type ReleaseResult =
  | { readonly kind: 'release'; readonly release: Release }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] };

const linePattern = /^["']?(?<name>[A-Za-z0-9._/-]+)["']?\s*:\s*\{(?<fields>[^{}]*)\}\s*(?:,\s*)?(#.*)?$/;
const versionPattern = /["']?\bversion\b["']?\s*:\s*(?<version>[1-9]\d{0,9})\s*(,|$)/;
const sha256Pattern = /["']?\bsha256\b["']?\s*:\s*["']?(?<sha256>[0-9a-f]{64})["']?\s*(,|$)/;
const namePattern = /^[a-z0-9-]{1,63}\/[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)?$/;
/** Never pinned: going back to an old release must bring back no revoked token, and no release or switch of then. */
const neverPinned = /^[^/]+\/(tokens|release|switch)$/;
/** Lines of a JSON document around the entries. */
const frame = /^\s*(?:(?:[{}]|---)\s*)?(#.*)?$/;

/** Reads a `release` parameter as it is stored, encoded or not. */
export function readRelease(parameter: Parameter): ReleaseResult {
  const decoded = decodeParameter(parameter);
  return decoded.kind === 'value'
    ? decodeRelease(parameter.name, decoded.parameter.text)
    : { kind: 'invalid', problems: [decoded.problem] };
}

/**
 * Decodes a release: one line for each name, `default/values: {version: 12, sha256: …}`. That is YAML, and with
 * quotes and commas it is JSON; nothing else of either language is needed or taken, so every error has its line.
 * @param parameter the release's own full name, for the problems
 */
export function decodeRelease(parameter: string, text: string): ReleaseResult {
  const release = new Map<string, Pin>();
  const problems: ConfigProblem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (frame.test(line)) {
      continue;
    }
    const pin = decodePin(line.trim());
    const message = typeof pin === 'string' ? pin : release.has(pin.name) ? `${pin.name} is pinned twice` : undefined;
    if (message !== undefined) {
      problems.push({ code: 'invalid', parameter, line: index + 1, message });
    } else if (typeof pin !== 'string') {
      release.set(pin.name, pin);
    }
  }
  if (release.size === 0 && problems.length === 0) {
    problems.push({ code: 'invalid', parameter, message: 'it pins nothing; delete it to read the newest versions' });
  }
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'release', release };
}

/** Writes a release the way `decodeRelease` reads it, sorted by name. */
export function encodeRelease(pins: Iterable<Pin>): string {
  const sorted = [...pins].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map(({ name, version, sha256 }) => `${name}: {version: ${version}, sha256: ${sha256}}\n`).join('');
}

/** The SHA-256 of a value as it is stored, in hex. */
export function digestOf(value: string): string {
  return process.getBuiltinModule('node:crypto').hash('sha256', value);
}

function decodePin(line: string): Pin | string {
  const entry = linePattern.exec(line)?.groups;
  const version = versionPattern.exec(entry?.fields ?? '')?.groups?.version;
  const sha256 = sha256Pattern.exec(entry?.fields ?? '')?.groups?.sha256;
  if (entry?.name === undefined || version === undefined || sha256 === undefined) {
    return 'a line must read NAME: {version: NUMBER, sha256: 64 HEX DIGITS}; `sidecar-injector promote` writes it';
  }
  if (!namePattern.test(entry.name) || neverPinned.test(entry.name)) {
    return `${entry.name} cannot be pinned; pin default/NAME or CLUSTER/NAME, but neither tokens nor release nor switch`;
  }
  return { name: entry.name, version: Number(version), sha256 };
}
