import { compareBytes, normalizeGoString } from '../../../go/bytes.ts';
import { GoError, GoPanic } from '../../../go/errors.ts';
import { boxOf } from '../../../go/numbers.ts';
import { makeSlice } from '../../../go/slice.ts';
import { stringMap } from '../../../go/string-map.ts';
import { kindOf } from '../../../go/type-name.ts';
import type { GoPointer, GoSlice, GoValue } from '../../../go/value.ts';
import { nilSlice } from '../../../go/zero-value.ts';
import type { RunContext, TemplateFunction } from '../../function.ts';
import { toInteger } from '../cast.ts';
import { anything, type Declared, fn, listType, variadic } from '../declare.ts';
import { deepEqual } from '../deep-equal.ts';
import { isEmpty } from '../empty.ts';
import { split } from '../strings/text.ts';
import { withCopy, withoutCopy } from './appended-list.ts';
import { listItems, stringSlice, textList } from './list-values.ts';

/** What making one item of a list counts against the budget of work, in bytes. */
export const itemCost = 32;

const list = variadic([anything], listType, (args) => [...args]);
const appendCopying = onList('push on', ([, value = null], items) => withCopy(items, value), {
  params: [anything, anything],
});
const append: TemplateFunction = {
  ...appendCopying,
  call: ([items = null, value = null], run) => {
    const appended = withoutCopy(items, value);
    if (appended === undefined) {
      return appendCopying.call([items, value], run);
    }
    run.charge(itemCost);
    return appended;
  },
};
const chunks = {
  params: ['int', anything],
  at: 1,
  result: '[][]interface {}',
  wording: (kind: string) => `Cannot chunk type ${kind}`,
} as const;

/** Making, taking apart, sorting and searching lists. The `must` forms differ only in the kind of failure. */
export const listFunctions: readonly Declared[] = [
  ['list', list],
  ['tuple', list],
  ...both('append', append),
  ...both('push', append),
  ...both(
    'prepend',
    onList('prepend on', ([, value = null], items) => [value, ...items], { params: [anything, anything] }),
  ),
  ...both(
    'first',
    onList('find first on', (_, items) => items[0] ?? null, { result: anything }),
  ),
  ...both(
    'last',
    onList('find last on', (_, items) => items.at(-1) ?? null, { result: anything }),
  ),
  ...both(
    'rest',
    onList('find rest on', (_, items) => (items.length === 0 ? nilSlice(listType) : items.slice(1))),
  ),
  ...both(
    'initial',
    onList('find initial on', (_, items) => (items.length === 0 ? nilSlice(listType) : items.slice(0, -1))),
  ),
  ...both(
    'reverse',
    onList('find reverse on', (_, items) => items.toReversed()),
  ),
  ...both(
    'compact',
    onList('compact on', (_, items) => items.filter((item) => !isEmpty(item))),
  ),
  ...both(
    'uniq',
    onList('find uniq on', (_, items, run) => unique(items, run)),
  ),
  ...both(
    'without',
    onList('find without on', ([, ...omit], items, run) => items.filter((item) => !isAmong(omit, item, run)), {
      params: [anything, anything],
      variadic: true,
    }),
  ),
  ...both(
    'has',
    fn([anything, anything], 'bool', ([needle, items], run) => has(needle, items, run)),
  ),
  ...both(
    'slice',
    variadic([anything, anything], anything, ([items = null, ...bounds], run) => cut(items, bounds, run)),
  ),
  ...both(
    'chunk',
    onList('', ([size], items) => chunk(Number(size), items), chunks),
  ),
  ['concat', variadic([anything], anything, (args, run) => concat(args, run))],
  ['sortAlpha', fn([anything], '[]string', ([items], run) => sortAlpha(items, run))],
  ['join', fn(['string', anything], 'string', ([separator, items], run) => join(separator, textList(items, run), run))],
  ['toStrings', fn([anything], '[]string', ([items], run) => stringSlice(textList(items, run)))],
  ['split', fn(['string', 'string'], 'map[string]string', ([separator, text]) => numbered(split(text, separator)))],
  [
    'splitn',
    fn(['string', 'int', 'string'], 'map[string]string', ([separator, limit, text]) =>
      numbered(split(text, separator, Number(limit))),
    ),
  ],
  ['splitList', fn(['string', 'string'], '[]string', ([separator, text]) => stringSlice(split(text, separator)))],
];

function both(name: string, declared: TemplateFunction): Declared[] {
  return [
    [name, declared],
    [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, declared],
  ];
}

interface ListOptions {
  readonly params?: readonly string[];
  readonly variadic?: boolean;
  readonly result?: string;
  /** Which argument is the list. */
  readonly at?: number;
  readonly wording?: (kind: string) => string;
}

/** A function of a list, which counts the items and refuses what is no list. */
function onList(
  verb: string,
  work: (args: readonly GoValue[], items: readonly GoValue[], run: RunContext) => GoValue,
  options: ListOptions = {},
): TemplateFunction {
  const { at = 0, wording = (kind: string) => `Cannot ${verb} type ${kind}` } = options;
  const call = (args: readonly GoValue[], run: RunContext): GoValue => {
    const given = args[at] ?? null;
    const items = listItems(given);
    if (items === undefined) {
      throw new GoError(wording(kindOf(given)));
    }
    run.charge(items.length);
    return work(args, items, run);
  };
  return {
    params: options.params ?? [anything],
    variadic: options.variadic ?? false,
    result: options.result ?? listType,
    call,
  };
}

function unique(items: readonly GoValue[], run: RunContext): GoValue[] {
  const found: GoValue[] = [];
  for (const item of items) {
    if (!isAmong(found, item, run)) {
      found.push(item);
    }
  }
  return found;
}

function isAmong(items: readonly GoValue[], needle: GoValue, run: RunContext): boolean {
  run.charge(items.length);
  return items.some((item) => deepEqual(needle, item, run));
}

function has(needle: GoValue, haystack: GoValue, run: RunContext): boolean {
  if (haystack === null) {
    return false;
  }
  const items = listItems(haystack);
  if (items === undefined) {
    throw new GoError(`Cannot find has on type ${kindOf(haystack)}`);
  }
  return isAmong(items, needle, run);
}

/** `list[from:to]`, of the list's own type. */
function cut(list: GoValue, [from, to]: readonly GoValue[], run: RunContext): GoValue {
  const items = listItems(list);
  if (items === undefined) {
    throw new GoError(`list should be type of slice or array but ${kindOf(list)}`);
  }
  if (items.length === 0) {
    return null;
  }
  const start = from === undefined ? 0 : Number(toInteger(from));
  const end = to === undefined ? items.length : Number(toInteger(to));
  if (start < 0 || end < start || end > items.length) {
    throw new GoPanic('reflect.Value.Slice: slice index out of bounds');
  }
  run.charge(end - start);
  return sameType(list, items.slice(start, end));
}

function sameType(list: GoValue, items: GoValue[]): GoValue {
  if (Array.isArray(list)) {
    return items;
  }
  const { elem, type } = decodeSlice(list);
  return elem === 'string' && items.every((item) => typeof item === 'string')
    ? stringSlice(items)
    : makeSlice(elem, items, type);
}

/** `listItems` has checked before that it is one. */
function decodeSlice(list: GoValue): GoSlice {
  return list as GoSlice;
}

function chunk(size: number, items: readonly GoValue[]): GoValue {
  const { length } = items;
  const count = Math.floor((length - 1) / size) + 1;
  if (!(count >= 0 && Number.isFinite(count))) {
    throw makesliceError();
  }
  const lists = Array.from({ length: count }, (_, index) => {
    const rest = Math.floor(length % size);
    const wanted = index === count - 1 && rest !== 0 ? rest : size;
    if (wanted < 0) {
      throw makesliceError();
    }
    return items.slice(index * size, index * size + wanted);
  });
  return makeSlice(listType, lists);
}

function makesliceError(): GoPanic {
  return new GoPanic('runtime error: makeslice: len out of range');
}

function concat(lists: readonly GoValue[], run: RunContext): GoValue {
  const all: GoValue[] = [];
  for (const list of lists) {
    const items = listItems(list);
    if (items === undefined) {
      throw new GoPanic(`Cannot concat type ${kindOf(list)} as list`);
    }
    run.charge(items.length * itemCost);
    for (const item of items) {
      all.push(item);
    }
  }
  return all.length === 0 ? nilSlice(listType) : all;
}

/** Sorts a `[]string` in place, as Go does, and a copy of anything else. */
function sortAlpha(list: GoValue, run: RunContext): GoValue {
  if (kindOf(pointee(list)) !== 'slice') {
    return stringSlice([list === null ? '<nil>' : (textList(list, run)[0] ?? '')]);
  }
  const texts = textList(list, run);
  run.charge(texts.length);
  return stringSlice(texts.sort(compareBytes));
}

function pointee(value: GoValue): GoValue {
  return isPointer(value) ? value.target : value;
}

function isPointer(value: GoValue): value is GoPointer {
  return boxOf(value)?.kind === 'pointer';
}

function join(separator: string, texts: readonly string[], run: RunContext): string {
  run.charge(texts.length * separator.length + texts.reduce((sum, text) => sum + text.length, 0));
  return normalizeGoString(texts.join(separator));
}

/** sprig's `split` numbers its parts: `_0`, `_1`, … */
function numbered(parts: readonly string[]): GoValue {
  return stringMap(new Map(parts.map((part, index) => [`_${index}`, part])));
}
