import { JsonError } from '../json/errors.ts';
import { parseJson } from '../json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member } from '../json/member.ts';
import { type JsonPart, parsePart } from '../json/parse-part.ts';
import { type AdmissionRequest, reviewKind, reviewVersion } from './admission-review.ts';
import { ReviewError } from './errors.ts';
import { usedPart } from './used-part.ts';

/** The API server's own limit for a request body. */
export const maxReviewBytes = 3 * 1024 * 1024;
/** Of larger reviews only a part is read. Those that are sent have a tenth of it. */
export const maxWholeBytes = 256 * 1024;
/** How deep a review may nest. Pods nest about 15 deep, and the managed fields in them little more. */
export const maxReviewDepth = 200;

/** API servers send 36; the answer has to repeat it whole. */
export const maxUidCharacters = 256;
/** Names in Kubernetes have no more, and those of namespaces a quarter of that. */
const maxNamespaceCharacters = 253;

/**
 * Reads the body of a request, be it text already or bytes of UTF-8. Numbers keep all their digits, and unknown fields
 * are kept in `object`.
 * @throws ReviewError that says what is wrong with the body.
 */
export function decodeReview(body: string | Uint8Array): AdmissionRequest {
  const bytes = Buffer.byteLength(body);
  if (bytes > maxReviewBytes) {
    throw new ReviewError('too-large', `the body has ${bytes} bytes; ${maxReviewBytes} are the limit`);
  }
  const { value, cut } = parseBody(decodeText(body), bytes > maxWholeBytes);
  const request = decodeEnvelope(value, bytes);
  return cut === undefined ? request : { ...request, cut };
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeText(body: string | Uint8Array): string {
  try {
    return typeof body === 'string' ? body : strict.decode(body);
  } catch (cause) {
    throw new ReviewError('not-text', 'the body is not UTF-8 text', { cause });
  }
}

/** Of a large body, only what is used of it. */
function parseBody(text: string, isLarge: boolean): Pick<JsonPart, 'value'> & Partial<JsonPart> {
  const options = { maxDepth: maxReviewDepth };
  try {
    return isLarge ? parsePart(text, usedPart, options) : { value: parseJson(text, options) };
  } catch (cause) {
    if (!(cause instanceof JsonError)) {
      throw cause;
    }
    if (cause.code === 'depth') {
      throw new ReviewError('too-deep', `the body nests deeper than ${maxReviewDepth} levels`, { cause });
    }
    // The parser's message may repeat a piece of the body, which may be a secret.
    const where = `line ${cause.line}, column ${cause.column}`;
    throw new ReviewError('not-json', `the body is not JSON: see ${where}`);
  }
}

function decodeEnvelope(json: JsonValue, bytes: number): AdmissionRequest {
  if (!isObject(json) || member(json, 'kind') !== reviewKind || member(json, 'apiVersion') !== reviewVersion) {
    throw notAReview(`the body is not an ${reviewKind} of ${reviewVersion}`);
  }
  const request = member(json, 'request');
  if (!isObject(request)) {
    throw notAReview('the AdmissionReview has no request');
  }
  return decodeRequest(request, bytes);
}

function decodeRequest(request: JsonObject, bytes: number): AdmissionRequest {
  const resource = member(request, 'resource');
  if (!isObject(resource)) {
    throw notAReview('request.resource is not an object');
  }
  const target = decodeResource(resource);
  const uid = text(request, 'uid');
  if (uid === '' || uid.length > maxUidCharacters) {
    throw notAReview(`request.uid must have 1 to ${maxUidCharacters} characters`);
  }
  const namespace = text(request, 'namespace', { absent: '' });
  if (namespace.length > maxNamespaceCharacters) {
    throw notAReview(`request.namespace must have ${maxNamespaceCharacters} characters at most`);
  }
  return {
    uid,
    operation: text(request, 'operation'),
    resource: target,
    subResource: text(request, 'subResource', { absent: '' }),
    namespace,
    object: member(request, 'object') ?? null,
    bytes,
  };
}

function decodeResource(resource: JsonObject): AdmissionRequest['resource'] {
  return {
    group: text(resource, 'group', { absent: '', path: 'resource.' }),
    version: text(resource, 'version', { path: 'resource.' }),
    resource: text(resource, 'resource', { path: 'resource.' }),
  };
}

/** A string member; `absent` stands for one that is absent or null, without it the member is required. */
function text(object: JsonObject, key: string, { absent, path = '' }: { absent?: string; path?: string } = {}): string {
  const value = member(object, key) ?? absent;
  if (typeof value !== 'string') {
    throw notAReview(`request.${path}${key} is not a string`);
  }
  return value;
}

function notAReview(message: string): ReviewError {
  return new ReviewError('not-a-review', message);
}
