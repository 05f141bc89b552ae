import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe } from 'vitest';
import { createSdkReader, createSsmClient } from '../../../lib/config/source/ssm/sdk-reader.ts';
import { createSignedReader } from '../../../lib/config/source/ssm/signed-reader.ts';
import { createSsmSource } from '../../../lib/config/source/ssm/ssm-source.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { type Moto, motoMissing, startMoto } from '../../support/start-moto.ts';
import { describeSourceContract } from '../../unit/config/source/source-contract.ts';
import { describeReaderContract } from '../../unit/config/source/ssm/reader-contract.ts';
import { describeStoreBehaviours } from './store-behaviours.ts';

const credentials = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
const missing = motoMissing();
if (missing !== undefined) {
  console.warn(missing);
}

describe.skipIf(missing !== undefined)('moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.close());

  describeStoreBehaviours('does what Parameter Store does', () => moto);
  const open = async () => {
    await moto.reset();
    const environment = { ...credentials, AWS_ENDPOINT_URL: moto.endpoint };
    const client = createSsmClient(environment);
    return {
      environment,
      put: async (name: string, value: string, secret = false) => {
        const put = { Name: name, Value: value, Type: secret ? 'SecureString' : 'String', Overwrite: true } as const;
        await client.send(new PutParameterCommand(put));
      },
      close: async () => client.destroy(),
    };
  };
  describeReaderContract('the signed reader, on moto,', open, createSignedReader);
  describeReaderContract('the SDK, on moto,', open, createSdkReader);
  describeSourceContract('Parameter Store on moto', async (values) => {
    await moto.reset();
    const environment = { ...credentials, AWS_ENDPOINT_URL: moto.endpoint };
    const client = createSsmClient(environment);
    for (const [name, value] of Object.entries(values)) {
      const put = { Name: `/r/${name}`, Value: value, Type: 'String', Tier: 'Intelligent-Tiering' } as const;
      await client.send(new PutParameterCommand(put));
    }
    return { source: createSsmSource('/r', environment), close: () => client.destroy() };
  });
});

describe('the loopback fake', () => {
  let fake: ParameterStoreServer;
  beforeAll(async () => {
    fake = await startParameterStore(new ParameterStore());
  });
  afterAll(() => fake.close());

  describeStoreBehaviours('does what Parameter Store does', () => ({
    endpoint: fake.endpoint,
    reset: async () => fake.store.parameters.clear(),
  }));
});
