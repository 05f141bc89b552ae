/** The parts of a date that a Go layout can name. */
export type LayoutPart =
  | 'year2'
  | 'year4'
  | 'monthName'
  | 'monthShort'
  | 'month'
  | 'month2'
  | 'weekdayName'
  | 'weekdayShort'
  | 'day'
  | 'dayPadded'
  | 'day2'
  | 'yearDayPadded'
  | 'yearDay3'
  | 'hour24'
  | 'hour12'
  | 'hour12of2'
  | 'minute'
  | 'minute2'
  | 'second'
  | 'second2'
  | 'PM'
  | 'pm'
  | 'zone'
  | 'offset'
  | 'fraction0'
  | 'fraction9';

/** Literal text, then perhaps a part; `text` is how the layout spells that part. */
export interface LayoutPiece {
  readonly literal: string;
  readonly part: LayoutPart | undefined;
  readonly text: string;
}

const spellings = {
  January: 'monthName',
  Jan: 'monthShort',
  Monday: 'weekdayName',
  Mon: 'weekdayShort',
  MST: 'zone',
  '01': 'month2',
  '02': 'day2',
  '03': 'hour12of2',
  '04': 'minute2',
  '05': 'second2',
  '06': 'year2',
  '002': 'yearDay3',
  '15': 'hour24',
  '1': 'month',
  '2006': 'year4',
  '2': 'day',
  _2: 'dayPadded',
  __2: 'yearDayPadded',
  '3': 'hour12',
  '4': 'minute',
  '5': 'second',
  PM: 'PM',
  pm: 'pm',
} as const satisfies Record<string, LayoutPart>;

const spelled: ReadonlyMap<string, LayoutPart> = new Map(Object.entries(spellings));
const pattern =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|2006|2|_(?=2006)|__2|_2|3|4|5|PM|pm|[-Z]07(?:0000|:00:00|00|:00)?|[.,](?:0+|9+)(?!\d)/g;

const maxCached = 64;
const cache = new Map<string, readonly LayoutPiece[]>();

/** Takes a Go layout apart. */
export function layoutPieces(layout: string): readonly LayoutPiece[] {
  const known = cache.get(layout);
  if (known !== undefined) {
    return known;
  }
  if (cache.size >= maxCached) {
    cache.clear();
  }
  const pieces = takeApart(layout);
  cache.set(layout, pieces);
  return pieces;
}

function takeApart(layout: string): LayoutPiece[] {
  const pieces: LayoutPiece[] = [];
  let from = 0;
  for (const { 0: text, index } of layout.matchAll(pattern)) {
    // `_2006` is an underscore and a year.
    if (text !== '_') {
      pieces.push({ literal: layout.slice(from, index), part: partOf(text), text });
      from = index + text.length;
    }
  }
  return [...pieces, { literal: layout.slice(from), part: undefined, text: '' }];
}

function partOf(text: string): LayoutPart {
  const known = spelled.get(text);
  if (known !== undefined) {
    return known;
  }
  if (text.startsWith('-') || text.startsWith('Z')) {
    return 'offset';
  }
  return text.charAt(1) === '0' ? 'fraction0' : 'fraction9';
}
