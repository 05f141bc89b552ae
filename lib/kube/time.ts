import { trimEnd } from '../base/trim-end.ts';
import { KubeError } from './errors.ts';

/** An instant as Go's `time.Time` holds it in UTC: whole seconds since 1970, and nanoseconds. */
export interface Instant {
  readonly seconds: number;
  readonly nanos: number;
}

const pattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d+))?(Z|[+-]\d{2}:\d{2})$/;

/** Seconds of `0001-01-01T00:00:00Z`, which Go's zero time is. */
const zeroSeconds = -62_135_596_800;

/** Reads RFC 3339 as `time.Parse(time.RFC3339, text)` does. @throws KubeError (`bad-time`). */
export function parseTime(text: string): Instant {
  const match = pattern.exec(text);
  const [year, month, day, hour, minute, second] = (match ?? []).slice(1, 7).map(Number);
  if (
    match === null ||
    year === undefined ||
    month === undefined ||
    day === undefined ||
    hour === undefined ||
    minute === undefined ||
    second === undefined ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > daysIn(year, month) ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  ) {
    throw refuse(text);
  }
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const nanos = Number((match[7] ?? '').slice(0, 9).padEnd(9, '0'));
  return { seconds: date.getTime() / 1000 - offsetSeconds(match[8] ?? 'Z', text), nanos };
}

/** The zero time, which Go's `IsZero` knows. */
export function isZeroTime({ seconds, nanos }: Instant): boolean {
  return seconds === zeroSeconds && nanos === 0;
}

/** As metav1.Time encodes: RFC 3339 in UTC, whole seconds. */
export function formatTime({ seconds }: Instant): string {
  return `${dateTime(seconds).replace(' ', 'T')}Z`;
}

/** As Go's `time.Time.String` prints it in UTC: `2024-01-02 03:04:05.5 +0000 UTC`. */
export function printTime({ seconds, nanos }: Instant): string {
  const fraction = nanos === 0 ? '' : `.${trimEnd(String(nanos).padStart(9, '0'), '0')}`;
  return `${dateTime(seconds)}${fraction} +0000 UTC`;
}

/** Go's zero time. */
export const zeroTime: Instant = { seconds: zeroSeconds, nanos: 0 };

function dateTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  const head = year < 0 ? `-${pad(-year, 4)}` : pad(year, 4);
  const day = `${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
  return `${head}-${day} ${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}`;
}

function offsetSeconds(zone: string, text: string): number {
  if (zone === 'Z') {
    return 0;
  }
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  if (hours > 24 || minutes > 60) {
    throw refuse(text);
  }
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}

function daysIn(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function refuse(text: string): KubeError {
  return new KubeError('bad-time', `${JSON.stringify(text.slice(0, 60))} is not a time such as 2024-01-02T03:04:05Z`);
}
