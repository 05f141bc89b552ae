import { GetParametersCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../../../lib/config/source/ssm/region.ts';
import { createSsmClient } from '../../../../../lib/config/source/ssm/sdk-reader.ts';
import { createSignedReader } from '../../../../../lib/config/source/ssm/signed-reader.ts';
import type { HttpRequest } from '../../../../../lib/config/source/ssm/transport.ts';
import { signatureProblem } from '../../../../support/fakes/check-signature.ts';

/** Regions of all partitions, one that is newer than the SDK, names for FIPS, and texts that are no Region. */
const regions = [
  ...['eu-central-1', 'us-east-1', 'ap-south-1', 'mx-central-1', 'cn-north-1', 'us-gov-west-1', 'us-iso-east-1'],
  ...['us-isob-east-1', 'us-isof-south-1', 'eu-isoe-west-1', 'eusc-de-east-1', 'eu-new-9', 'aws-global'],
  ...['us-east-1-fips', 'fips-us-east-1', 'fips-aws-global', 'us-gov-west-1-fips'],
  ...['', 'us-east-1.evil.com', '127.0.0.1', 'us-east-1/../', ' us-east-1', '-a', 'a@b', 'ü', 'x'.repeat(64)],
];
const endpointCases = [
  undefined,
  'http://127.0.0.1:5000',
  'https://vpce-1.ssm.example/base',
  'https://[::1]:8443/',
  'none',
];
const flagSets = [
  {},
  { AWS_USE_FIPS_ENDPOINT: 'true' },
  { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
];
const secretKey = 'secret';
const credentials = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: secretKey, AWS_SESSION_TOKEN: 'session' };

/** What is the same in two requests that do the same. */
interface Sent {
  readonly url: string;
  readonly method: string;
  readonly host: string | undefined;
  readonly scope: string | undefined;
  readonly token: string | undefined;
  readonly body: string;
  /** What the service would find wrong with the signature. */
  readonly problem: string | undefined;
}

const found = (url: string, method: string, headers: Readonly<Record<string, string>>, body: string): Sent => ({
  url,
  method,
  host: headers.host,
  scope: /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1],
  token: headers['x-amz-security-token'],
  body,
  problem: signatureProblem({ headers, method, url: new URL(url).pathname }, Buffer.from(body), secretKey),
});

/** The SDK's request, as its handler of requests gets it. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

async function bySdk(environment: Environment): Promise<Sent | string> {
  let sent: Sent | undefined;
  const requestHandler = {
    async handle({ protocol, hostname, port, path, method, headers, body }: SdkRequest): Promise<never> {
      const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
      sent = found(url, method, headers, String(body));
      throw new Error('seen');
    },
  };
  try {
    const client = createSsmClient(environment, { requestHandler });
    await client.send(new GetParametersCommand({ Names: ['/a'], WithDecryption: true }));
  } catch (error) {
    return sent ?? (error instanceof Error ? error.message : '');
  }
  throw new Error('the request was not seen');
}

async function byUs(environment: Environment): Promise<Sent | string> {
  let sent: HttpRequest | undefined;
  const transport = {
    async exchange(request: HttpRequest) {
      sent = request;
      return { statusCode: 200, headers: {}, body: Buffer.from('{"Parameters":[],"InvalidParameters":[]}') };
    },
  };
  try {
    await createSignedReader(environment, { transport }).getParameters(['/a'], undefined);
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  }
  return sent === undefined ? 'nothing was sent' : found(sent.url.href, sent.method, sent.headers, sent.body);
}

describe('the requests of the signed reader', () => {
  it.each(regions)('go where the SDK sends its own, with as good a signature, for Region "%s"', async (AWS_REGION) => {
    for (const AWS_ENDPOINT_URL of endpointCases) {
      for (const flags of flagSets) {
        const environment = { ...credentials, ...flags, AWS_REGION, AWS_ENDPOINT_URL };
        const [ours, theirs] = [await byUs(environment), await bySdk(environment)];
        expect(ours, JSON.stringify(environment)).toEqual(theirs);
        expect(typeof ours === 'string' ? undefined : ours.problem).toBeUndefined();
      }
    }
  });

  it('are not sent for Region "*", which the SDK sends to a host of that name with a warning', async () => {
    expect(await byUs({ ...credentials, AWS_REGION: '*' })).toMatch(/^Region not accepted/);
  });

  it('are for the Region and the service, and carry the token of a session and who asks', async () => {
    let headers: Readonly<Record<string, string>> = {};
    const transport = {
      async exchange(request: HttpRequest) {
        headers = request.headers;
        return { statusCode: 200, headers: {}, body: Buffer.from('{"Parameters":[],"InvalidParameters":[]}') };
      },
    };
    const environment = { ...credentials, AWS_REGION: 'ap-south-1', AWS_SDK_UA_APP_ID: 'shop' };
    await createSignedReader(environment, { transport }).getParameters(['/a'], undefined);
    expect(headers.authorization).toMatch(/Credential=key\/\d{8}\/ap-south-1\/ssm\/aws4_request/);
    expect(headers.authorization).toMatch(/SignedHeaders=[^,]*host;x-amz-[^,]*x-amz-target/);
    expect(headers['x-amz-security-token']).toBe('session');
    expect(headers['user-agent']).toMatch(/^lambda-sidecar-injector .* app\/shop$/);
  });

  it('need credentials in the environment', async () => {
    const reading = createSignedReader({ AWS_REGION: 'eu-central-1' }).getParameters(['/a'], undefined);
    await expect(reading).rejects.toMatchObject({
      code: 'not-set-up',
      message: expect.stringContaining('AWS_PROFILE'),
    });
  });
});
