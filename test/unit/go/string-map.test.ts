import { describe, expect, it } from 'vitest';
import { goValueFromJson } from '../../../lib/go/from-json.ts';
import { entriesOf, entryOf, stringMap } from '../../../lib/go/string-map.ts';
import type { GoTypedMap, GoValue } from '../../../lib/go/value.ts';
import { nilMap } from '../../../lib/go/zero-value.ts';

const labels = stringMap(new Map([['app', 'web']]));
const numbers: GoTypedMap = { ...labels, type: 'map[string]int', elem: 'int', get: () => 1n };

describe('entriesOf and entryOf', () => {
  it.each<[string, GoValue | undefined, readonly (readonly [string, string])[]]>([
    ['a map[string]string', labels, [['app', 'web']]],
    ['a nil map', nilMap('map[string]string'), []],
    ['a map of other values', numbers, []],
    ['a map[string]interface {}', goValueFromJson({ app: 'web' }, 'float64'), []],
    ['text', 'app', []],
    ['nil', null, []],
    ['nothing', undefined, []],
  ])('give the entries of %s', (_name, value, want) => {
    expect([...entriesOf(value)]).toEqual(want);
    expect(entryOf(value, 'app')).toBe(want[0]?.[1]);
    expect(entryOf(value, 'other')).toBeUndefined();
  });
});
