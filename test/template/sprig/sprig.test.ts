import { describe, expect, it } from 'vitest';
import { sprigFunctions } from '../../../lib/template/sprig/sprig.ts';
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
