import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import {
  createTokenAuthenticator,
  decodeTokens,
  isTokenFor,
  noTokens,
  type TokenText,
  tokenCharacters,
} from '../../../lib/auth/tokens.ts';

const digest = (token: string): string => createHash('sha256').update(token).digest('hex');
const table = decodeTokens(
  JSON.stringify({
    [digest('old')]: ['prod'],
    [digest('new')]: ['prod'],
    [digest('both')]: ['prod', 'staging', 'default'],
    [digest('all')]: ['*'],
    [digest('none')]: [],
    [digest('')]: ['*'],
  }),
);

describe('a token', () => {
  const rows: readonly [name: string, token: string | null, cluster: string, want: boolean][] = [
    ['is good for its cluster', 'old', 'prod', true],
    ['may have a second one beside it while it is rotated', 'new', 'prod', true],
    ['is not good for another cluster', 'old', 'staging', false],
    ['is not good for addresses without a cluster unless default is listed', 'old', 'default', false],
    ['may list several clusters', 'both', 'staging', true],
    ['may list default', 'both', 'default', true],
    ['with * is good for every cluster', 'all', 'anything', true],
    ['without clusters is good for none', 'none', 'prod', false],
    ['that is missing lets nobody in', null, 'prod', false],
    ['that is empty lets nobody in, even if its digest is listed', '', 'prod', false],
    ['is compared with its case', 'OLD', 'prod', false],
    ['that is its own digest is wrong', digest('old'), 'prod', false],
    ['that is too long is wrong', 'x'.repeat(tokenCharacters + 1), 'prod', false],
    ['is not looked up on a prototype', '__proto__', 'constructor', false],
  ];
  it.each(rows)('%s', (_name, token, cluster, want) => {
    expect(isTokenFor(table, token, cluster)).toBe(want);
  });

  it('lets nobody in where there are no tokens', () => {
    expect(isTokenFor(noTokens, 'old', 'prod')).toBe(false);
  });
});

describe('the tokens parameter', () => {
  const rows: readonly [name: string, text: string, code: string, message: RegExp][] = [
    ['must be JSON', '{"secret', 'syntax', /not JSON/],
    ['must be an object', '["secret"]', 'shape', /must be an object/],
    ['must not be null', 'null', 'shape', /must be an object/],
    ['must have digests as keys', '{"secret": ["prod"]}', 'shape', /key 1 .*sha256sum/],
    ['must have lists as values', `{"${digest('a')}": "secret"}`, 'shape', /entry 1/],
    ['must list cluster names', `{"${digest('a')}": ["Secret!"]}`, 'shape', /entry 1/],
  ];
  it.each(rows)('%s, and its content never stands in the message', (_name, text, code, message) => {
    const decode = (): unknown => decodeTokens(text);
    expect(decode).toThrow(message);
    expect(decode).toThrow(expect.objectContaining({ code }));
    expect(decode).not.toThrow(/secret/i);
  });
});

describe('the authenticator', () => {
  const call = { deadline: 0 };
  const text = (tokens: Record<string, readonly string[]>): string =>
    JSON.stringify(Object.fromEntries(Object.entries(tokens).map(([token, names]) => [digest(token), names])));
  const known = (value: string | undefined, isFresh = true): TokenText => ({ kind: 'tokens', text: value, isFresh });
  const prod = text({ old: ['prod'] });

  it.each([
    ['old', 'prod', 'granted'],
    ['old', 'staging', 'denied'],
    [null, 'prod', 'denied'],
    ['gone', 'prod', 'denied'],
  ] as const)('answers %s for %s with %s', async (token, cluster, want) => {
    const { authenticate } = createTokenAuthenticator({ read: async () => known(prod) }, () => {});
    expect(await authenticate({ token, cluster }, call)).toBe(want);
  });

  it('is unavailable while tokens cannot be had', async () => {
    const source = { read: async () => ({ kind: 'unavailable', cause: 'throttled' }) as const };
    const { authenticate } = createTokenAuthenticator(source, () => {});
    expect(await authenticate({ token: 'old', cluster: 'prod' }, call)).toBe('unavailable');
  });

  it('reads nothing for a request without a token', async () => {
    const read = vi.fn(async () => known(prod));
    await createTokenAuthenticator({ read }, () => {}).authenticate({ token: null, cluster: 'prod' }, call);
    expect(read).not.toHaveBeenCalled();
  });

  it('looks up a token that an aged table refuses in a newer one', async () => {
    const read = async ({ refresh }: { refresh: boolean }) =>
      refresh ? known(text({ new: ['prod'] })) : known(prod, false);
    const { authenticate } = createTokenAuthenticator({ read }, () => {});
    expect(await authenticate({ token: 'new', cluster: 'prod' }, call)).toBe('granted');
    expect(await authenticate({ token: 'wrong', cluster: 'prod' }, call)).toBe('denied');
  });

  it('keeps the last table through a typing error, and tells once', async () => {
    const problems: unknown[] = [];
    let value: string | undefined = prod;
    const authenticator = createTokenAuthenticator({ read: async () => known(value) }, (one) => problems.push(one));
    const ask = () => authenticator.authenticate({ token: 'old', cluster: 'prod' }, call);
    expect(await ask()).toBe('granted');
    value = '{broken';
    expect([await ask(), await ask()]).toEqual(['granted', 'granted']);
    expect(problems).toHaveLength(1);
    value = undefined;
    expect(await ask()).toBe('denied');
    expect(problems.at(-1)).toMatchObject({ name: 'TokensError', code: 'missing' });
  });

  it('is unavailable at a cold start with tokens that cannot be decoded', async () => {
    const { authenticate } = createTokenAuthenticator({ read: async () => known('{broken') }, () => {});
    expect(await authenticate({ token: 'old', cluster: 'prod' }, call)).toBe('unavailable');
  });
});

describe('the edges', () => {
  const manyEntries = (count: number): string =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [digest(String(index)), ['prod']])));

  it('of a table are a thousand entries', () => {
    expect(decodeTokens(manyEntries(1000)).entries).toHaveLength(1000);
    expect(() => decodeTokens(manyEntries(1001))).toThrow(/1001 entries; at most 1000/);
  });

  it('of a token are its longest length', () => {
    const longest = 'x'.repeat(tokenCharacters);
    const longer = `${longest}x`;
    const both = decodeTokens(JSON.stringify({ [digest(longest)]: ['prod'], [digest(longer)]: ['prod'] }));
    expect(isTokenFor(both, longest, 'prod')).toBe(true);
    expect(isTokenFor(both, longer, 'prod')).toBe(false);
  });

  it.each<[name: string, token: string, known: TokenText, refreshes: readonly boolean[]]>([
    ['known', 'old', { kind: 'tokens', text: JSON.stringify({ [digest('old')]: ['prod'] }), isFresh: false }, [false]],
    ['unknown to fresh tokens', 'new', { kind: 'tokens', text: '{}', isFresh: true }, [false]],
    ['unknown to older tokens', 'new', { kind: 'tokens', text: '{}', isFresh: false }, [false, true]],
    ['asked for while there are none', 'new', { kind: 'unavailable', cause: 'down' }, [false]],
  ])('of reading anew: a token %s', async (_name, token, known, refreshes) => {
    const asked: boolean[] = [];
    const source = {
      read: async ({ refresh }: { readonly refresh: boolean }) => {
        asked.push(refresh);
        return known;
      },
    };
    await createTokenAuthenticator(source, () => {}).authenticate({ token, cluster: 'prod' }, { deadline: 1 });
    expect(asked).toEqual(refreshes);
  });
});
