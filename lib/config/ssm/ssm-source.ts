import type { ParameterSource } from '../source.ts';
import { createParameterStoreSource } from './parameter-store-source.ts';
import { createSsmReader, type Environment } from './ssm-client.ts';

/** Where parameters live unless the environment says otherwise (`PARAMETER_ROOT`). */
export const DEFAULT_ROOT = '/sidecar-injector';

/**
 * Parameter Store through the official client.
 * @param root where our parameters live: `/sidecar-injector`
 * @param environment variables that the client is set up by: `AWS_REGION`, credentials, `AWS_ENDPOINT_URL`
 */
export function createSsmSource(root: string, environment: Environment): ParameterSource {
  return createParameterStoreSource({ root, reader: createSsmReader(environment) });
}
