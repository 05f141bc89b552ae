import { zoneAbbreviations } from './zone-abbreviations.ts';

/** A time zone: its name, and what holds at a second counted from 1970. */
export interface Zone {
  readonly name: string;
  readonly at: (second: number) => ZoneState;
}

export interface ZoneState {
  readonly abbreviation: string;
  /** Seconds east of Greenwich. */
  readonly offset: number;
}

const utcState: ZoneState = { abbreviation: 'UTC', offset: 0 };
export const utc: Zone = { name: 'UTC', at: () => utcState };
/** The local zone, which is UTC for every caller, so that results do not depend on the machine. */
export const local: Zone = { name: 'Local', at: () => utcState };

const zoneName = /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*)*$/;
const maxCached = 64;
const zones = new Map<string, Zone | undefined>();

/** time.LoadLocation: undefined for what the time zone database does not have. */
export function findZone(name: string): Zone | undefined {
  if (name === '' || name === 'UTC') {
    return utc;
  }
  if (name === 'Local') {
    return local;
  }
  if (!zones.has(name)) {
    if (zones.size >= maxCached) {
      zones.clear();
    }
    zones.set(name, zoneName.test(name) ? loadZone(name) : undefined);
  }
  return zones.get(name);
}

/** A zone that never changes its offset, as time.FixedZone makes it. */
export function fixedZone(abbreviation: string, offset: number): Zone {
  return { name: abbreviation, at: () => ({ abbreviation, offset }) };
}

function loadZone(name: string): Zone | undefined {
  const clock = openZone(name);
  if (clock === undefined || !sameSpelling(clock.resolvedOptions().timeZone, name)) {
    return undefined;
  }
  const at = (second: number): ZoneState => {
    const offset = offsetAt(clock, second);
    return { offset, abbreviation: abbreviationOf(name, offset, second) };
  };
  return { name, at };
}

/** Before standard time every place had its own mean time, which the database calls LMT. */
const standardTimeBegins = -2_840_140_800;

function abbreviationOf(name: string, offset: number, second: number): string {
  if (second < standardTimeBegins && offset % 900 !== 0) {
    return 'LMT';
  }
  return zoneAbbreviations(name, offset) ?? numericAbbreviation(offset);
}

function openZone(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
  } catch {
    return undefined;
  }
}

/** Intl takes names in any case, the database of a Linux system does not. */
function sameSpelling(resolved: string, name: string): boolean {
  return resolved === name || resolved.toLowerCase() !== name.toLowerCase();
}

const dateRangeSeconds = 8.64e12;

function offsetAt(clock: Intl.DateTimeFormat, second: number): number {
  const bounded = Math.max(-dateRangeSeconds + 1e6, Math.min(dateRangeSeconds - 1e6, second));
  const parts = new Map(clock.formatToParts(bounded * 1000).map(({ type, value }) => [type, value]));
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
  const year = parts.get('era') === 'BC' ? 1 - read('year') : read('year');
  const wall = new Date(0);
  wall.setUTCFullYear(year, read('month') - 1, read('day'));
  wall.setUTCHours(read('hour'), read('minute'), read('second'));
  return Math.round(wall.getTime() / 1000) - bounded;
}

/** Zones without letters of their own are called by their offset: `-03`, `+0545`. */
function numericAbbreviation(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60);
  const rest = minutes % 60;
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : String(rest).padStart(2, '0')}`;
}
