import { describe, expect, it } from 'vitest';
import { decodeStatus, formatStatus } from '../../../../lib/inject/again/status.ts';

const names = (count: number): string =>
  JSON.stringify({ containers: Array.from({ length: count }, (_, at) => `${at}`) });
const padded = (length: number): string => '{"containers":["a"]}'.padEnd(length);

describe('decodeStatus', () => {
  it('reads the four lists, of which any may be missing or null', () => {
    const text = '{"initContainers":null,"containers":["a","b"],"volumes":["v"],"revision":"default","more":{"a":[1]}}';
    expect(decodeStatus(text)).toEqual({
      initContainers: new Set(),
      containers: new Set(['a', 'b']),
      volumes: new Set(['v']),
      imagePullSecrets: new Set(),
    });
  });

  it.each<readonly [string, string | undefined, boolean]>([
    ['what is absent', undefined, false],
    ['an empty object', '{}', true],
    ['what is no JSON', '{', false],
    ['what is no object', '["a"]', false],
    ['null', 'null', false],
    ['a list that is none', '{"volumes":"v"}', false],
    ['an object for a list', '{"imagePullSecrets":{}}', false],
    ['names that are not all text', '{"initContainers":["a",1]}', false],
    ['1000 names', names(1000), true],
    ['1001 names', names(1001), false],
    ['64 KiB', padded(65_536), true],
    ['a byte more', padded(65_537), false],
    ['eight levels', `{"more":${'['.repeat(7)}${']'.repeat(7)}}`, true],
    ['nine levels', `{"more":${'['.repeat(8)}${']'.repeat(8)}}`, false],
  ])('takes or passes over %s', (_name, text, isTaken) => {
    expect(decodeStatus(text) !== null).toBe(isTaken);
  });
});

describe('formatStatus', () => {
  it.each([
    ['', 'default'],
    ['canary', 'canary'],
  ])('lists names as Istio does, under revision %j as %j', (revision, shown) => {
    const spec = { containers: [{ name: 'a' }, { name: '<b>' }], volumes: [], initContainers: [{ name: 'i' }] };
    expect(formatStatus({ spec }, revision)).toBe(
      `{"initContainers":["i"],"containers":["a","\\u003cb\\u003e"],"volumes":null,"imagePullSecrets":null,"revision":"${shown}"}`,
    );
  });
});
