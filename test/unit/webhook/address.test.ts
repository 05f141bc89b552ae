import { describe, expect, it } from 'vitest';
import { maxPathCharacters, parseAddress } from '../../../lib/webhook/address.ts';

const plain = { kind: 'inject', token: null, cluster: 'default', pairs: {} };

const rows = [
  { name: 'the default domain', path: '/inject', want: plain },
  { name: 'a trailing slash', path: '/inject/', want: plain },
  { name: 'a stage', path: '/prod/inject', want: plain },
  { name: 'a base path of several segments', path: '/a/b/c/inject', want: plain },
  { name: 'a token', path: '/prod/t/s3cret/inject', want: { ...plain, token: 's3cret' } },
  { name: 'a token that is percent-encoded', path: '/t/a%2Bb/inject', want: { ...plain, token: 'a+b' } },
  { name: 'a token called inject', path: '/t/inject/inject', want: { ...plain, token: 'inject' } },
  {
    name: 'a cluster',
    path: '/inject/cluster/prod-1',
    want: { ...plain, cluster: 'prod-1', pairs: { cluster: 'prod-1' } },
  },
  {
    name: 'a cluster, a network and another pair',
    path: '/x/t/T/inject/cluster/prod/net/n1/custom/v',
    want: { kind: 'inject', token: 'T', cluster: 'prod', pairs: { cluster: 'prod', net: 'n1', custom: 'v' } },
  },
  { name: 'a key without a value', path: '/inject/net/n1/odd', want: { ...plain, pairs: { net: 'n1' } } },
  { name: 'a prefix called inject/t', path: '/inject/t/inject', want: plain },
  {
    name: 'the older form of pairs',
    path: '/inject/:ENV:cluster=prod:ENV:rootpage=/foo/bar:ENV:=no',
    want: { ...plain, cluster: 'prod', pairs: { cluster: 'prod', rootpage: '/foo/bar' } },
  },
  { name: 'a __proto__ pair', path: '/inject/__proto__/x', want: { ...plain, pairs: { ['__proto__']: 'x' } } },
  { name: 'the health check', path: '/healthz', want: { kind: 'health' } },
  { name: 'the health check behind a stage', path: '/prod/healthz/', want: { kind: 'health' } },
] as const;

const unknownPaths = [
  '/',
  '',
  '/injects',
  '/t//inject',
  '/t/TOKEN',
  '/healthz/x',
  '/inject/cluster/default',
  '/inject/cluster/Prod',
  '/inject/cluster/a_b',
  '/inject/cluster/..%2Fother',
  `/inject/cluster/${'a'.repeat(64)}`,
  '/inject/cluster/%E0%A4%A',
  `/inject/${'a'.repeat(maxPathCharacters)}`,
];

describe('parseAddress', () => {
  it.each(rows)('reads $name', ({ path, want }) => {
    const address = parseAddress(path);
    const readable = address.kind === 'inject' ? { ...address, pairs: Object.fromEntries(address.pairs) } : address;
    expect(readable).toEqual(want);
  });

  it.each(unknownPaths)('does not know %j', (path) => {
    expect(parseAddress(path).kind).toBe('unknown');
  });

  it('repeats nothing of a path that it does not know', () => {
    expect(JSON.stringify(parseAddress('/t/s3cret/injekt'))).not.toContain('s3cret');
  });
});

describe('fixed bugs: prefixes called like our own words', () => {
  it.each([
    ['/inject/t/abcabc/inject/cluster/prod', 'abcabc', 'prod', {}],
    ['/t/t/abcabc/inject/cluster/prod', 'abcabc', 'prod', {}],
    ['/t/x/inject/t/abcabc/inject', 'abcabc', 'default', {}],
    ['/inject/inject/cluster/prod', null, 'prod', {}],
    ['/inject/cluster/inject', null, 'inject', {}],
    ['/t/abcabc/inject/cluster/inject/net/inject', 'abcabc', 'inject', { net: 'inject' }],
    ['/t/inject/cluster/prod', null, 'prod', {}],
    // Go's server decodes a path before it splits it.
    ['/inject/net/n%2Fm', null, 'default', { net: 'n' }],
    ['/inject%2Fnet/a%2Fb/x/y', null, 'default', { net: 'a', b: 'x' }],
  ])('reads %s', (path, token, cluster, pairs) => {
    const address = parseAddress(path);
    expect(address).toMatchObject({ kind: 'inject', token, cluster });
    expect(address.kind === 'inject' ? Object.fromEntries(address.pairs) : {}).toMatchObject(pairs);
  });
});
