import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonForm } from '../../../lib/json/json-form.ts';
import { parseJson, stringifyJson } from '../../../lib/json/json-text.ts';
import { wordedJson } from '../../support/generators/worded-json.ts';

const names = ['one-name', 'another.name'] as const;
const others = ['first', 'second'] as const;

const word = fc.constantFrom('', 'a', names[0], names[1], `${names[1]}/${names[0]}${names[0]}`, '__proto__', 'é"\\');
const value = wordedJson(word);

/** What the value is with other names, by its text. */
function renamed(text: string): string {
  return text.replaceAll(names[0], others[0]).replaceAll(names[1], others[1]);
}

describe('JsonForm', () => {
  it('makes what reading its text with other names would give, keys in their order', () => {
    fc.assert(
      fc.property(value, (given) => {
        const made = new JsonForm(given, names).with(others);
        expect(stringifyJson(made)).toBe(stringifyJson(parseJson(renamed(stringifyJson(given)))));
      }),
    );
  });

  it('changes neither the value nor what it has made before', () => {
    const given = { list: [{ name: names[0] }], __proto__: null };
    const form = new JsonForm(given, names);
    const made = form.with(others);
    expect(form.with(['x', 'y'])).toEqual({ list: [{ name: 'x' }] });
    expect([given.list, made]).toEqual([[{ name: names[0] }], { list: [{ name: 'first' }] }]);
  });

  it('shares what holds no name', () => {
    const shared = { deep: [1] };
    const form = new JsonForm({ shared, named: [names[0]], nothing: null }, names);
    const made = form.with(others) as { shared: unknown; nothing: unknown };
    expect(made.shared).toBe(shared);
    expect(made.nothing).toBeNull();
    expect(new JsonForm(shared, names).with(others)).toBe(shared);
  });

  it('is the value itself where there are no names', () => {
    expect(new JsonForm('', []).with([])).toBe('');
    expect(new JsonForm(['a'], []).with([])).toEqual(['a']);
  });
});
