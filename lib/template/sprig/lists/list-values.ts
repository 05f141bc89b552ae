import { boxOf } from '../../../go/numbers.ts';
import { itemsOf, makeSlice } from '../../../go/slice.ts';
import { kindOf } from '../../../go/type-name.ts';
import type { GoSlice, GoValue } from '../../../go/value.ts';
import type { RunContext } from '../../function.ts';
import { nilDereference } from '../declare.ts';
import { textOfValue } from '../strings/text.ts';

const backing = new WeakMap<GoSlice, string[]>();

/** A `[]string`. */
export function stringSlice(items: string[]): GoSlice {
  const slice = makeSlice('string', items);
  backing.set(slice, items);
  return slice;
}

/** The texts that a `[]string` made here stands on, for functions that change it in place; undefined for others. */
function backingOf(value: GoValue): string[] | undefined {
  const box = boxOf(value);
  return box?.kind === 'slice' ? backing.get(box) : undefined;
}

/** The items of a list of any type; undefined for what is no list. Panics on nil as Go does. */
export function listItems(list: GoValue): readonly GoValue[] | undefined {
  if (Array.isArray(list)) {
    return list;
  }
  if (list === null) {
    throw nilDereference();
  }
  const box = boxOf(list);
  return box?.kind === 'slice' ? sliceItems(box) : undefined;
}

function sliceItems(list: GoSlice): readonly GoValue[] {
  return backing.get(list) ?? itemsOf(list);
}

/** sprig's list of texts: nils of a list are left out, and what is no list stands for itself. */
export function textList(value: GoValue, run: RunContext): string[] {
  if (value === null) {
    return [];
  }
  const own = backingOf(value);
  if (own !== undefined) {
    return own;
  }
  if (kindOf(value) !== 'slice') {
    return [textOfValue(value, run)];
  }
  const items = listItems(value) ?? [];
  return items.filter((item) => item !== null).map((item) => textOfValue(item, run));
}
