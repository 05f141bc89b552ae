import { describe, expect, it } from 'vitest';
import { encodeGoJson } from '../../../../lib/go/encode-json.ts';
import { goValueFromJson } from '../../../../lib/go/from-json.ts';
import type { GoValue } from '../../../../lib/go/value.ts';
import type { JsonValue } from '../../../../lib/json/json-value.ts';
import type { TemplateFunction } from '../../../../lib/template/function.ts';
import { sprigFunctions } from '../../../../lib/template/sprig/sprig.ts';
import { compileTemplate } from '../../../../lib/template/template.ts';
import { render } from './render.ts';

const now = (): bigint => 1_720_000_000_000_000_000n;

const refused = [
  '{{ randAlphaNum 5 }}',
  '{{ randAlpha 5 }}',
  '{{ randAscii 5 }}',
  '{{ randNumeric 5 }}',
  '{{ randBytes 5 }}',
  '{{ randInt 1 5 }}',
  '{{ shuffle "abc" }}',
  '{{ uuidv4 }}',
  '{{ bcrypt "x" }}',
  '{{ htpasswd "user" "x" }}',
  '{{ genPrivateKey "rsa" }}',
  '{{ genCA "ca" 1 }}',
  '{{ genCAWithKey "ca" 1 "k" }}',
  '{{ genSelfSignedCert "c" nil nil 1 }}',
  '{{ genSelfSignedCertWithKey "c" nil nil 1 "k" }}',
  '{{ buildCustomCert "YQ==" "YQ==" }}',
] as const;

describe('sprigFunctions', () => {
  it('has all names of the text set', () => {
    expect(sprigFunctions.size).toBe(211);
  });

  it.each(refused)('refuses %s and says why', (template) => {
    const name = /\w+/.exec(template)?.[0];
    expect(() => render(template)).toThrow(`error calling ${name}: ${name} is not available in sidecar templates: `);
  });

  it.each([
    ['{{ htpasswd "a:b" "c" }}', 'invalid username: a:b'],
    ['{{ env "HOME" }}{{ expandenv "$HOME" }}{{ getHostByName "localhost" }}', ''],
  ])('answers %s without reading anything', (template, want) => {
    expect(render(template)).toBe(want);
  });

  it.each([
    ['{{ buildCustomCert "*" "" }}', 'unable to decode base64 certificate'],
    ['{{ buildCustomCert "" "*" }}', 'unable to decode base64 private key'],
  ])('checks the arguments of %s first', (template, message) => {
    expect(() => render(template)).toThrow(message);
  });
});

/** Arguments by type of parameter; 1 for all others. */
const samples: Readonly<Record<string, readonly JsonValue[]>> = {
  string: ['b'],
  'map[string]interface {}': [
    { b: '', a: { c: 1 } },
    { b: 'x', a: { d: 2 } },
  ],
  '[]interface {}': [['b', 'a']],
  'interface {}': [{ b: 1, a: { c: 2 } }, ['b', 'a', 'b', '', null], 'b'],
};

/** Calls a function with all samples in turn, whatever comes of it; tells whether an argument is another afterwards. */
function changesArguments({ params, variadic, call }: TemplateFunction): boolean {
  const types = variadic === true ? [...params, ...params.slice(-1)] : params;
  return [0, 1, 2].some((choice) => {
    const args: readonly GoValue[] = types.map((type, index) => {
      const list = samples[type] ?? [1];
      return goValueFromJson(list[(choice + index) % list.length] ?? null, 'float64');
    });
    const before = args.map((value) => encodeGoJson(value));
    try {
      call(args, { charge: () => undefined, now });
    } catch {
      // Arguments that do not fit change nothing either.
    }
    return args.some((value, index) => encodeGoJson(value) !== before[index]);
  });
}

describe('functions that change an argument', () => {
  it('say so', () => {
    const changing = [...sprigFunctions].filter(([, fn]) => changesArguments(fn)).map(([name]) => name);
    const declared = [...sprigFunctions].filter(([, fn]) => fn.changes === true).map(([name]) => name);
    expect(changing).toEqual(declared);
    expect(declared).toEqual(['set', 'unset', 'merge', 'mergeOverwrite', 'mustMerge', 'mustMergeOverwrite']);
  });

  it.each([
    ['{{ .a }}{{ get .b "c" }}', true],
    ['{{ define "x" }}{{ set . "a" 1 }}{{ end }}', false],
    ['{{ if false }}{{ .d | merge .b }}{{ end }}', false],
  ])('%s keeps its data: %s', (text, want) => {
    expect(compileTemplate({ name: 'main', text, functions: sprigFunctions }).keepsData).toBe(want);
  });
});

describe('the present time', () => {
  it.each([
    ['{{ now | date "2006-01-02 15:04:05" }}', '2024-07-03 09:46:40'],
    ['{{ ago (int64 1719999900) }}', '1m40s'],
    ['{{ ago (toDate "2006" "2024") }}', '4425h46m40s'],
    ['{{ ago "no date" }}', '0s'],
    ['{{ date "2006" "no date" }}', '2024'],
    ['{{ durationRound (toDate "2006" "2024") }}', '6mo'],
  ])('lets %s give %s', (template, want) => {
    expect(render(template, { now })).toBe(want);
  });

  it.each(['{{ now }}', '{{ ago 1 }}', '{{ date "2006" "x" }}', '{{ durationRound (toDate "2006" "2024") }}'])(
    'is missing without a clock, and %s says so',
    (template) => {
      expect(() => render(template)).toThrow('needs the present time');
    },
  );
});
