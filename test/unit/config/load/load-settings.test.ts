import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../../lib/config/load/decode-settings.ts';
import { decodeParameter } from '../../../../lib/config/load/effective-parameters.ts';
import { loadSettings } from '../../../../lib/config/load/load-settings.ts';

const parameterOf = (text: string) => ({ name: 'default/settings', text, version: 1 });

describe('loadSettings', () => {
  it('has a default for everything where there is no parameter', () => {
    expect(loadSettings(undefined)).toMatchObject({ settings: defaultSettings, problems: [] });
  });

  it('tells what is wrong, and has the default for it', () => {
    expect(loadSettings(parameterOf('revision: [1]'))).toMatchObject({
      settings: { revision: 'default' },
      problems: [{ parameter: 'default/settings', line: 1, message: 'revision: must be text; put it in quotes' }],
    });
    expect(loadSettings(parameterOf('a: [')).problems).toMatchObject([{ code: 'syntax', line: 1 }]);
  });

  it.each([
    ['a channel', 'contact: "#platform"', '#platform', []],
    ['spaces around it', 'contact: " a@example.com "', 'a@example.com', []],
    ['120 characters', `contact: ${'ä'.repeat(120)}`, 'ä'.repeat(120), []],
    ['121 characters', `contact: ${'a'.repeat(121)}`, '', ['contact: must be at most 120 characters']],
    ['two lines', 'contact: "a\\nb"', '', ['contact: must be one line']],
    ['a terminal sequence', 'contact: "a\\e[1m"', '', ['contact: must be one line']],
    ['a list', 'contact: [a]', '', ['contact: must be text']],
  ])('takes one line of text as contact: %s', (_name, text, contact, want) => {
    const { settings, problems } = loadSettings(parameterOf(text));
    expect(settings.contact).toBe(contact);
    expect(problems.map(({ message }) => message)).toEqual(want.map((each) => expect.stringContaining(each)));
  });

  it('reads a parameter once, however often it is asked for', () => {
    const parameter = parameterOf('revision: canary');
    expect(loadSettings(parameter)).toBe(loadSettings(parameter));
    expect(loadSettings(parameter).settings.revision).toBe('canary');
  });
});

describe('decodeParameter', () => {
  it('decodes a stored parameter once, however often it is asked for', () => {
    const stored = { name: 'default/settings', value: 'b64:YTogMQ==', version: 3 };
    const decoded = decodeParameter(stored);
    expect(decoded).toEqual({ kind: 'value', parameter: { name: 'default/settings', text: 'a: 1', version: 3 } });
    expect(decodeParameter(stored)).toBe(decoded);
  });
});
