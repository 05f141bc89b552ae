import { trimEnd } from '../../../base/trim-end.ts';
import { monthNames, weekdayNames } from './calendar.ts';
import { type LayoutPiece, layoutPieces } from './time-layout.ts';

/** A point in time as a clock and a calendar of its zone show it. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  readonly abbreviation: string;
  /** Seconds east of Greenwich. */
  readonly offset: number;
}

/** Time.Format. */
export function formatTime(time: WallTime, layout: string): string {
  return layoutPieces(layout)
    .map((piece) => piece.literal + formatPart(time, piece))
    .join('');
}

function formatPart(time: WallTime, { part, text }: LayoutPiece): string {
  switch (part) {
    case undefined:
      return '';
    case 'offset':
      return formatOffset(time.offset, text);
    case 'fraction0':
    case 'fraction9':
      return formatFraction(time.nanosecond, text);
    default:
      return formats[part](time);
  }
}

type Format = (time: WallTime) => string;

const formats = {
  year2: ({ year }) => padded(Math.abs(year) % 100, 2),
  year4: ({ year }) => padded(year, 4),
  monthName: ({ month }) => monthNames[month - 1] ?? '',
  monthShort: ({ month }) => (monthNames[month - 1] ?? '').slice(0, 3),
  month: ({ month }) => String(month),
  month2: ({ month }) => padded(month, 2),
  weekdayName: ({ weekday }) => weekdayNames[weekday] ?? '',
  weekdayShort: ({ weekday }) => (weekdayNames[weekday] ?? '').slice(0, 3),
  day: ({ day }) => String(day),
  dayPadded: ({ day }) => String(day).padStart(2),
  day2: ({ day }) => padded(day, 2),
  yearDayPadded: ({ yearDay }) => String(yearDay).padStart(3),
  yearDay3: ({ yearDay }) => padded(yearDay, 3),
  hour24: ({ hour }) => padded(hour, 2),
  hour12: ({ hour }) => String(hour % 12 || 12),
  hour12of2: ({ hour }) => padded(hour % 12 || 12, 2),
  minute: ({ minute }) => String(minute),
  minute2: ({ minute }) => padded(minute, 2),
  second: ({ second }) => String(second),
  second2: ({ second }) => padded(second, 2),
  PM: ({ hour }) => (hour >= 12 ? 'PM' : 'AM'),
  pm: ({ hour }) => (hour >= 12 ? 'pm' : 'am'),
  zone: ({ abbreviation, offset }) => (abbreviation === '' ? formatOffset(offset, '-0700') : abbreviation),
} as const satisfies Record<string, Format>;

function padded(value: number, width: number): string {
  return `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(width, '0')}`;
}

/** The layout's `Z` forms write `Z` for no offset; otherwise the spelling says which parts and colons there are. */
function formatOffset(offset: number, text: string): string {
  if (offset === 0 && text.startsWith('Z')) {
    return 'Z';
  }
  const size = Math.abs(offset);
  const minutes = Math.floor(size / 60);
  const parts = [padded(Math.floor(minutes / 60), 2), padded(minutes % 60, 2), padded(size % 60, 2)];
  const count = Math.floor(text.replaceAll(':', '').length / 2);
  return (offset <= -60 ? '-' : '+') + parts.slice(0, count).join(text.includes(':') ? ':' : '');
}

function formatFraction(nanosecond: number, text: string): string {
  const digits = padded(nanosecond, 9)
    .slice(0, text.length - 1)
    .padEnd(text.length - 1, '0');
  if (text.charAt(1) === '0') {
    return text.charAt(0) + digits;
  }
  const shown = trimEnd(digits, '0');
  return shown === '' ? '' : text.charAt(0) + shown;
}
