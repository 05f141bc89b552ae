import { errorFields } from './error-fields.ts';
import { isoTime } from './iso-time.ts';
import { type MetricLabels, metricMembers, type Outcome } from './metrics.ts';

/** What one request came to, for its line in the log. Never the path, the pod or a secret. */
export interface RequestEntry {
  readonly milliseconds: number;
  readonly status: number;
  readonly outcome: Outcome;
  /** API Gateway's id of the request, which its access log has too. */
  readonly requestId?: string;
  /** Lambda's id of the invocation, which its own lines have. */
  readonly lambdaRequestId?: string;
  readonly uid?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  /** Whose pod: `ReplicaSet/checkout-7c9d8f6b5`, else its generateName or name. */
  readonly workload?: string;
  readonly decision?: string;
  readonly reason?: string;
  readonly trace?: string;
  readonly fingerprint?: string;
  readonly patchBytes?: number;
  readonly warnings?: readonly string[];
  /** Why the request was turned away, in our own words. */
  readonly problem?: string;
  /** Set where the last known good configuration was used. */
  readonly stale?: { readonly ageSeconds: number; readonly cause: string };
  /** What is wrong with the configuration and does no harm. */
  readonly notices?: readonly Notice[];
  /** Set where the newest configuration is held back, because pods fail under it. */
  readonly isHeldBack?: boolean;
  /** Set where a switch is off: which, why, for how long, and whether it was meant to be on again by now. */
  readonly switchedOff?: SwitchedOffEntry;
  /** Set where the setting `clusters` lists the cluster. */
  readonly isListedCluster?: boolean;
  /** Set for what `doctor` asks, and a deployment of a new version before it gets traffic: no metric counts it. */
  readonly isTrial?: boolean;
  /** Set where this program is at fault, and no template or other parameter. */
  readonly isFault?: boolean;
  /** Set where something threw. */
  readonly error?: unknown;
}

/** Something for who edits parameters. */
export interface Notice {
  readonly code: string;
  readonly text: string;
}

/** An injection that is switched off. */
export interface SwitchedOffEntry {
  /** Full name: `default/switch`. */
  readonly parameter: string;
  readonly reason: string;
  readonly seconds?: number;
  readonly isOverdue?: boolean;
}

/** The most notices of one line, and the most characters of one. */
const maxNotices = 10;
const maxNotice = 300;
/** The most characters of any text of a line: all together stay far below the 256 KiB of an event of CloudWatch. */
const maxText = 1000;
/** The most warnings of one line. */
const maxWarnings = 20;

const levels: Readonly<Record<Outcome, 'info' | 'warn' | 'error'>> = {
  injected: 'info',
  skipped: 'info',
  health: 'info',
  refused: 'warn',
  rejected: 'warn',
  denied: 'warn',
  unavailable: 'error',
  failed: 'error',
};

/**
 * The line for one request, as JSON without its end. It carries its metrics in CloudWatch's embedded format.
 * @param at milliseconds since 1970 at the end of the request
 */
export function formatRequestLine(at: number, entry: RequestEntry, labels: MetricLabels = {}): string {
  const line = isUsual(entry) ? entry : shown(entry);
  const text = JSON.stringify(line);
  // A replacer makes JSON.stringify many times slower, and hardly any line needs one.
  const members = text.length <= maxText ? text : JSON.stringify(line, shortTexts);
  const time = `"time":"${isoTime(at)}","level":"${levelOf(entry)}"`;
  return `{${time},${members.slice(1, -1)}${metricMembers(at, entry, labels)}}`;
}

/** Whether all of it is shown, as it is but for long texts. */
function isUsual({ isListedCluster, warnings, notices, error }: RequestEntry): boolean {
  return isListedCluster === undefined && warnings === undefined && notices === undefined && error === undefined;
}

/** What the line shows of a request; members that are undefined are not written. */
function shown(entry: RequestEntry): object {
  const { error, warnings = [], notices = [] } = entry;
  const logged = notices.slice(0, maxNotices).map(({ code, text }) => ({ code, text: text.slice(0, maxNotice) }));
  return {
    ...entry,
    isListedCluster: undefined,
    warnings: warnings.length === 0 ? undefined : warnings.slice(0, maxWarnings),
    notices: logged.length === 0 ? undefined : logged,
    error: error === undefined ? undefined : errorFields(error),
  };
}

function levelOf({ outcome, stale, switchedOff, notices = [] }: RequestEntry): 'info' | 'warn' | 'error' {
  const isQuiet = stale === undefined && switchedOff === undefined && notices.length === 0;
  return isQuiet || levels[outcome] === 'error' ? levels[outcome] : 'warn';
}

function shortTexts(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? shortened(value) : value;
}

function shortened(text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText - 1).toWellFormed()}…` : text;
}
