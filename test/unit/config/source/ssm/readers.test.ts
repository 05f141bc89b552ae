import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSdkReader } from '../../../../../lib/config/source/ssm/sdk-reader.ts';
import { createSignedReader } from '../../../../../lib/config/source/ssm/signed-reader.ts';
import {
  faults,
  type ParameterStoreServer,
  startParameterStore,
} from '../../../../support/fakes/parameter-store-server.ts';
import { describeReaderContract } from './reader-contract.ts';

const readers = { 'the signed reader': createSignedReader, 'the SDK': createSdkReader } as const;

for (const [name, create] of Object.entries(readers)) {
  describeReaderContract(`${name}, on the loopback fake,`, openFake, (environment) => create(environment));
}

async function openFake() {
  const server = await startParameterStore();
  return {
    environment: server.environment,
    put: async (name: string, value: string, secret = false) =>
      void server.store.put(name, value, { type: secret ? 'SecureString' : 'String' }),
    close: () => server.close(),
  };
}

describe.each(Object.entries(readers))('%s', (_name, create) => {
  let server: ParameterStoreServer;
  beforeAll(async () => {
    server = await startParameterStore();
    server.store.put('/r/policy', 'enabled');
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.calls.length = 0;
  });

  it.each([
    ['throttled', 'throttled'],
    ['unavailable', 'unavailable'],
    ['denied', 'access-denied'],
    ['signature expired', 'credentials'],
    ['credentials expired', 'credentials'],
    ['cut', 'unavailable'],
    ['reset', 'unavailable'],
    ['wrong JSON', 'wrong-answer'],
    ['a page of HTML', 'unavailable'],
    ['JSON of another shape', 'wrong-answer'],
  ] as const)('tells %s apart', async (fault, code) => {
    server.fault = () => faults[fault];
    const reading = create(server.environment).getParameters(['/r/policy'], undefined);
    await expect(reading).rejects.toMatchObject({ name: 'ParameterStoreError', code });
    expect(server.calls).toHaveLength(1);
  });

  it('ends with its signal while nobody answers', async () => {
    server.fault = () => faults.hanging;
    const reading = create(server.environment).getParameters(['/r/policy'], AbortSignal.timeout(50));
    await expect(reading).rejects.toMatchObject({ code: 'unavailable' });
  });
});
