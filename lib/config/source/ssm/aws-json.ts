import type { HttpAnswer } from './transport.ts';

/** The headers and the body of one call. */
export interface EncodedCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error as Parameter Store names it, in the form that the SDK throws. */
interface ServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId: string | undefined };
}

/** One call of an operation of Parameter Store, in the AWS JSON 1.1 protocol of Smithy. */
export function encodeCall(operation: string, input: object): EncodedCall {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AmazonSSM.${operation}` };
  return { headers, body: JSON.stringify(input) };
}

/**
 * The members of an answer; whether they are what the operation promises is checked by the caller.
 * @throws Error named as the service names it, with `$metadata`; SyntaxError for what is no JSON.
 */
export function decodeAnswer(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  const text = Buffer.from(answer.body).toString();
  if (answer.statusCode >= 300) {
    throw serviceError(answer, text);
  }
  return membersOf(text === '' ? {} : JSON.parse(text));
}

/** `__type` may carry a namespace before a `#`, the header something after a `:`. */
function serviceError({ statusCode, headers }: HttpAnswer, text: string): ServiceError {
  const body = readError(text);
  const type = String(body.__type ?? body.code ?? headers['x-amzn-errortype'] ?? 'Unknown');
  const name = type.replace(/[:,].*$/s, '').replace(/^.*#/s, '');
  const message = body.message ?? body.Message ?? `it answered with status ${statusCode}`;
  const $metadata = { httpStatusCode: statusCode, requestId: headers['x-amzn-requestid'] };
  return Object.assign(new Error(String(message)), { name, $metadata });
}

/** What stands between us and the service may answer with something else than JSON: then the status says it all. */
function readError(text: string): Readonly<Record<string, unknown>> {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
