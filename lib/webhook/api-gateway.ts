import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import { type HttpRequest, type HttpResponse, type RequestIds, usedHeaders } from './http.ts';

/** What API Gateway takes as a Lambda's answer, of a REST API and of an HTTP API, with nothing left out. */
export interface GatewayResult extends APIGatewayProxyResult {
  readonly headers: Record<string, string>;
  readonly isBase64Encoded: false;
}

/** The part of Lambda's context that is used. */
export type InvocationContext = Partial<Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>>;

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads an event of a REST API (payload format 1.0) or an HTTP API (2.0); null for anything else, such as a test
 * event from the console. API Gateway puts what callers send into members of its own, so `isTrial` beside them can only
 * come from who may invoke the function directly. The invocation's context adds what Lambda leaves of its time, and its
 * id.
 */
export function decodeGatewayEvent(event: unknown, context: InvocationContext = {}): HttpRequest | null {
  if (!isMembers(event)) {
    return null;
  }
  const remainingMs = context.getRemainingTimeInMillis?.();
  const isHttpApi = event.version === '2.0';
  const http = isHttpApi ? member(event.requestContext, 'http') : undefined;
  const method = isHttpApi ? member(http, 'method') : event.httpMethod;
  const path = isHttpApi ? event.rawPath : event.path;
  if (typeof method !== 'string' || typeof path !== 'string') {
    return null;
  }
  return {
    method: method.toUpperCase(),
    path,
    query: strings(event.queryStringParameters),
    headers: headersOf(event.headers),
    body: decodeBody(event),
    ids: requestIds(event, context),
    ...(event.isTrial === true ? { isTrial: true } : undefined),
    ...(remainingMs === undefined ? undefined : { remainingMs }),
  };
}

function requestIds({ requestContext }: Members, { awsRequestId }: InvocationContext): RequestIds {
  const requestId = member(requestContext, 'requestId');
  const ids = typeof requestId === 'string' ? { requestId } : {};
  return awsRequestId === undefined ? ids : { ...ids, lambdaRequestId: awsRequestId };
}

/** An answer as API Gateway takes it. */
export function gatewayResult({ status, headers, body }: HttpResponse): GatewayResult {
  return { statusCode: status, headers: { ...headers }, body, isBase64Encoded: false };
}

function decodeBody({ body, isBase64Encoded }: Members): string | Uint8Array {
  const text = typeof body === 'string' ? body : '';
  return isBase64Encoded === true ? Buffer.from(text, 'base64') : text;
}

function strings(value: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (isMembers(value)) {
    for (const name in value) {
      addText(found, name, value[name]);
    }
  }
  return found;
}

/** An event has twenty headers, in whatever case: those that nothing is made of are left out. */
function headersOf(value: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (isMembers(value)) {
    for (const name in value) {
      for (const used of usedHeaders) {
        if (used.length === name.length && used === name.toLowerCase()) {
          addText(found, used, value[name]);
        }
      }
    }
  }
  return found;
}

function addText(found: Map<string, string>, name: string, value: unknown): void {
  if (typeof value === 'string') {
    found.set(name, value);
  }
}

function member(value: unknown, key: string): unknown {
  return isMembers(value) ? value[key] : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
