import {
  GetParametersCommand,
  type GetParametersCommandOutput,
  SSMClient,
  type SSMClientConfig,
} from '@aws-sdk/client-ssm';
import type { CallDescription } from './errors.ts';
import { explainFailure, wrongAnswer } from './explain-failure.ts';
import { createHttpHandler } from './http-handler.ts';
import { jsonProtocol } from './json-protocol.ts';
import type { ParameterReader, ReadParameter } from './parameter-reader.ts';
import { describeRegion, type Environment, endpointOf } from './region.ts';

/** What may be set up otherwise than by the environment. */
export interface SsmClientOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Called whenever a request has gone out whole. */
  readonly onSent?: () => void;
  readonly protocol?: NonNullable<SSMClientConfig['protocol']>;
}

/**
 * The official client, set up on purpose: one attempt (retries are ours, they know the deadline), our transport,
 * credentials from the environment where they are there, as in Lambda. Elsewhere the SDK's own chain looks for them;
 * the Lambda bundle does not carry it.
 */
export function createSsmClient(environment: Environment, options: SsmClientOptions = {}): SSMClient {
  const { now = Date.now, onSent, protocol } = options;
  const region = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  const endpoint = endpointOf(environment);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  const token = environment.AWS_SESSION_TOKEN;
  return new SSMClient({
    ...(region === undefined ? {} : { region }),
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
    authSchemePreference: [],
    requestHandler: createHttpHandler(now, onSent),
    ...(protocol === undefined ? {} : { protocol }),
  });
}

/** The client of whoever only reads, as a Lambda does. */
export function createReadingClient(environment: Environment, options: SsmClientOptions = {}): SSMClient {
  return createSsmClient(environment, { protocol: jsonProtocol, ...options });
}

/** Reads through the official client. Errors are told in the words of `errors.ts`. */
export function createSsmReader(environment: Environment, client = createReadingClient(environment)): ParameterReader {
  const region = describeRegion(environment);
  return {
    region,
    async getParameters(selected, signal) {
      const call = { action: 'ssm:GetParameters', names: selected, region };
      const command = new GetParametersCommand({ Names: [...selected], WithDecryption: true });
      const sending = client.send(command, signal === undefined ? {} : { abortSignal: signal });
      const output = await sending.catch((cause: unknown) => {
        throw explainFailure(cause, call);
      });
      return decodeParameters(output, call);
    },
  };
}

function decodeParameters(output: GetParametersCommandOutput, call: CallDescription): readonly ReadParameter[] {
  if (!Array.isArray(output.Parameters) || !Array.isArray(output.InvalidParameters)) {
    throw wrongAnswer(call, 'It lists neither parameters nor names that do not exist.');
  }
  return output.Parameters.map((parameter) => {
    const { Name: name, Value: value, Version: version } = parameter ?? {};
    if (typeof name !== 'string' || typeof value !== 'string' || typeof version !== 'number') {
      throw wrongAnswer(call, 'A parameter in it has no name, value or version.');
    }
    return { name, value, version };
  });
}
