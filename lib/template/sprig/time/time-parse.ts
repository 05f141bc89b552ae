import { monthNames, weekdayNames } from './calendar.ts';
import { badTime, layoutMismatch, quoteTime } from './time-errors.ts';
import { assembleTime, type Fields, noFields, type ParsedTime } from './time-fields.ts';
import { type LayoutPart, type LayoutPiece, layoutPieces } from './time-layout.ts';
import { utc } from './zones.ts';

/** What is left of a text behind a part; what the part means is out of range; or undefined: it does not fit. */
type Read = { readonly rest: string; readonly outOfRange?: string } | undefined;

/** time.ParseInLocation in the local zone. @throws `GoError` in Go's words. */
export function parseTime(layout: string, text: string): ParsedTime {
  const fields = noFields();
  const pieces = layoutPieces(layout);
  let rest = text;
  pieces.forEach((piece, index) => {
    const behind = skipLiteral(rest, piece.literal);
    if (behind === undefined) {
      throw layoutMismatch({ layout, text, part: piece.literal, rest: leftAfterPrefix(rest, piece.literal) });
    }
    if (piece.part === undefined) {
      if (behind !== '') {
        throw badTime(text, `extra text: ${quoteTime(behind)}`);
      }
      return;
    }
    const read = readPart(behind, piece, { fields, next: pieces[index + 1] });
    if (read?.outOfRange !== undefined) {
      throw badTime(text, `${read.outOfRange} out of range`);
    }
    if (read === undefined) {
      throw layoutMismatch({ layout, text, part: piece.text, rest: behind });
    }
    rest = read.rest;
  });
  return assembleTime(fields, text);
}

/** A space of a layout stands for any number of them. */
function skipLiteral(text: string, literal: string): string | undefined {
  const { at, fits } = compareLiteral(text, literal);
  return fits ? text.slice(at) : undefined;
}

function leftAfterPrefix(text: string, literal: string): string {
  return text.slice(compareLiteral(text, literal).at);
}

function compareLiteral(text: string, literal: string): { readonly at: number; readonly fits: boolean } {
  let at = 0;
  for (let index = 0; index < literal.length; index++) {
    if (literal[index] === ' ') {
      if (at < text.length && text[at] !== ' ') {
        return { at, fits: false };
      }
      index = skipSpaces(literal, index) - 1;
      at = skipSpaces(text, at);
    } else if (text[at] !== literal[index]) {
      return { at, fits: false };
    } else {
      at += 1;
    }
  }
  return { at, fits: true };
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') {
    at += 1;
  }
  return at;
}

interface LayoutPosition {
  readonly fields: Fields;
  readonly next: LayoutPiece | undefined;
}

function readPart(text: string, piece: LayoutPiece, place: LayoutPosition): Read {
  const { fields } = place;
  switch (piece.part) {
    case 'second':
    case 'second2':
      return readSecond(text, piece.part === 'second2', place);
    case 'offset':
      return readOffset(text, piece.text, fields);
    case 'fraction0':
      return readNanos(text, piece.text.length, fields);
    case 'fraction9':
      return /^[.,]\d/.test(text) ? readNanos(text, /^[.,]\d+/.exec(text)?.[0].length ?? 0, fields) : { rest: text };
    case undefined:
      return undefined;
    default:
      return readers[piece.part](text, fields);
  }
}

type Reader = (text: string, fields: Fields) => Read;

const readers: Readonly<
  Record<Exclude<LayoutPart, 'second' | 'second2' | 'offset' | 'fraction0' | 'fraction9'>, Reader>
> = {
  year2: pattern(
    /^[+-]?\d\d?/,
    (digits, fields) => {
      const year = Number(digits);
      fields.year = year >= 69 ? year + 1900 : year + 2000;
    },
    2,
  ),
  year4: pattern(/^\d{4}/, (digits, fields) => {
    fields.year = Number(digits);
  }),
  monthName: names(monthNames, (index, fields) => {
    fields.month = index + 1;
  }),
  monthShort: names(monthNames.map(short), (index, fields) => {
    fields.month = index + 1;
  }),
  month: number(/^\d\d?/, ['month', 1, 12], (value, fields) => {
    fields.month = value;
  }),
  month2: number(/^\d\d/, ['month', 1, 12], (value, fields) => {
    fields.month = value;
  }),
  weekdayName: names(weekdayNames, () => undefined),
  weekdayShort: names(weekdayNames.map(short), () => undefined),
  day: number(/^\d\d?/, ['day', 0, 99], setDay),
  dayPadded: number(/^ ?\d\d?/, ['day', 0, 99], setDay),
  day2: number(/^\d\d/, ['day', 0, 99], setDay),
  yearDayPadded: number(/^ {0,2}\d{1,3}/, ['day', 0, 999], setYearDay),
  yearDay3: number(/^\d{3}/, ['day', 0, 999], setYearDay),
  hour24: number(/^\d\d?/, ['hour', 0, 23], setHour),
  hour12: number(/^\d\d?/, ['hour', 0, 12], setHour),
  hour12of2: number(/^\d\d/, ['hour', 0, 12], setHour),
  minute: number(/^\d\d?/, ['minute', 0, 59], setMinute),
  minute2: number(/^\d\d/, ['minute', 0, 59], setMinute),
  PM: pattern(/^[AP]M/, setHalf),
  pm: pattern(/^[ap]m/, setHalf),
  zone: readZone,
};

function short(name: string): string {
  return name.slice(0, 3);
}

function setDay(value: number, fields: Fields): void {
  fields.day = value;
}

function setYearDay(value: number, fields: Fields): void {
  fields.yearDay = value;
}

function setHour(value: number, fields: Fields): void {
  fields.hour = value;
}

function setMinute(value: number, fields: Fields): void {
  fields.minute = value;
}

function setHalf(text: string, fields: Fields): void {
  fields.half = text.toLowerCase() === 'pm' ? 'pm' : 'am';
}

/** `length`: exactly so many characters must be what the expression finds. */
function pattern(expression: RegExp, set: (found: string, fields: Fields) => void, length?: number): Reader {
  return (text, fields) => {
    const found = expression.exec(length === undefined ? text : text.slice(0, length))?.[0];
    if (found === undefined || (length !== undefined && found.length !== length)) {
      return undefined;
    }
    set(found, fields);
    return { rest: text.slice(found.length) };
  };
}

function number(
  expression: RegExp,
  [what, least, most]: readonly [string, number, number],
  set: (value: number, fields: Fields) => void,
): Reader {
  return (text, fields) => {
    const found = expression.exec(text)?.[0];
    if (found === undefined) {
      return undefined;
    }
    const value = Number(found);
    const rest = text.slice(found.length);
    if (value < least || value > most) {
      return { rest, outOfRange: what };
    }
    set(value, fields);
    return { rest };
  };
}

function names(list: readonly string[], set: (index: number, fields: Fields) => void): Reader {
  return (text, fields) => {
    const index = list.findIndex((name) => text.slice(0, name.length).toLowerCase() === name.toLowerCase());
    if (index < 0) {
      return undefined;
    }
    set(index, fields);
    return { rest: text.slice(list[index]?.length) };
  };
}

/** A fraction may follow the seconds of a text even where the layout has none. */
function readSecond(text: string, twoDigits: boolean, { fields, next }: LayoutPosition): Read {
  const found = (twoDigits ? /^\d\d/ : /^\d\d?/).exec(text)?.[0];
  if (found === undefined) {
    return undefined;
  }
  const rest = text.slice(found.length);
  if (Number(found) > 59) {
    return { rest, outOfRange: 'second' };
  }
  fields.second = Number(found);
  const isNext = next?.part === 'fraction0' || next?.part === 'fraction9';
  const fraction = isNext ? undefined : /^[.,]\d+/.exec(rest)?.[0];
  return fraction === undefined ? { rest } : readNanos(rest, fraction.length, fields);
}

function readNanos(text: string, length: number, fields: Fields): Read {
  const digits = text.slice(1, Math.min(length, 10));
  if (text.length < length || !/^[.,]/.test(text) || !/^\d+$/.test(digits)) {
    return undefined;
  }
  fields.nanosecond = Number(digits.padEnd(9, '0'));
  return { rest: text.slice(length) };
}

const offsetForms: ReadonlyMap<string, RegExp> = new Map([
  ['07', /^(.)(..)/s],
  ['0700', /^(.)(..)(..)/s],
  ['07:00', /^(.)(..):(..)/s],
  ['070000', /^(.)(..)(..)(..)/s],
  ['07:00:00', /^(.)(..):(..):(..)/s],
]);

function readOffset(text: string, form: string, fields: Fields): Read {
  if (form.startsWith('Z') && text.startsWith('Z')) {
    fields.zone = utc;
    return { rest: text.slice(1) };
  }
  const [all, sign, ...parts] = offsetForms.get(form.slice(1))?.exec(text) ?? [];
  if (all === undefined) {
    return undefined;
  }
  const rest = text.slice(all.length);
  const [hours, minutes, seconds] = [parts[0] ?? '00', parts[1] ?? '00', parts[2] ?? '00'];
  const values = [hours, minutes, seconds].map((part) => (/^\d\d$/.test(part) ? Number(part) : Number.NaN));
  const [hour = 0, minute = 0, second = 0] = values;
  if (hour > 24 || minute > 60 || second > 60) {
    const what = second > 60 ? 'second' : minute > 60 ? 'minute' : 'hour';
    return { rest, outOfRange: `time zone offset ${what}` };
  }
  if (values.some(Number.isNaN) || (sign !== '+' && sign !== '-')) {
    return undefined;
  }
  const size = (hour * 60 + minute) * 60 + second;
  fields.offset = sign === '-' ? -size : size;
  return { rest };
}

const zoneText =
  /^(?:ChST|MeST|GMT(?:[+-](?:2[0-3]|[01]?\d|0\d+)(?!\d))?|[+-](?:2[0-3]|[01]?\d)(?!\d)|[A-Z]{4}T(?![A-Z])|[A-Z]{3}T(?![A-Z])|WITA(?![A-Z])|[A-Z]{3}(?![A-Z]))/;

function readZone(text: string, fields: Fields): Read {
  if (text.startsWith('UTC')) {
    fields.zone = utc;
    return { rest: text.slice(3) };
  }
  const found =
    text.length < 3 ? undefined : (zoneText.exec(text)?.[0] ?? (text.startsWith('GMT') ? 'GMT' : undefined));
  if (found === undefined) {
    return undefined;
  }
  fields.abbreviation = found;
  return { rest: text.slice(found.length) };
}
