import { describe, expect, it } from 'vitest';
import type { SdkResponse } from '../../../../../lib/config/source/ssm/http-handler.ts';
import { jsonProtocol } from '../../../../../lib/config/source/ssm/json-protocol.ts';

const context = (endpoint: object) => ({ endpoint: async () => endpoint }) as never;
const answer = (statusCode: number, body: string, headers: Record<string, string> = {}): SdkResponse => ({
  statusCode,
  headers,
  body: Buffer.from(body),
});
const decode = (response: SdkResponse) => jsonProtocol.deserializeResponse({} as never, {} as never, response);

describe('jsonProtocol', () => {
  it('sends the input as JSON, with the operation in a header', async () => {
    const endpoint = { protocol: 'https:', hostname: 'ssm.example', port: 8443, path: '/base', headers: { a: 'b' } };
    const operation = { name: 'GetParameters' } as never;
    expect(await jsonProtocol.serializeRequest(operation, { Names: ['/x'] }, context(endpoint))).toEqual({
      protocol: 'https:',
      hostname: 'ssm.example',
      port: 8443,
      method: 'POST',
      path: '/base/',
      query: {},
      headers: { a: 'b', 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameters' },
      body: '{"Names":["/x"]}',
    });
  });

  it('gives what the service answers, and the number of its request', async () => {
    const response = answer(200, '{"Parameters":[]}', { 'x-amzn-requestid': 'r1' });
    const $metadata = { httpStatusCode: 200, requestId: 'r1' };
    expect(await decode(response)).toEqual({ Parameters: [], $metadata });
    expect(await decode(answer(200, ''))).toEqual({ $metadata: { httpStatusCode: 200, requestId: undefined } });
  });

  it.each([
    ['a plain name', answer(400, '{"__type":"InvalidKeyId","message":"m"}'), 'InvalidKeyId', 'm'],
    ['a name with its namespace', answer(400, '{"__type":"com.x#ThrottlingException"}'), 'ThrottlingException', /400/],
    ['a capital letter', answer(400, '{"__type":"A","Message":"m"}'), 'A', 'm'],
    ['a code', answer(400, '{"code":"A:http://x","message":"m"}'), 'A', 'm'],
    ['a header', answer(500, '', { 'x-amzn-errortype': 'B:http://x/' }), 'B', /500/],
    ['no JSON', answer(502, '<html>'), 'Unknown', /502/],
    ['no object', answer(503, 'null'), 'Unknown', /503/],
  ] as const)('throws errors by name: %s', async (_name, response, name, message) => {
    const error = await decode(response).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: response.statusCode } });
    expect((error as Error).message).toMatch(message);
  });

  it('does not take anything but JSON for an answer', async () => {
    await expect(decode(answer(200, '{"Parameters": [}'))).rejects.toThrow(SyntaxError);
  });
});
