import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSsmSource } from '../../../../../lib/config/source/ssm/ssm-source.ts';
import { ParameterStore } from '../../../../support/fakes/parameter-store.ts';
import {
  faults,
  type ParameterStoreServer,
  startParameterStore,
} from '../../../../support/fakes/parameter-store-server.ts';

let server: ParameterStoreServer;
beforeAll(async () => {
  server = await startParameterStore();
});
afterAll(() => server.close());
beforeEach(() => {
  server.calls.length = 0;
  server.fault = () => undefined;
  server.readsPerSecond = Number.POSITIVE_INFINITY;
  server.store.parameters.clear();
  server.store.undecryptable.clear();
  server.store.put('/injector/default/policy', 'enabled');
  server.store.put('/injector/default/values', '{}', { type: 'SecureString', keyId: 'alias/mine' });
  server.store.put('/injector/default/values', '{"a":1}');
});

const source = () => createSsmSource('/injector', server.environment);
const requests = (...names: readonly string[]) => names.map((name) => ({ name }));

describe('a Parameter Store source', () => {
  it('finds what exists and leaves out what does not', async () => {
    const { parameters, failures } = await source().read(requests('default/policy', 'default/mesh', 'default/values'));
    expect([...parameters.values()]).toEqual([
      { name: 'default/policy', value: 'enabled', version: 1 },
      { name: 'default/values', value: '{"a":1}', version: 2 },
    ]);
    expect(failures.size).toBe(0);
  });

  it('asks for ten names a call at most', async () => {
    await source().read(requests(...Array.from({ length: 23 }, (_, index) => `default/p${index}`)));
    expect(server.calls.map(({ names }) => names.length).sort()).toEqual([10, 10, 3]);
  });

  it('reads pinned versions, and never asks for a name twice in one call', async () => {
    const reading = await source().read([{ name: 'default/values', version: 1 }, { name: 'default/values' }]);
    expect(server.calls.map(({ names }) => names)).toEqual([
      ['/injector/default/values:1'],
      ['/injector/default/values'],
    ]);
    expect(reading.parameters.size).toBe(1);
  });

  it('reads one by one where one value cannot be decrypted', async () => {
    server.store.undecryptable.add('/injector/default/values');
    const { parameters, failures } = await source().read(requests('default/policy', 'default/values'));
    expect([...parameters.keys()]).toEqual(['default/policy']);
    expect(failures.get('default/values')).toMatchObject({
      code: 'key-unavailable',
      message: expect.stringMatching(/KMS key arn:aws:kms:.*\/injector\/default\/values/),
    });
  });

  it('reads a value that cannot be decrypted apart from then on, until it can be', async () => {
    const names = requests('default/policy', 'default/values', 'default/mesh');
    const callsOf = async (reading: Promise<unknown>) => {
      server.calls.length = 0;
      await reading;
      return server.calls.length;
    };
    const reader = source();
    server.store.undecryptable.add('/injector/default/values');
    expect(await callsOf(reader.read(names))).toBe(4);
    expect(await callsOf(reader.read(names))).toBe(2);
    server.store.undecryptable.clear();
    expect(await callsOf(reader.read(names))).toBe(2);
    expect(await callsOf(reader.read(names))).toBe(1);
  });

  it('keeps a name that is none away from Parameter Store', async () => {
    const { parameters, failures } = await source().read(
      requests('default/policy', 'default/templates/a b', 'default/a:1'),
    );
    expect([...parameters.keys()]).toEqual(['default/policy']);
    expect([...failures.keys()]).toEqual(['default/templates/a b', 'default/a:1']);
  });

  const curable = ['throttled', 'unavailable', 'signature expired', 'cut', 'reset', 'wrong JSON', 'a page of HTML'];
  it.each([...curable, 'JSON of another shape'] as (keyof typeof faults)[])(
    'tries again where it is %s',
    async (name) => {
      let left = 2;
      server.fault = () => (left-- > 0 ? faults[name] : undefined);
      const { parameters } = await source().read(requests('default/policy'));
      expect(parameters.size).toBe(1);
      expect(server.calls).toHaveLength(3);
    },
  );

  it('says which action and path access is denied for, and does not try again', async () => {
    server.fault = () => faults.denied;
    await expect(source().read(requests('default/policy'))).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringMatching(/allow ssm:GetParameters on arn:.*\/sidecar-injector\/default\/policy/),
    });
    expect(server.calls).toHaveLength(1);
  });

  it.each(['hanging', 'throttled', 'cut'] as const)('ends with the signal where it is %s', async (name) => {
    server.fault = () => faults[name];
    const reading = source().read(requests('default/policy'), AbortSignal.timeout(80));
    await expect(reading).rejects.toMatchObject({ code: 'deadline', message: expect.stringContaining('eu-central-1') });
  });

  it('names the endpoint that does not answer', async () => {
    const gone = await startParameterStore(new ParameterStore());
    await gone.close();
    const reading = createSsmSource('/injector', gone.environment);
    const signal = AbortSignal.timeout(150);
    await expect(reading.read(requests('default/policy'), signal)).rejects.toThrow(gone.endpoint);
  });

  it('outlives connections that were dropped while it was frozen', async () => {
    const thawed = source();
    await thawed.read(requests('default/policy'));
    server.dropSockets();
    expect((await thawed.read(requests('default/policy'))).parameters.size).toBe(1);
  });

  it('shares a throttled account with others', async () => {
    server.readsPerSecond = 5;
    const readings = Array.from({ length: 10 }, () => source().read(requests('default/policy')));
    expect((await Promise.all(readings)).every(({ parameters }) => parameters.size === 1)).toBe(true);
  });
});
