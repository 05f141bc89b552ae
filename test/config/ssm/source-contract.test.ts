import { createSsmSource } from '../../../lib/config/ssm/ssm-source.ts';
import { startParameterStore } from '../../fakes/parameter-store-server.ts';
import { describeSourceContract } from '../source-contract.ts';

describeSourceContract('Parameter Store on the loopback fake', async (values) => {
  const server = await startParameterStore();
  for (const [name, value] of Object.entries(values)) {
    server.store.put(`/r/${name}`, value, { tier: 'Intelligent-Tiering' });
  }
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_ENDPOINT_URL: server.endpoint,
  };
  return { source: createSsmSource('/r', environment), close: () => server.close() };
});
