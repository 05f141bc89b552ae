import type { JsonArray, JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { isList, isObject } from '../../../lib/json/json-value.ts';

/** One way to make a document larger: what grows, and the document with so many bytes of it. */
export interface Pump {
  readonly name: string;
  /** A text grows, and no list or object. */
  readonly isText: boolean;
  readonly make: (bytes: number) => JsonValue;
}

/** What texts are filled with: runs on which expressions and scans go wrong, each with an end that fits nothing. */
const fillings: readonly (readonly [name: string, unit: string, end: string])[] = [
  ['letters', 'a', ''],
  ['zeros', '0', '!'],
  ['nines', '9', ''],
  ['blanks', ' ', 'x'],
  ['line breaks', '\n', 'x'],
  ['slashes', '/', 'x'],
  ['commas', ',', 'x'],
  ['dots', '.', '!'],
  ['dashes', '-', '!'],
  ['quotes', '"', 'x'],
  ['backslashes', '\\', 'x'],
  ['braces', '{', 'x'],
  ['brackets', '[', 'x'],
  ['angle brackets', '<', 'x'],
  ['beyond ASCII', 'é', '\u0085'],
  ['pairs', 'a=b,', '='],
  ['keys', 'a: b\n', ':'],
  ['items', '- a\n', '-'],
  ['JSON objects', '{"a":1},', '{'],
];

type Growth = Omit<Pump, 'isText'>;

type Path = readonly (string | number)[];

/** Every text of a document with every filling, and every list with items of one name and of many. */
export function pumpsOf(document: JsonValue): readonly Pump[] {
  return [...pathsOf(document, [])].flatMap(([path, value]) =>
    pumpsAt(document, path, value).map((pump) => ({ ...pump, isText: typeof value === 'string' })),
  );
}

function pumpsAt(document: JsonValue, path: Path, value: string | JsonArray | JsonObject): readonly Growth[] {
  if (typeof value === 'string') {
    return textPumps(document, path, value);
  }
  return isList(value) ? listPumps(document, path, value) : objectPumps(document, path, value);
}

function textPumps(document: JsonValue, path: Path, before: string): readonly Growth[] {
  return fillings.flatMap(([filling, unit, end]) => {
    const fill = (bytes: number) => unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit)));
    return [
      {
        name: `${shown(path)}: ${filling}`,
        make: (bytes: number) => withValue(document, path, fill(bytes) + end),
      },
      {
        name: `${shown(path)}: ${filling} inside`,
        make: (bytes: number) => withValue(document, path, `${before.slice(0, 1)}${fill(bytes)}${before.slice(1)}`),
      },
    ];
  });
}

function listPumps(document: JsonValue, path: Path, list: JsonArray): readonly Growth[] {
  const item = list[0] ?? null;
  const size = JSON.stringify(item).length + 8;
  const many = (bytes: number, each: (index: number) => JsonValue) =>
    withValue(
      document,
      path,
      Array.from({ length: Math.ceil(bytes / size) }, (_, index) => each(index)),
    );
  return [
    { name: `${shown(path)}: one item often`, make: (bytes) => many(bytes, () => item) },
    {
      name: `${shown(path)}: many items`,
      make: (bytes) => many(bytes, (index) => numbered(item, index)),
    },
    {
      name: `${shown(path)}: nulls`,
      make: (bytes) => withValue(document, path, Array(Math.ceil(bytes / 5)).fill(null)),
    },
    ...(isObject(item)
      ? [
          {
            name: `${shown(path)}: each item with a member of its own`,
            make: (bytes: number) =>
              many((bytes * size) / (size + ownMemberBytes), (index) => ({ ...item, [`k${index}`]: index })),
          },
        ]
      : []),
  ];
}

/** What `"k12345":12345,` takes. */
const ownMemberBytes = 16;

function objectPumps(document: JsonValue, path: Path, object: JsonObject): readonly Growth[] {
  const [first = 'k', value = 'x'] = Object.entries(object)[0] ?? [];
  return [
    {
      name: `${shown(path)}: many members`,
      make: (bytes) => withValue(document, path, { ...object, ...members('k', value, bytes) }),
    },
    // What a name says by how it begins: `hugepages-`.
    {
      name: `${shown(path)}: many members whose names go on like the first`,
      make: (bytes) => withValue(document, path, { ...object, ...members(first, value, bytes) }),
    },
    {
      name: `${shown(path)}: one name in many letter cases`,
      make: (bytes) => withValue(document, path, { ...object, ...spellings(object, bytes) }),
    },
    ...(path.length <= deepestOfNests
      ? [
          {
            name: `${shown(path)}: a member that nests deep`,
            make: (bytes: number) => withValue(document, path, { ...object, deep: nests(bytes) }),
          },
        ]
      : []),
  ];
}

/** As many as so many bytes can have: the shorter the names, the more. */
function members(start: string, value: JsonValue, bytes: number): JsonObject {
  const size = JSON.stringify(value).length + start.length + 8;
  const count = Math.ceil(bytes / size);
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${start}${index.toString(36)}`, value]));
}

/** Reading a document that nests deep is nearly all that it takes, wherever that stands. */
const deepestOfNests = 2;

/** How deep a review may nest less what stands around the deepest object of it. */
const nesting = 180;

function nests(bytes: number): JsonValue {
  const nested: JsonValue = JSON.parse('['.repeat(nesting) + ']'.repeat(nesting));
  return Array(Math.ceil(bytes / (2 * nesting + 1))).fill(nested);
}

/**
 * A name of an object in letter cases: that of an object if there is one, which Go joins, then the longest. Each object
 * has a member of its own, other values are the same.
 */
function spellings(object: JsonObject, bytes: number): JsonObject {
  const rank = ([name, value]: [string, JsonValue]) => (isObject(value) ? 1000 : 0) + name.length;
  const [name = '', value = 'x'] = Object.entries(object).sort((a, b) => rank(b) - rank(a))[0] ?? [];
  const valueAt = (index: number) => (isObject(value) ? { [`k${index}`]: 'v' } : value);
  const letters = [...name];
  const size = JSON.stringify(valueAt(100_000)).length + name.length + 4;
  const count = Math.min(Math.ceil(bytes / size), 2 ** Math.min(letters.length, 30));
  return Object.fromEntries(
    Array.from({ length: count }, (_, bits) => [
      letters.map((letter, at) => ((bits >> at) & 1 ? letter.toUpperCase() : letter)).join(''),
      valueAt(bits),
    ]),
  );
}

/** The item with its texts told apart by a number, as names are. */
function numbered(item: JsonValue, index: number): JsonValue {
  if (typeof item === 'string') {
    return `${item}${index}`;
  }
  if (typeof item === 'number') {
    return item + index;
  }
  return isObject(item)
    ? Object.fromEntries(
        Object.entries(item).map(([key, value]) => [
          key,
          key === 'image' || key === 'controller' ? value : numbered(value, index),
        ]),
      )
    : item;
}

function* pathsOf(value: JsonValue, path: Path): Generator<readonly [Path, string | JsonArray | JsonObject]> {
  if (typeof value === 'string') {
    yield [path, value];
  } else if (isList(value)) {
    yield [path, value];
    yield* pathsOf(value[0] ?? null, [...path, 0]);
  } else if (isObject(value)) {
    yield [path, value];
    for (const key of Object.keys(value)) {
      yield* pathsOf(value[key] ?? null, [...path, key]);
    }
  }
}

function withValue(document: JsonValue, [step, ...rest]: Path, value: JsonValue): JsonValue {
  if (step === undefined) {
    return value;
  }
  if (isList(document)) {
    return document.map((item, index) => (index === step ? withValue(item, rest, value) : item));
  }
  return isObject(document) ? { ...document, [step]: withValue(document[step] ?? null, rest, value) } : document;
}

function shown(path: Path): string {
  return path.length === 0 ? '(all)' : path.join('.');
}
