import { GoError } from '../../../go/errors.ts';
import { formatDuration } from '../../../go/format-duration.ts';
import { boxOf } from '../../../go/numbers.ts';
import { parseInteger } from '../../../go/parse-number.ts';
import type { GoValue } from '../../../go/value.ts';
import type { RunContext } from '../../function.ts';
import { anything, type Declared, fn } from '../declare.ts';
import { parseDuration, roundedDuration, roundTo, second } from './duration.ts';
import { GoTime, timeOf, zeroTime } from './go-time.ts';
import { parseTime } from './time-parse.ts';
import { findZone, local, utc } from './zones.ts';

const time = 'time.Time';
const htmlLayout = '2006-01-02';

const dateInZone = fn(['string', anything, 'string'], 'string', ([layout, date, zone], run) =>
  formatDate({ layout, date, zone, run }),
);
const dateModify = fn(['string', time], time, ([change, date]) => modify(change, timeOf(date)) ?? date);
const mustDateModify = fn(['string', time], time, ([change, date]) => {
  const start = timeOf(date);
  return new GoTime(start.nanos + parseDuration(change), start.zone);
});

/** Dates and durations by Go's layouts. The local zone is UTC; the present time is the caller's, if there is one. */
export const dateFunctions: readonly Declared[] = [
  ['now', fn([], time, (_, run) => present('now', run))],
  ['ago', fn([anything], 'string', ([date], run) => ago(date, run))],
  [
    'date',
    fn(['string', anything], 'string', ([layout, date], run) => formatDate({ layout, date, zone: 'Local', run })),
  ],
  ['dateInZone', dateInZone],
  ['date_in_zone', dateInZone],
  ['htmlDate', fn([anything], 'string', ([date], run) => formatDate({ layout: htmlLayout, date, zone: 'Local', run }))],
  [
    'htmlDateInZone',
    fn([anything, 'string'], 'string', ([date, zone], run) => formatDate({ layout: htmlLayout, date, zone, run })),
  ],
  ['dateModify', dateModify],
  ['date_modify', dateModify],
  ['mustDateModify', mustDateModify],
  ['must_date_modify', mustDateModify],
  ['duration', fn([anything], 'string', ([value]) => formatDuration(BigInt.asIntN(64, secondsOf(value) * second)))],
  ['durationRound', fn([anything], 'string', ([value], run) => roundedDuration(nanosOf(value, run)))],
  ['toDate', fn(['string', 'string'], time, ([layout, text]) => parseLeniently(layout, text))],
  ['mustToDate', fn(['string', 'string'], time, ([layout, text]) => parse(layout, text))],
  ['unixEpoch', fn([time], 'string', ([date]) => String(timeOf(date).unix()))],
];

function present(name: string, { now }: RunContext): GoTime {
  if (now === undefined) {
    throw new GoError(`${name} needs the present time, which this render was not given; pass the date as a value`);
  }
  return new GoTime(now(), local);
}

function parse(layout: string, text: string): GoTime {
  const { nanos, zone } = parseTime(layout, text);
  return new GoTime(nanos, zone);
}

function parseLeniently(layout: string, text: string): GoTime {
  try {
    return parse(layout, text);
  } catch (error) {
    if (error instanceof GoError) {
      return zeroTime;
    }
    throw error;
  }
}

function modify(change: string, date: GoTime): GoTime | undefined {
  try {
    return new GoTime(date.nanos + parseDuration(change), date.zone);
  } catch (error) {
    if (error instanceof GoError) {
      return undefined;
    }
    throw error;
  }
}

interface DateRequest {
  readonly layout: string;
  readonly date: GoValue;
  readonly zone: string;
  readonly run: RunContext;
}

function formatDate({ layout, date, zone, run }: DateRequest): string {
  run.charge(layout.length);
  const known = dateOf(date, ['int', 'int32', 'int64']) ?? present('a date from a value that is none', run);
  return known.in(findZone(zone) ?? utc).format(layout);
}

/** A time, or whole seconds since 1970 of one of the given types; undefined for all else. */
function dateOf(value: GoValue, types: readonly string[]): GoTime | undefined {
  if (typeof value === 'bigint') {
    return new GoTime(value * second, local);
  }
  const box = boxOf(value);
  if (box?.kind === 'struct' && box.type === time) {
    return timeOf(box);
  }
  if (box?.kind === 'pointer' && box.type === `*${time}` && !box.isNil) {
    return timeOf(box.target);
  }
  const counts = box?.kind === 'number' && types.includes(box.type) && typeof box.value === 'bigint';
  return counts ? new GoTime(BigInt(box.value) * second, local) : undefined;
}

function ago(date: GoValue, run: RunContext): string {
  const now = present('ago', run);
  const since = now.nanos - (dateOf(date, ['int64']) ?? now).nanos;
  return formatDuration(roundTo(since, second));
}

/** Seconds from text or an int64; an int is none, as in Go. */
function secondsOf(value: GoValue): bigint {
  if (typeof value === 'string') {
    const parsed = parseInteger(value, 10);
    return parsed.ok || parsed.reason === 'range' ? parsed.value : 0n;
  }
  return int64ValueOf(value) ?? 0n;
}

function int64ValueOf(value: GoValue): bigint | undefined {
  const box = boxOf(value);
  return box?.kind === 'number' && box.type === 'int64' && typeof box.value === 'bigint' ? box.value : undefined;
}

function nanosOf(value: GoValue, run: RunContext): bigint {
  if (typeof value === 'string') {
    return durationOrZero(value);
  }
  const box = boxOf(value);
  if (box?.kind === 'struct' && box.type === time) {
    return present('durationRound', run).nanos - timeOf(box).nanos;
  }
  return int64ValueOf(value) ?? 0n;
}

function durationOrZero(text: string): bigint {
  try {
    return parseDuration(text);
  } catch (error) {
    if (error instanceof GoError) {
      return 0n;
    }
    throw error;
  }
}
