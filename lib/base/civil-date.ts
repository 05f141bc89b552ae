/** A day of the Gregorian calendar, reckoned back and forth without end; months from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const daysPerEra = 146_097;
const yearsPerEra = 400;
/** Days from the first of March of year 0 to 1970. */
const epochShift = 719_468;

/** The date of a day, counted from 1970. */
export function dateOfDay(day: number): CivilDate {
  const shifted = day + epochShift;
  const era = Math.floor(shifted / daysPerEra);
  const ofEra = shifted - era * daysPerEra;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * yearsPerEra + (month <= 2 ? 1 : 0);
  return { year, month, day: ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1 };
}

/** The number of a day, counted from 1970; months and days beyond their range run over. */
export function dayOfDate({ year, month, day }: CivilDate): number {
  const months = year * 12 + month - 1;
  const ofYear = months - Math.floor(months / 12) * 12 + 1;
  const marchYear = Math.floor(months / 12) - (ofYear <= 2 ? 1 : 0);
  const era = Math.floor(marchYear / yearsPerEra);
  const yearOfEra = marchYear - era * yearsPerEra;
  const fromMarch = (ofYear + 9) % 12;
  const dayOfYear = Math.floor((153 * fromMarch + 2) / 5) + day - 1;
  return (
    era * daysPerEra +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    epochShift
  );
}
