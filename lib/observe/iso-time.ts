/**
 * A moment as `Date.toISOString` writes it, in UTC: `2026-11-26T23:50:28.040Z`. That one looks for the machine's time
 * zone at its first call, which takes up to a millisecond of a cold start.
 * @param at milliseconds since 1970
 */
export function isoTime(at: number): string {
  const date = new Date(at);
  const day = `${date.getUTCFullYear()}-${padded(date.getUTCMonth() + 1)}-${padded(date.getUTCDate())}`;
  const time = `${padded(date.getUTCHours())}:${padded(date.getUTCMinutes())}:${padded(date.getUTCSeconds())}`;
  return `${day}T${time}.${String(date.getUTCMilliseconds()).padStart(3, '0')}Z`;
}

function padded(part: number): string {
  return part < 10 ? `0${part}` : `${part}`;
}
