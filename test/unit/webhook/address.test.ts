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
  { name: 'pairs named like t and inject', path: '/inject/t/inject', want: { ...plain, pairs: { t: 'inject' } } },
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
  '/t/inject',
  '/t//inject',
  '/t/TOKEN/healthz',
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
