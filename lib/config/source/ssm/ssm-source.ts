import type { ParameterSource } from '../source.ts';
import type { ParameterReader } from './parameter-reader.ts';
import { createParameterStoreSource } from './parameter-store-source.ts';
import { describeRegion, type Environment } from './region.ts';

/**
 * Parameter Store through the official client, which is loaded by the first reading: who never reads from there does
 * not pay for it. What the command line reads by; the Lambda has a reader of its own (`signed-reader.ts`).
 * @param root where our parameters live: `/sidecar-injector`
 * @param environment variables that the client is set up by: `AWS_REGION`, credentials, `AWS_ENDPOINT_URL`
 */
export function createSsmSource(root: string, environment: Environment): ParameterSource {
  return createParameterStoreSource({ root, reader: createLazyReader(environment) });
}

function createLazyReader(environment: Environment): ParameterReader {
  let loading: Promise<ParameterReader> | undefined;
  return {
    region: describeRegion(environment),
    async getParameters(selected, signal) {
      loading ??= import('./sdk-reader.ts').then(({ createSdkReader }) => createSdkReader(environment));
      return (await loading).getParameters(selected, signal);
    },
  };
}
