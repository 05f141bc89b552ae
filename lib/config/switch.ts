import type { ConfigProblem } from './config-problem.ts';
import { decodeOrRaw } from './load/effective-parameters.ts';
import { lookupPaths, switchParameter } from './parameter-names.ts';
import { defaultCluster } from './snapshot.ts';
import type { ParameterReading } from './source/source.ts';

/** Injection is on. */
export interface SwitchedOn {
  readonly kind: 'on';
  /** Only what is off says since when. */
  readonly since?: undefined;
}

/** Injection is off: every pod is allowed as it came. */
export interface SwitchedOff {
  readonly kind: 'off';
  /** Full name of the parameter that says so: `default/switch`. */
  readonly parameter: string;
  /** The operator's words, on one line; may be empty. */
  readonly reason: string;
  /** Since when, and until when it was meant to be, in milliseconds since 1970; absent where the text has neither. */
  readonly since?: number;
  readonly until?: number;
}

/** What a switch says. */
export type SwitchState = SwitchedOn | SwitchedOff;

/** What is known of one switch, and what keeps its newest text from being used. */
export interface KnownSwitch {
  readonly state: SwitchState;
  readonly problem?: ConfigProblem;
}

/** The most of a reason that is kept, in characters. */
export const reasonCharacters = 200;

/** What applies where there is no such parameter. */
export const switchedOn: SwitchedOn = { kind: 'on' };

const off = /^off(?=[\s:]|$)(?<reason>[^\r\n]*)/i;
/** Lines after the first are looked at up to this many. */
const momentLines = 5;

/**
 * Reads the text of a switch: `on`; or `off`, in any letter case, followed by the end, a blank or a colon, and then by
 * the reason. Lines after the first may say `since: MOMENT` and `until: MOMENT`. Null for anything else.
 */
export function decodeSwitch(parameter: string, text: string): SwitchState | null {
  const trimmed = text.trim();
  const reason = off.exec(trimmed)?.groups?.reason;
  if (reason === undefined) {
    return trimmed.toLowerCase() === 'on' ? switchedOn : null;
  }
  const moments = trimmed.split('\n', momentLines).slice(1).map(decodeMoment);
  return { kind: 'off', parameter, reason: oneLine(reason.replace(/^[ \t:]+/, '')), ...Object.assign({}, ...moments) };
}

/** Writes `off` the way `decodeSwitch` reads it. */
export function encodeSwitchedOff({ reason, since, until }: Omit<SwitchedOff, 'kind' | 'parameter'>): string {
  const words = oneLine(reason);
  const first = words === '' ? 'off' : `off: ${words}`;
  const moments = Object.entries({ since, until }).flatMap(([name, at]) =>
    at === undefined ? [] : [`${name}: ${new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')}`],
  );
  return `${[first, ...moments].join('\n')}\n`;
}

/**
 * What is known of a folder's switch after a reading. A text that is neither, or cannot be read, changes nothing: the
 * state before stays, `on` where there was none. A parameter that is not there is `on`.
 */
export function knownSwitch(folder: string, reading: ParameterReading, before: SwitchState = switchedOn): KnownSwitch {
  const name = `${folder}/${switchParameter}`;
  const failure = reading.failures.get(name);
  if (failure !== undefined) {
    return { state: before, problem: { code: 'unreadable', parameter: name, message: failure.message } };
  }
  const parameter = reading.parameters.get(name);
  if (parameter === undefined) {
    return { state: switchedOn };
  }
  const state = decodeSwitch(name, decodeOrRaw(parameter));
  return state === null ? { state: before, problem: unclear(name, before) } : { state };
}

/** What two switches come to: one `off` is enough, and the default's goes first. */
export function eitherOff(base: SwitchState, own: SwitchState): SwitchState {
  return base.kind === 'off' ? base : own;
}

/** What the newest switches below a cluster and the default say, for who has no state of before. */
export function switchFor(cluster: string, reading: ParameterReading): KnownSwitch {
  const [own, base] = [cluster, defaultCluster].map((folder) => knownSwitch(folder, reading));
  const state = eitherOff(base?.state ?? switchedOn, own?.state ?? switchedOn);
  const problem = base?.problem ?? own?.problem;
  return { state, ...(problem === undefined ? {} : { problem }) };
}

/** What is wrong with the switches of a cluster and the default, if anything. */
export function switchProblems(cluster: string, reading: ParameterReading): readonly ConfigProblem[] {
  return lookupPaths(cluster, switchParameter).flatMap((name) => {
    const { problem } = knownSwitch(name.slice(0, -switchParameter.length - 1), reading);
    return problem === undefined ? [] : [problem];
  });
}

/** `default/switch off: REASON`, for traces and logs. */
export function describeSwitch({ parameter, reason }: SwitchedOff): string {
  return reason === '' ? `${parameter} off` : `${parameter} off: ${reason}`;
}

function unclear(parameter: string, before: SwitchState): ConfigProblem {
  const message = `is neither "on" nor "off" and a reason, so it stays ${before.kind}; write it with \`sidecar-injector off\` or \`on\``;
  return { code: 'unclear-switch', parameter, line: 1, column: 1, message };
}

function decodeMoment(line: string): { readonly since?: number; readonly until?: number } {
  const [name = '', moment = ''] = line.trim().split(/:\s*(.*)/, 2);
  const at = Date.parse(moment);
  return Number.isNaN(at) || (name !== 'since' && name !== 'until') ? {} : { [name]: at };
}

/** Any text may stand in it, and it goes into logs and audit annotations as one line of printable text. */
function oneLine(text: string): string {
  return [...text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()].slice(0, reasonCharacters).join('');
}
