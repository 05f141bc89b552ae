import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { signatureProblem } from './check-signature.ts';

/** Signed by the SDK's own signer, with the secret `secret`. */
const headers = {
  host: 'ssm.eu-central-1.amazonaws.com',
  'x-amz-date': '20260102T030405Z',
  'x-amz-target': 'AmazonSSM.GetParameters',
};
const body = Buffer.from('{"Names":["/a"]}');

async function signedRequest(): Promise<IncomingMessage> {
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const { Sha256 } = await import('@smithy/core/checksum');
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const signer = new SignatureV4({ credentials, region: 'eu-central-1', service: 'ssm', sha256: Sha256 });
  const signed = await signer.sign(
    { method: 'POST', protocol: 'https:', hostname: headers.host, path: '/', query: {}, headers: { ...headers }, body },
    { signingDate: new Date('2026-01-02T03:04:05Z') },
  );
  return { method: 'POST', url: '/', headers: signed.headers } as unknown as IncomingMessage;
}

describe('signatureProblem', () => {
  it("finds none in what the SDK's signer signs", async () => {
    expect(signatureProblem(await signedRequest(), body, 'secret')).toBeUndefined();
  });

  it.each([
    ['another secret', {}, body, 'other', /does not match/],
    ['another body', {}, Buffer.from('{}'), 'secret', /does not match/],
    ['another header', { 'x-amz-target': 'AmazonSSM.PutParameter' }, body, 'secret', /does not match/],
    ['no signature', { authorization: undefined }, body, 'secret', /no signature/],
  ] as const)('finds %s', async (_name, changed, sent, secret, problem) => {
    const request = await signedRequest();
    Object.assign(request.headers, changed);
    expect(signatureProblem(request, sent, secret)).toMatch(problem);
  });

  it('wants the target to be signed', async () => {
    const request = await signedRequest();
    const authorization = request.headers.authorization?.replace(';x-amz-target', '') ?? '';
    Object.assign(request.headers, { authorization });
    expect(signatureProblem(request, body, 'secret')).toMatch(/x-amz-target must be signed/);
  });
});
