/**
 * A moment as `Date.toISOString` writes it, in UTC: `2026-11-26T23:50:28.040Z`. That one looks for the machine's time
 * zone at its first call, which takes up to a millisecond of a cold start.
 * @param at milliseconds since 1970
 */
export function isoTime(at: number): string {
  const date = new Date(at);
  const day = [date.getUTCFullYear(), padded(date.getUTCMonth() + 1), padded(date.getUTCDate())].join('-');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map((part) => padded(part)).join(':');
  return `${day}T${time}.${padded(date.getUTCMilliseconds(), 3)}Z`;
}

function padded(part: number, width = 2): string {
  return String(part).padStart(width, '0');
}
