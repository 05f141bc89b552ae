import { dateOfDay, dayOfDate } from '../../../base/civil-date.ts';
import { GoPanic } from '../../../go/errors.ts';
import { goFunc } from '../../../go/func.ts';
import { boxOf, int64, integerOf } from '../../../go/numbers.ts';
import { quote } from '../../../go/quote.ts';
import { makeBytes } from '../../../go/slice.ts';
import type { GoFunc, GoNumber, GoPointer, GoStruct, GoValue, MethodLookup } from '../../../go/value.ts';
import { monthNames, weekdayNames } from './calendar.ts';
import { makeDuration, nanosOfDuration, roundTo, second } from './duration.ts';
import { formatTime, type WallTime } from './time-format.ts';
import { local, utc, type Zone } from './zones.ts';

const daySeconds = 86_400;
const locationType = '*time.Location';
/** Seconds from year 1 to 1970: where Go's zero time stands. */
const zeroSeconds = -62_135_596_800n;

interface Method {
  readonly params: readonly string[];
  readonly call: (time: GoTime, args: readonly GoValue[]) => GoValue;
}

/** A `time.Time`: an instant and the zone that shows it. */
export class GoTime implements GoStruct {
  readonly kind = 'struct';
  readonly type = 'time.Time';
  readonly fields: readonly string[] = [];
  readonly unexported = ['wall', 'ext', 'loc'];
  /** Nanoseconds since 1970. */
  readonly nanos: bigint;
  readonly zone: Zone;

  constructor(nanos: bigint, zone: Zone) {
    this.nanos = nanos;
    this.zone = zone;
  }

  field(): undefined {
    return undefined;
  }

  fieldType(): undefined {
    return undefined;
  }

  readonly method = (name: string): GoFunc | undefined => {
    const method = methods.get(name);
    return method === undefined ? undefined : goFunc(method, (args) => method.call(this, args));
  };

  json(): string {
    return JSON.stringify(this.format('2006-01-02T15:04:05.999999999Z07:00'));
  }

  equals(other: GoStruct): boolean {
    return other instanceof GoTime && this.nanos === other.nanos && this.zone.name === other.zone.name;
  }

  format(layout: string): string {
    return formatTime(this.wall(), layout);
  }

  in(zone: Zone): GoTime {
    return new GoTime(this.nanos, zone);
  }

  /** Whole seconds since 1970, rounded down. */
  unix(): bigint {
    return floorDivide(this.nanos, second);
  }

  wall(): WallTime {
    const seconds = Number(this.unix());
    const { abbreviation, offset } = this.zone.at(seconds);
    const shown = seconds + offset;
    const day = Math.floor(shown / daySeconds);
    const ofDay = shown - day * daySeconds;
    const date = dateOfDay(day);
    return {
      ...date,
      weekday: (((day + 4) % 7) + 7) % 7,
      yearDay: day - dayOfDate({ year: date.year, month: 1, day: 1 }) + 1,
      hour: Math.floor(ofDay / 3600),
      minute: Math.floor((ofDay % 3600) / 60),
      second: ofDay % 60,
      nanosecond: Number(this.nanos - this.unix() * second),
      abbreviation,
      offset,
    };
  }
}

/** Go's zero time: the first instant of year 1. */
export const zeroTime = new GoTime(zeroSeconds * second, utc);

function floorDivide(value: bigint, by: bigint): bigint {
  return value / by - (value % by < 0n ? 1n : 0n);
}

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...wallMethods(['Year', 'Day', 'Hour', 'Minute', 'Second', 'Nanosecond', 'YearDay']),
  ['Month', reading((time) => named('time.Month', time.wall().month, monthNames[time.wall().month - 1]))],
  ['Weekday', reading((time) => named('time.Weekday', time.wall().weekday, weekdayNames[time.wall().weekday]))],
  ['Unix', reading((time) => int64(time.unix()))],
  ['UnixMilli', reading(({ nanos }) => int64(floorDivide(nanos, 1_000_000n)))],
  ['UnixMicro', reading(({ nanos }) => int64(floorDivide(nanos, 1000n)))],
  ['UnixNano', reading(({ nanos }) => int64(nanos))],
  ['UTC', reading((time) => time.in(utc))],
  ['Local', reading((time) => time.in(local))],
  ['IsZero', reading(({ nanos }) => nanos === zeroTime.nanos)],
  ['String', reading((time) => time.format('2006-01-02 15:04:05.999999999 -0700 MST'))],
  ['GoString', reading(goString)],
  ['Location', reading(({ zone }) => locationOf(zone))],
  ['IsDST', reading(isDaylightSaving)],
  ['MarshalJSON', reading((time) => makeBytes(Buffer.from(time.json())))],
  ['In', { params: [locationType], call: (time, [location = null]) => time.in(zoneOfLocation(location)) }],
  ['Format', { params: ['string'], call: (time, [layout]) => time.format(typeof layout === 'string' ? layout : '') }],
  ['Add', onDuration((time, nanos) => new GoTime(time.nanos + nanos, time.zone))],
  ['Truncate', onDuration((time, unit) => rounded(time, unit, (nanos) => nanos - (nanos % unit)))],
  ['Round', onDuration((time, unit) => rounded(time, unit, (nanos) => roundTo(nanos, unit)))],
  [
    'AddDate',
    {
      params: ['int', 'int', 'int'],
      call: (time, args) =>
        addDate(
          time,
          args.map((value) => Number(integerOf(value) ?? 0n)),
        ),
    },
  ],
  ['Sub', comparing((time, other) => makeDuration(bounded(time.nanos - other.nanos)))],
  ['After', comparing((time, other) => time.nanos > other.nanos)],
  ['Before', comparing((time, other) => time.nanos < other.nanos)],
  ['Equal', comparing((time, other) => time.nanos === other.nanos)],
  ['Compare', comparing((time, other) => (time.nanos < other.nanos ? -1n : time.nanos > other.nanos ? 1n : 0n))],
]);

function reading(read: (time: GoTime) => GoValue): Method {
  return { params: [], call: read };
}

function wallMethods(
  names: readonly ('Year' | 'Day' | 'Hour' | 'Minute' | 'Second' | 'Nanosecond' | 'YearDay')[],
): [string, Method][] {
  return names.map((name) => [name, reading((time) => BigInt(wallValues[name](time.wall())))]);
}

const wallValues = {
  Year: ({ year }: WallTime) => year,
  Day: ({ day }: WallTime) => day,
  Hour: ({ hour }: WallTime) => hour,
  Minute: ({ minute }: WallTime) => minute,
  Second: (wall: WallTime) => wall.second,
  Nanosecond: ({ nanosecond }: WallTime) => nanosecond,
  YearDay: ({ yearDay }: WallTime) => yearDay,
} as const;

function onDuration(call: (time: GoTime, nanos: bigint) => GoValue): Method {
  return { params: ['time.Duration'], call: (time, [duration = null]) => call(time, nanosOfDuration(duration)) };
}

function comparing(call: (time: GoTime, other: GoTime) => GoValue): Method {
  return { params: ['time.Time'], call: (time, [other = null]) => call(time, timeOf(other)) };
}

/** Time is rounded as counted from year 1, not from 1970. */
function rounded(time: GoTime, unit: bigint, round: (sinceZero: bigint) => bigint): GoTime {
  return unit <= 0n ? time : new GoTime(zeroTime.nanos + round(time.nanos - zeroTime.nanos), time.zone);
}

function addDate(time: GoTime, [years = 0, months = 0, days = 0]: readonly number[]): GoTime {
  const wall = time.wall();
  const before = dayOfDate(wall);
  const after = dayOfDate({ year: wall.year + years, month: wall.month + months, day: wall.day + days });
  return new GoTime(time.nanos + BigInt(after - before) * BigInt(daySeconds) * second, time.zone);
}

const locations = new WeakMap<GoPointer, Zone>();

function locationOf(zone: Zone): GoPointer {
  const target: GoStruct = {
    kind: 'struct',
    type: 'time.Location',
    fields: [],
    field: () => undefined,
    fieldType: () => undefined,
  };
  const pointer: GoPointer = { kind: 'pointer', type: locationType, target, isNil: false, method: stringer(zone.name) };
  locations.set(pointer, zone);
  return pointer;
}

function zoneOfLocation(value: GoValue): Zone {
  const box = boxOf(value);
  const zone = box?.kind === 'pointer' ? locations.get(box) : undefined;
  if (zone === undefined) {
    throw new GoPanic('time: missing Location in call to Time.In');
  }
  return zone;
}

/** Whether the clock is ahead of what it shows in the other half of the year. */
function isDaylightSaving(time: GoTime): boolean {
  const halfYear = (daySeconds * 365) / 2;
  const seconds = Number(time.unix());
  return (
    time.zone.at(seconds).offset >
    Math.min(time.zone.at(seconds - halfYear).offset, time.zone.at(seconds + halfYear).offset)
  );
}

function goString(time: GoTime): string {
  const { year, month, day, hour, minute, second: seconds, nanosecond } = time.wall();
  const { name } = time.zone;
  const zone = name === 'UTC' || name === 'Local' ? `time.${name}` : `time.Location(${quote(name)})`;
  const parts = [year, `time.${monthNames[month - 1]}`, day, hour, minute, seconds, nanosecond, zone];
  return `time.Date(${parts.join(', ')})`;
}

const longest = 2n ** 63n - 1n;

function bounded(nanos: bigint): bigint {
  return nanos > longest ? longest : nanos < -longest - 1n ? -longest - 1n : nanos;
}

function named(type: string, value: number, text = ''): GoNumber {
  return { kind: 'number', type, numeric: 'int', value: BigInt(value), method: stringer(text) };
}

function stringer(text: string): MethodLookup {
  return (name) => (name === 'String' ? goFunc({ result: 'string' }, () => text) : undefined);
}

/** Any value of type `time.Time`; those of other makers are read by their JSON text. */
export function timeOf(value: GoValue): GoTime {
  if (value instanceof GoTime) {
    return value;
  }
  const box = boxOf(value);
  const instant = box?.kind === 'struct' ? Date.parse(String(box.json?.()).replaceAll('"', '')) : Number.NaN;
  return Number.isNaN(instant) ? zeroTime : new GoTime(BigInt(instant) * 1_000_000n, utc);
}
