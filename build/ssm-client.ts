import { defaultEndpointResolver } from '@aws-sdk/client-ssm/dist-es/endpoint/endpointResolver';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SdkRequest, SdkResponse } from '../lib/config/source/ssm/http-handler.ts';

/** The settings that `lib/config/source/ssm/ssm-client.ts` makes the client with. */
interface Settings {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
  readonly userAgentAppId: () => Promise<string | undefined>;
  readonly requestHandler: {
    handle(request: SdkRequest, options: { abortSignal?: unknown }): Promise<{ response: SdkResponse }>;
  };
  readonly protocol: {
    serializeRequest(operation: { name: string }, input: object, context: object): Promise<SdkRequest>;
    deserializeResponse(operation: unknown, context: unknown, response: SdkResponse): Promise<object>;
  };
}

/** What one call sends, in the SDK's form. */
export class GetParametersCommand {
  readonly name = 'GetParameters';
  readonly input: object;

  constructor(input: object) {
    this.input = input;
  }
}

/**
 * Stands in for the SDK's client in the Lambda's bundle, where each function of its stack of middleware is read and
 * compiled for the one call that is made. The rules for endpoints and partitions and the signing (Signature Version 4)
 * are the SDK's own; transport, protocol and retries have always been ours. The credentials are Lambda's, from the
 * environment; files of settings, other services' ways to sign, logging and extensions are left out.
 */
export class SSMClient {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** @throws Error in the words of the SDK, where it is not set up; whatever transport and protocol throw. */
  async send({ name, input }: GetParametersCommand, options: { abortSignal?: AbortSignal } = {}): Promise<object> {
    const { protocol, requestHandler } = this.#settings;
    const request = await protocol.serializeRequest({ name }, input, { endpoint: async () => this.#endpoint() });
    const { response } = await requestHandler.handle(await this.#sign(request), options);
    return protocol.deserializeResponse(undefined, undefined, response);
  }

  #endpoint() {
    const { endpoint, useFipsEndpoint, useDualstackEndpoint } = this.#settings;
    if (endpoint !== undefined && !URL.canParse(endpoint)) {
      throw new TypeError('Invalid URL');
    }
    const { url } = defaultEndpointResolver({
      Region: this.#region,
      UseFIPS: useFipsEndpoint,
      UseDualStack: useDualstackEndpoint,
      ...(endpoint === undefined ? {} : { Endpoint: endpoint }),
    });
    const { protocol, hostname, port, pathname: path, host } = url;
    return { protocol, hostname, path, headers: { host }, ...(port === '' ? {} : { port: Number(port) }) };
  }

  async #sign(request: SdkRequest): Promise<SdkRequest> {
    const { credentials, userAgentAppId } = this.#settings;
    if (credentials === undefined) {
      const problem = 'no AWS_ACCESS_KEY_ID in the environment; the Lambda bundle looks nowhere else';
      throw Object.assign(new Error(problem), { name: 'CredentialsProviderError' });
    }
    const app = await userAgentAppId();
    const agent = `aws-sdk-js/signature-v4 lang/js md/nodejs#${process.versions.node} api/ssm`;
    const headers = { ...request.headers, 'user-agent': app === undefined ? agent : `${agent} app/${app}` };
    const signer = new SignatureV4({ credentials, region: this.#region, service: 'ssm', sha256: Sha256 });
    return signer.sign({ ...request, headers });
  }

  get #region(): string {
    const { region } = this.#settings;
    if (region === undefined || region === '') {
      throw new Error('Region is missing');
    }
    return region;
  }
}
