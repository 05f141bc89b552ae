import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ParameterReader } from '../../../../../lib/config/source/ssm/parameter-reader.ts';
import type { Environment } from '../../../../../lib/config/source/ssm/region.ts';

/** A Parameter Store that the suite may write to. */
export interface StoreUnderTest {
  /** The variables with which it is reached. */
  readonly environment: Environment;
  /** Writes one more version. */
  put(name: string, value: string, secret?: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Makes a reader by the environment's variables. */
export type CreateReader = (environment: Environment) => ParameterReader;

/** What everything keeps to that reads parameters from a store: the Lambda's own reader and the SDK's client. */
export function describeReaderContract(name: string, open: () => Promise<StoreUnderTest>, create: CreateReader): void {
  describe(`${name} as a reader of parameters`, () => {
    let store: StoreUnderTest;
    let reader: ParameterReader;
    const read = (...names: readonly string[]) => reader.getParameters(names, undefined);
    beforeAll(async () => {
      store = await open();
      await store.put('/r/default/policy', 'enabled');
      await store.put('/r/default/policy', 'disabled');
      await store.put('/r/default/values', 'a: é😀\n\nb: "x"\n');
      await store.put('/r/default/tokens', '{}', true);
    });
    afterAll(() => store.close());
    beforeEach(() => {
      reader = create(store.environment);
    });

    it('says where it reads', () => {
      expect(reader.region).toBe(`eu-central-1 (${store.environment.AWS_ENDPOINT_URL})`);
    });

    it('gives name, value and version of what exists, and leaves out what does not', async () => {
      const found = await read('/r/default/policy', '/r/default/nosuch');
      expect(found).toEqual([{ name: '/r/default/policy', value: 'disabled', version: 2 }]);
    });

    it('gives a version under the name alone', async () => {
      expect(await read('/r/default/policy:1')).toEqual([{ name: '/r/default/policy', value: 'enabled', version: 1 }]);
    });

    it('gives a text as it is stored', async () => {
      expect(await read('/r/default/values')).toMatchObject([{ value: 'a: é😀\n\nb: "x"\n' }]);
    });

    it('decrypts', async () => {
      expect(await read('/r/default/tokens')).toMatchObject([{ value: '{}' }]);
    });

    it('finds nothing where nothing is there', async () => {
      expect(await read('/r/default/nosuch')).toEqual([]);
    });

    it('sends nothing once its signal is aborted', async () => {
      await expect(reader.getParameters(['/r/default/policy'], AbortSignal.abort())).rejects.toThrow();
    });

    it('says that nobody answers, and where', async () => {
      const gone = create({ ...store.environment, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
      await expect(gone.getParameters(['/r/default/policy'], undefined)).rejects.toMatchObject({
        name: 'ParameterStoreError',
        code: 'unavailable',
        message: expect.stringContaining('http://127.0.0.1:9'),
      });
    });

    it.each([
      ['no Region', { AWS_REGION: '' }, /Region is missing.*Set AWS_REGION/],
      ['a Region that is none', { AWS_REGION: 'us-east-1.evil.com' }, /Region not accepted.*AWS_REGION/],
      ['an endpoint that is none', { AWS_ENDPOINT_URL: 'nonsense' }, /Invalid URL.*AWS_ENDPOINT_URL/],
      ['FIPS at an endpoint of its own', { AWS_USE_FIPS_ENDPOINT: 'true' }, /FIPS and custom endpoint.*AWS_USE_FIPS/],
    ])('says how to set it up where there is %s', async (_name, variables, says) => {
      const made = async () =>
        create({ ...store.environment, ...variables }).getParameters(['/r/default/policy'], undefined);
      await expect(made()).rejects.toMatchObject({ code: 'not-set-up', message: expect.stringMatching(says) });
    });
  });
}
