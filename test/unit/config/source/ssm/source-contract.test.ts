import { createSsmSource } from '../../../../../lib/config/source/ssm/ssm-source.ts';
import { startParameterStore } from '../../../../support/fakes/parameter-store-server.ts';
import { describeSourceContract } from '../source-contract.ts';

describeSourceContract('Parameter Store on the loopback fake', async (values) => {
  const server = await startParameterStore();
  for (const [name, value] of Object.entries(values)) {
    server.store.put(`/r/${name}`, value, { tier: 'Intelligent-Tiering' });
  }
  return { source: createSsmSource('/r', server.environment), close: () => server.close() };
});
