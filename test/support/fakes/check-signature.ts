import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What an `Authorization` header of AWS Signature Version 4 holds. */
const authorization =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/(?<scope>(?<date>\d{8})\/(?<region>[^/]+)\/(?<service>[^/]+)\/aws4_request), ?SignedHeaders=(?<names>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$/;

/** Headers without which a signature would be good for another request. */
const required = ['host', 'x-amz-date', 'x-amz-target'];

/**
 * Works a request's signature out anew from what arrived, as the service does, and tells what is wrong with it.
 * Follows "Signature Version 4 signing process" of the AWS documentation, for a path and a query without escapes.
 */
export function signatureProblem(
  request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>,
  body: Buffer,
  secret: string,
): string | undefined {
  const found = authorization.exec(request.headers.authorization ?? '')?.groups;
  if (found === undefined) {
    return 'there is no signature of version 4';
  }
  const { scope = '', date = '', region = '', service = '', names = '', signature } = found;
  const missing = required.filter((name) => !names.split(';').includes(name));
  if (missing.length > 0) {
    return `${missing.join(', ')} must be signed`;
  }
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const canonical = [request.method, pathname, search.slice(1), headers.join(''), names, hash(body)].join('\n');
  const time = String(request.headers['x-amz-date']);
  const text = ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString('hex') === signature ? undefined : 'The request signature does not match';
}

function hash(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
