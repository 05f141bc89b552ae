import { dayOfDate } from '../../../base/civil-date.ts';
import { daysInMonth, isLeapYear } from './calendar.ts';
import { badTime } from './time-errors.ts';
import { fixedZone, local, type Zone } from './zones.ts';

/** What a text says about a time. */
export interface Fields {
  year: number;
  month: number | undefined;
  day: number | undefined;
  yearDay: number | undefined;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  half: 'am' | 'pm' | undefined;
  zone: Zone | undefined;
  offset: number | undefined;
  abbreviation: string;
}

/** A parsed time. */
export interface ParsedTime {
  /** Nanoseconds since 1970. */
  readonly nanos: bigint;
  readonly zone: Zone;
}

/** Nothing known yet. */
export function noFields(): Fields {
  return {
    ...{ year: 0, month: undefined, day: undefined, yearDay: undefined, hour: 0, minute: 0, second: 0, nanosecond: 0 },
    ...{ half: undefined, zone: undefined, offset: undefined, abbreviation: '' },
  };
}

/** Makes a time of what a text says. @throws `GoError` for days that do not exist. */
export function assembleTime(fields: Fields, text: string): ParsedTime {
  const { year } = fields;
  const { month, day } = monthAndDay(fields, text);
  if (day < 1 || day > daysInMonth(year, month)) {
    throw badTime(text, 'day out of range');
  }
  const hour =
    fields.half === 'pm' && fields.hour < 12
      ? fields.hour + 12
      : fields.half === 'am' && fields.hour === 12
        ? 0
        : fields.hour;
  const seconds = dayOfDate({ year, month, day }) * 86_400 + hour * 3600 + fields.minute * 60 + fields.second;
  const { zone, offset } = zoneOf(fields);
  return { nanos: BigInt(seconds - offset) * 1_000_000_000n + BigInt(fields.nanosecond), zone };
}

/** An offset that is UTC's counts as local, where no other name is given. */
function zoneOf({ zone, offset, abbreviation }: Fields): { readonly zone: Zone; readonly offset: number } {
  if (zone !== undefined) {
    return { zone, offset: 0 };
  }
  if (offset !== undefined) {
    const isLocal = offset === 0 && (abbreviation === '' || abbreviation === 'UTC');
    return { zone: isLocal ? local : fixedZone(abbreviation, offset), offset };
  }
  if (abbreviation === '') {
    return { zone: local, offset: 0 };
  }
  const named = abbreviation.startsWith('GMT') ? Number(abbreviation.slice(3)) * 3600 : 0;
  // Go names the zone by that offset, but does not move the time.
  return { zone: fixedZone(abbreviation, named), offset: 0 };
}

function monthAndDay(fields: Fields, text: string): { readonly month: number; readonly day: number } {
  const { yearDay, year } = fields;
  if (yearDay === undefined) {
    return { month: fields.month ?? 1, day: fields.day ?? 1 };
  }
  if (yearDay < 1 || yearDay > (isLeapYear(year) ? 366 : 365)) {
    throw badTime(text, 'day-of-year out of range');
  }
  let month = 1;
  let day = yearDay;
  while (day > daysInMonth(year, month)) {
    day -= daysInMonth(year, month);
    month += 1;
  }
  if (fields.month !== undefined && fields.month !== month) {
    throw badTime(text, 'day-of-year does not match month');
  }
  if (fields.day !== undefined && fields.day !== day) {
    throw badTime(text, 'day-of-year does not match day');
  }
  return { month, day };
}
