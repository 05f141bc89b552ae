const dayMs = 86_400_000;
/** Days of four years from March on, of which the last has the leap day, and of 100 and 400 such years. */
const [fourYears, century, fourCenturies] = [1461, 36_524, 146_097];

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
  return `${dayOf(days)}T${time}.${part < 100 ? '0' : ''}${padded(part)}Z`;
}

/** The date, so many days after 1970-01-01: counted in years that begin with March, so that the leap day is their last. */
function dayOf(days: number): string {
  const sinceYear0 = days + 719_468;
  const ofEra = sinceYear0 % fourCenturies;
  const leaps =
    Math.floor(ofEra / (fourYears - 1)) - Math.floor(ofEra / century) + Math.floor(ofEra / (fourCenturies - 1));
  const yearOfEra = Math.floor((ofEra - leaps) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // Months of 31, 30, 31, 30 and 31 days, 153 together, and then again.
  const month = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const year = 400 * Math.floor(sinceYear0 / fourCenturies) + yearOfEra + (month < 10 ? 0 : 1);
  return `${year}-${padded(month < 10 ? month + 3 : month - 9)}-${padded(day)}`;
}

function padded(part: number): string {
  return part < 10 ? `0${part}` : `${part}`;
}
