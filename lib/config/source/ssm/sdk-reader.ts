import { GetParametersCommand, SSMClient, type SSMClientConfig } from '@aws-sdk/client-ssm';
import { decodeParameters } from './decode-parameters.ts';
import { explainFailure } from './explain-failure.ts';
import type { ParameterReader } from './parameter-reader.ts';
import { describeRegion, type Environment, endpointOf } from './region.ts';
import { attemptLimits } from './transport.ts';

/**
 * The official client, for the command line: one attempt (retries are ours, they know the deadline), credentials from
 * the environment where they are there. Elsewhere the SDK's own chain looks for them, in profiles for one.
 * @param settings what shall be otherwise
 */
export function createSsmClient(environment: Environment, settings: SSMClientConfig = {}): SSMClient {
  const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  const endpoint = endpointOf(environment);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  const token = environment.AWS_SESSION_TOKEN;
  return new SSMClient({
    ...(region ? { region } : {}),
    ...(environment.AWS_PROFILE === undefined ? {} : { profile: environment.AWS_PROFILE }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey, ...(token === undefined ? {} : { sessionToken: token }) } }),
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useFipsEndpoint: environment.AWS_USE_FIPS_ENDPOINT === 'true',
    useDualstackEndpoint: environment.AWS_USE_DUALSTACK_ENDPOINT === 'true',
    userAgentAppId: async () => environment.AWS_SDK_UA_APP_ID,
    requestHandler: { requestTimeout: attemptLimits.milliseconds, throwOnRequestTimeout: true },
    ...settings,
  });
}

/** Reads through the official client. Errors have the words of `errors.ts`. */
export function createSdkReader(environment: Environment, client = createSsmClient(environment)): ParameterReader {
  const region = describeRegion(environment);
  return {
    region,
    async getParameters(selected, signal) {
      const call = { action: 'ssm:GetParameters', names: selected, region };
      const command = new GetParametersCommand({ Names: [...selected], WithDecryption: true });
      try {
        return decodeParameters(await client.send(command, signal === undefined ? {} : { abortSignal: signal }), call);
      } catch (cause) {
        throw explainFailure(cause, call);
      }
    },
  };
}
