import type { SSMClientConfig } from '@aws-sdk/client-ssm';
import type { SdkRequest, SdkResponse } from './http-handler.ts';

/** What the client asks of a protocol, whichever way it takes one. */
type ClientProtocol = Extract<NonNullable<SSMClientConfig['protocol']>, { serializeRequest: unknown }>;

/** Where the client wants a request to go. */
interface ServiceEndpoint {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface SerializationContext {
  readonly endpoint: () => Promise<ServiceEndpoint>;
}

/** What an answer says besides its body. */
interface Metadata {
  readonly httpStatusCode: number;
  readonly requestId: string | undefined;
}

/** An error as Parameter Store names it, in the form that the SDK throws. */
interface ServiceError extends Error {
  $metadata: Metadata;
}

/**
 * AWS JSON 1.1, as the SDK's client takes a protocol: what goes out and comes in is the plain JSON of the service.
 * The SDK's own knows a schema for each shape and turns numbers into dates by it; reading values by name needs
 * neither, and those schemas were a tenth of a cold start. Follows the AWS JSON 1.1 protocol of Smithy.
 */
export const jsonProtocol: ClientProtocol = {
  getShapeId: () => 'aws.protocols#awsJson1_1',
  getRequestType: () => absent('a class of requests'),
  getResponseType: () => absent('a class of answers'),
  getPayloadCodec: () => absent('a codec'),
  updateServiceEndpoint: () => absent('another endpoint'),
  setSerdeContext: () => {},
  serializeRequest,
  deserializeResponse: decodeResponse,
};

/** Nothing in the client's stack asks for these; they belong to protocols that others build upon. */
function absent(what: string): never {
  throw new Error(`the protocol has no ${what}`);
}

async function serializeRequest(operation: { readonly name: string }, input: object, context: SerializationContext) {
  const { protocol, hostname, port, path, headers } = await context.endpoint();
  const request: SdkRequest & { readonly query: object } = {
    protocol,
    hostname,
    ...(port === undefined ? {} : { port }),
    method: 'POST',
    path: path.endsWith('/') ? path : `${path}/`,
    query: {},
    headers: {
      ...headers,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonSSM.${operation.name}`,
    },
    body: JSON.stringify(input),
  };
  return request;
}

/** Whether an answer is what its operation promises is for whoever asked to see. */
async function decodeResponse<Output>(_operation: unknown, _context: unknown, response: SdkResponse): Promise<Output> {
  const $metadata = { httpStatusCode: response.statusCode, requestId: response.headers['x-amzn-requestid'] };
  const text = Buffer.from(response.body).toString();
  if (response.statusCode >= 300) {
    throw serviceError(response, text, $metadata);
  }
  const output: unknown = text === '' ? {} : JSON.parse(text);
  return { ...asObject(output), $metadata } as Output;
}

/** `__type` may carry a namespace before a `#`, the header something after a `:`. */
function serviceError({ headers }: SdkResponse, text: string, $metadata: Metadata): ServiceError {
  const body = readError(text);
  const type = String(body.__type ?? body.code ?? headers['x-amzn-errortype'] ?? 'Unknown');
  const name = type.replace(/[:,].*$/s, '').replace(/^.*#/s, '');
  const message = body.message ?? body.Message ?? `it answered with status ${$metadata.httpStatusCode}`;
  return Object.assign(new Error(String(message)), { name, $metadata });
}

/** What stands between us and the service may answer with something else than JSON: then the status says it all. */
function readError(text: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
