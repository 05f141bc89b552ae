import type { GetParametersCommandInput, GetParametersCommandOutput } from '@aws-sdk/client-ssm';
import { SignatureV4 } from '@smithy/signature-v4';
import { decodeAnswer, encodeCall } from './aws-json.ts';
import { createClockSkew } from './clock-skew.ts';
import { decodeParameters } from './decode-parameters.ts';
import { explainFailure } from './explain-failure.ts';
import type { ParameterReader } from './parameter-reader.ts';
import { describeRegion, type Environment } from './region.ts';
import { type ServiceAddress, serviceAddress } from './service-address.ts';
import { Sha256 } from './sha256.ts';
import { createTransport, type HttpAnswer, type HttpRequest, type Transport } from './transport.ts';

/** What may be set up otherwise than by the environment. */
export interface SignedReaderOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** What carries requests: `createTransport` unless given. */
  readonly transport?: Transport;
}

/**
 * The reader of the Lambda: one call, signed with what Lambda's environment holds (Signature Version 4, by the SDK's
 * own signer), sent to where the SDK would send it. The SDK's client is not bundled (ADR 8). Retries stand above it
 * (`retry.ts`); profiles and other sources of credentials are `sdk-reader.ts`'s.
 */
export function createSignedReader(environment: Environment, options: SignedReaderOptions = {}): ParameterReader {
  const region = describeRegion(environment);
  const send = createSender(environment, options);
  return {
    region,
    async getParameters(selected, signal) {
      const call = { action: 'ssm:GetParameters', names: selected, region };
      const input: GetParametersCommandInput = { Names: [...selected], WithDecryption: true };
      try {
        const output: Partial<GetParametersCommandOutput> = decodeAnswer(await send('GetParameters', input, signal));
        return decodeParameters(output, call);
      } catch (cause) {
        throw explainFailure(cause, call);
      }
    },
  };
}

type Send = (operation: string, input: object, signal: AbortSignal | undefined) => Promise<HttpAnswer>;

function createSender(environment: Environment, options: SignedReaderOptions): Send {
  const { now = Date.now, transport = createTransport(now) } = options;
  const skew = createClockSkew(now);
  return async (operation, input, signal) => {
    const { headers, body } = encodeCall(operation, input);
    const address = await serviceAddress(environment);
    const signed = await sign({ address, headers, body, date: skew.date() }, environment);
    const sentAt = now();
    const answer = await transport.exchange(signed, signal);
    skew.learn(answer, sentAt);
    return answer;
  };
}

interface Unsigned {
  readonly address: ServiceAddress;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly date: Date;
}

async function sign({ address, headers, body, date }: Unsigned, environment: Environment): Promise<HttpRequest> {
  const { url, region } = address;
  const { protocol, hostname, pathname: path } = url;
  const signer = new SignatureV4({ credentials: credentialsIn(environment), region, service: 'ssm', sha256: Sha256 });
  const port = url.port === '' ? {} : { port: Number(url.port) };
  const sent = { ...headers, host: url.host, 'user-agent': userAgent(environment) };
  const request = { protocol, hostname, ...port, method: 'POST', path, query: {}, headers: sent, body };
  const signed = await signer.sign(request, { signingDate: date });
  return { url, method: 'POST', headers: signed.headers, body };
}

function credentialsIn(environment: Environment) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  const sessionToken = environment.AWS_SESSION_TOKEN;
  if (!accessKeyId || !secretAccessKey) {
    const problem = 'there is no AWS_ACCESS_KEY_ID in the environment, and this function looks nowhere else';
    throw Object.assign(new Error(problem), { name: 'CredentialsProviderError' });
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/** In the form that AWS's own clients have. */
function userAgent({ AWS_SDK_UA_APP_ID: app }: Environment): string {
  const agent = `lambda-sidecar-injector lang/js md/nodejs#${process.versions.node} api/ssm`;
  return app === undefined || app === '' ? agent : `${agent} app/${app}`;
}
