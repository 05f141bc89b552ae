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

type Path = readonly (string | number)[];

/** Every text of a document with every filling, and every list with items of one name and of many. */
export function pumpsOf(document: JsonValue): readonly Pump[] {
  return [...pathsOf(document, [])].flatMap(([path, value]) => {
    if (typeof value === 'string') {
      return textPumps(document, path, value);
    }
    return isList(value) ? listPumps(document, path, value) : objectPumps(document, path, value);
  });
}

function textPumps(document: JsonValue, path: Path, before: string): readonly Pump[] {
  return fillings.flatMap(([filling, unit, end]) => {
    const fill = (bytes: number) => unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit)));
    return [
      {
        name: `${shown(path)}: ${filling}`,
        isText: true,
        make: (bytes: number) => withValue(document, path, fill(bytes) + end),
      },
      {
        name: `${shown(path)}: ${filling} inside`,
        isText: true,
        make: (bytes: number) => withValue(document, path, `${before.slice(0, 1)}${fill(bytes)}${before.slice(1)}`),
      },
    ];
  });
}

function listPumps(document: JsonValue, path: Path, list: JsonArray): readonly Pump[] {
  const item = list[0] ?? null;
  const size = JSON.stringify(item).length + 8;
  const many = (bytes: number, each: (index: number) => JsonValue) =>
    withValue(
      document,
      path,
      Array.from({ length: Math.ceil(bytes / size) }, (_, index) => each(index)),
    );
  return [
    { name: `${shown(path)}: one item often`, isText: false, make: (bytes) => many(bytes, () => item) },
    {
      name: `${shown(path)}: many items`,
      isText: false,
      make: (bytes) => many(bytes, (index) => numbered(item, index)),
    },
    {
      name: `${shown(path)}: nulls`,
      isText: false,
      make: (bytes) => withValue(document, path, Array(Math.ceil(bytes / 5)).fill(null)),
    },
  ];
}

function objectPumps(document: JsonValue, path: Path, object: JsonObject): readonly Pump[] {
  const [value = 'x'] = Object.values(object);
  const size = JSON.stringify(value).length + 12;
  const members = (bytes: number) =>
    Object.fromEntries(Array.from({ length: Math.ceil(bytes / size) }, (_, index) => [`k${index}`, value]));
  return [
    {
      name: `${shown(path)}: many members`,
      isText: false,
      make: (bytes) => withValue(document, path, { ...object, ...members(bytes) }),
    },
  ];
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
