import { dateOfDay } from '../base/civil-date.ts';

const dayMs = 86_400_000;

/**
 * A moment as `Date.toISOString` writes it, in UTC: `2026-11-26T23:50:28.040Z`. That one looks for the machine's time
 * zone at its first call, which takes up to a millisecond of a cold start; and each part that a `Date` is asked for is a
 * call out of compiled code.
 * @param at milliseconds since 1970, of years with four digits
 */
export function isoTime(at: number): string {
  const days = Math.floor(at / dayMs);
  const rest = Math.floor(at) - days * dayMs;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const time = `${padded(Math.floor(minutes / 60))}:${padded(minutes % 60)}:${padded(seconds % 60)}`;
  const part = rest % 1000;
  const { year, month, day } = dateOfDay(days);
  return `${year}-${padded(month)}-${padded(day)}T${time}.${part < 100 ? '0' : ''}${padded(part)}Z`;
}

function padded(part: number): string {
  return part < 10 ? `0${part}` : `${part}`;
}
