import { describe, expect, it } from 'vitest';
import { decodeAnswer, encodeCall } from '../../../../../lib/config/source/ssm/aws-json.ts';
import { thrownBy } from '../../../../support/fakes/thrown-by.ts';

const answer = (statusCode: number, body: string, headers: Record<string, string> = {}) => ({
  statusCode,
  headers,
  body: Buffer.from(body),
});

describe('encodeCall', () => {
  it('sends the input as JSON, with the operation in a header', () => {
    expect(encodeCall('GetParameters', { Names: ['/x'] })).toEqual({
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameters' },
      body: '{"Names":["/x"]}',
    });
  });
});

describe('decodeAnswer', () => {
  it('gives what the service answers', () => {
    expect(decodeAnswer(answer(200, '{"Parameters":[]}'))).toEqual({ Parameters: [] });
    expect(decodeAnswer(answer(200, ''))).toEqual({});
    expect(decodeAnswer(answer(200, 'null'))).toEqual({});
  });

  it.each([
    ['a plain name', answer(400, '{"__type":"InvalidKeyId","message":"m"}'), 'InvalidKeyId', 'm'],
    ['a name with its namespace', answer(400, '{"__type":"com.x#ThrottlingException"}'), 'ThrottlingException', /400/],
    ['a capital letter', answer(400, '{"__type":"A","Message":"m"}'), 'A', 'm'],
    ['a code', answer(400, '{"code":"A:http://x","message":"m"}'), 'A', 'm'],
    ['a header', answer(500, '', { 'x-amzn-errortype': 'B:http://x/' }), 'B', /500/],
    ['no JSON', answer(502, '<html>'), 'Unknown', /502/],
    ['no object', answer(503, 'null'), 'Unknown', /503/],
  ] as const)('throws errors by name: %s', (_name, given, name, message) => {
    const error = thrownBy(Error, () => decodeAnswer(given));
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: given.statusCode } });
    expect(error.message).toMatch(message);
  });

  it('tells the number of the request that failed', () => {
    const error = thrownBy(Error, () => decodeAnswer(answer(400, '{"__type":"A"}', { 'x-amzn-requestid': 'r1' })));
    expect(error).toMatchObject({ $metadata: { requestId: 'r1' } });
  });

  it('does not take anything but JSON for an answer', () => {
    expect(() => decodeAnswer(answer(200, '{"Parameters": [}'))).toThrow(SyntaxError);
  });
});
