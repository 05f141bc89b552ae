import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { command } from '../../../lib/cli/manifest.ts';
import { parseAddress } from '../../../lib/webhook/address.ts';
import { messageOf, runCommand } from './run-command.ts';

const manifest = (...args: readonly string[]) => runCommand(command, ['-o', 'json', ...args]);
const addressIn = (out: string): string => JSON.parse(out).webhooks[0].clientConfig.url;

describe('manifest --url', () => {
  it.each([
    ['https://hooks.example.com/inject', 'https://hooks.example.com/inject/cluster/prod'],
    ['https://hooks.example.com/prod/t/abc/inject/', 'https://hooks.example.com/prod/t/abc/inject/cluster/prod'],
    ['https://hooks.example.com/inject/t/abc/inject', 'https://hooks.example.com/inject/t/abc/inject/cluster/prod'],
    ['https://hooks.example.com/t/t/abc/inject', 'https://hooks.example.com/t/t/abc/inject/cluster/prod'],
  ])('takes %s', async (url, want) => {
    const { out, error } = await manifest('--url', url, '--cluster', 'prod');
    expect(error).toBeUndefined();
    expect(addressIn(out)).toBe(want);
  });

  it.each([
    ['what is no URL', 'hooks', /not an https:\/\/ URL/],
    ['HTTP', 'http://hooks.example.com/inject', /not an https:\/\/ URL/],
    ['a query', 'https://hooks.example.com/inject?a=b', /"\?"/],
    ['a user', 'https://me@hooks.example.com/inject', /user names/],
    ['another end', 'https://hooks.example.com/prod', /ends in \/inject/],
    ['pairs', 'https://hooks.example.com/inject/net/n', /ends in \/inject/],
    ['an end that is the value of a network', 'https://hooks.example.com/t/abc/inject/net/inject', /read its end/],
    ['no token after t', 'https://hooks.example.com/t//inject', /no token after/],
    ['what is too long with its cluster', `https://hooks.example.com/${'a'.repeat(2030)}/inject`, /too long/],
  ])('refuses %s', async (_name, url, message) => {
    const run = await manifest('--url', url, '--cluster', 'prod');
    expect(messageOf(run)).toMatch(message);
    expect(run.error).toMatchObject({ code: 'usage' });
    expect(run.out).toBe('');
  });

  it('refuses an end that the function takes for the name of a cluster', async () => {
    const path = 'https://hooks.example.com/inject/cluster/inject';
    expect(messageOf(await manifest('--url', path))).toMatch(/read its end/);
  });

  const segment = fc.constantFrom('inject', 't', 'cluster', 'net', 'prod', 'a');

  it('prints only what the function reads as it is meant, whatever the stage, the token and the cluster are called', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(segment, { maxLength: 4 }),
        fc.option(segment),
        fc.option(segment),
        async (prefix, token, cluster) => {
          const path = [...prefix, ...(token === null ? [] : ['t', token]), 'inject'].join('/');
          const named = cluster === null ? [] : ['--cluster', cluster];
          const { out, error } = await manifest('--url', `https://hooks.example.com/${path}`, ...named);
          fc.pre(error === undefined && (token !== null || prefix.at(-2) !== 't'));
          expect(parseAddress(new URL(addressIn(out)).pathname)).toMatchObject({
            kind: 'inject',
            token,
            cluster: cluster ?? 'default',
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});
