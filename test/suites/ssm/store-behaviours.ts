/** What Parameter Store does, as far as moto does it too: run on both, so that our fake cannot drift. */
import {
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';

/** A store to test: where it is, and how it is emptied. */
export interface StoreUnderTest {
  readonly endpoint: string;
  reset(): Promise<void>;
}

/** The common behaviours of any Parameter Store, on whatever `get` returns once the suite runs. */
export function describeStoreBehaviours(name: string, get: () => StoreUnderTest): void {
  describe(name, () => {
    let client: SSMClient;
    beforeEach(async () => {
      await get().reset();
      client = new SSMClient({
        endpoint: get().endpoint,
        region: 'eu-central-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        maxAttempts: 1,
      });
    });
    const put = (Value: string, more: { Overwrite?: boolean } = {}) =>
      client.send(new PutParameterCommand({ Name: '/r/default/values', Value, Type: 'String', ...more }));
    const get10 = (...Names: string[]) => client.send(new GetParametersCommand({ Names, WithDecryption: true }));

    it('counts versions from 1', async () => {
      expect((await put('a')).Version).toBe(1);
      expect((await put('b', { Overwrite: true })).Version).toBe(2);
    });

    it('lists names that do not exist instead of failing', async () => {
      await put('a');
      const { Parameters, InvalidParameters } = await get10('/r/default/values', '/r/default/none');
      expect(Parameters).toMatchObject([{ Name: '/r/default/values', Value: 'a', Version: 1 }]);
      expect(InvalidParameters).toEqual(['/r/default/none']);
    });

    it('hands out a version by number', async () => {
      await put('a');
      await put('b', { Overwrite: true });
      const { Parameters } = await get10('/r/default/values:1');
      expect(Parameters).toMatchObject([{ Name: '/r/default/values', Value: 'a', Version: 1 }]);
    });

    it('lists a version that does not exist as invalid', async () => {
      await put('a');
      expect((await get10('/r/default/values:9')).InvalidParameters).toEqual(['/r/default/values:9']);
    });

    it('refuses an eleventh name', async () => {
      const names = Array.from({ length: 11 }, (_, index) => `/r/n${index}`);
      await expect(get10(...names)).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('refuses to overwrite unless told to', async () => {
      await put('a');
      await expect(put('b')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    });

    it('moves a label from one version to another', async () => {
      await put('a');
      await put('b', { Overwrite: true });
      const label = (ParameterVersion: number) =>
        client.send(
          new LabelParameterVersionCommand({ Name: '/r/default/values', ParameterVersion, Labels: ['pinned'] }),
        );
      await label(1);
      expect((await get10('/r/default/values:pinned')).Parameters).toMatchObject([{ Version: 1 }]);
      await label(2);
      expect((await get10('/r/default/values:pinned')).Parameters).toMatchObject([{ Version: 2 }]);
      const history = await client.send(new GetParameterHistoryCommand({ Name: '/r/default/values' }));
      expect(history.Parameters?.map(({ Labels }) => Labels ?? [])).toEqual([[], ['pinned']]);
    });

    it('keeps 100 versions, and all if the oldest has a label', async () => {
      for (let version = 0; version < 101; version++) {
        await put(String(version), { Overwrite: true });
      }
      const { Parameters, NextToken } = await client.send(
        new GetParameterHistoryCommand({ Name: '/r/default/values', MaxResults: 50 }),
      );
      expect(Parameters?.[0]?.Version).toBe(2);
      expect(NextToken).toBeDefined();
      const pin = { Name: '/r/default/values', ParameterVersion: 2, Labels: ['pinned'] };
      await client.send(new LabelParameterVersionCommand(pin));
      const more = put('more', { Overwrite: true });
      await expect(more).rejects.toMatchObject({ name: 'ParameterMaxVersionLimitExceeded' });
    });

    it('hands out what is encrypted in clear only with decryption', async () => {
      const secret = { Name: '/r/default/tokens', Value: 'in clear', Type: 'SecureString' } as const;
      await client.send(new PutParameterCommand(secret));
      for (const WithDecryption of [true, false]) {
        const answers = await Promise.all([
          client.send(new GetParametersCommand({ Names: [secret.Name], WithDecryption })),
          client.send(new GetParametersByPathCommand({ Path: '/r', Recursive: true, WithDecryption })),
          client.send(new GetParameterHistoryCommand({ Name: secret.Name, WithDecryption })),
        ]);
        const values = answers.map(({ Parameters }) => Parameters?.[0]?.Value);
        expect(values.map((value) => value === 'in clear')).toEqual([WithDecryption, WithDecryption, WithDecryption]);
        expect(answers[1]?.Parameters).toMatchObject([{ Type: 'SecureString' }]);
      }
    });

    it('lists a path in pages', async () => {
      for (let index = 0; index < 12; index++) {
        await client.send(new PutParameterCommand({ Name: `/r/a/n${index}`, Value: 'x', Type: 'String' }));
      }
      const names: (string | undefined)[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new GetParametersByPathCommand({ Path: '/r', Recursive: true, ...(token ? { NextToken: token } : {}) }),
        );
        names.push(...(page.Parameters ?? []).map(({ Name }) => Name));
        token = page.NextToken;
      } while (token !== undefined);
      expect(names).toHaveLength(12);
    });
  });
}
