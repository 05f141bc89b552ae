import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lambdaOptions } from '../../../build/esbuild-options.ts';
import type * as Client from '../../../build/ssm-client.ts';
import type { SdkRequest } from '../../../lib/config/source/ssm/http-handler.ts';
import { jsonProtocol } from '../../../lib/config/source/ssm/json-protocol.ts';

const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-client-'));
let client: typeof Client;

beforeAll(async () => {
  const entryPoints = [{ in: join(import.meta.dirname, '../../../build/ssm-client.ts'), out: 'client' }];
  await build({ ...lambdaOptions, entryPoints, outdir: folder });
  client = await import(pathToFileURL(join(folder, 'client.mjs')).href);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the client of the bundle sends with these settings. */
async function sent(settings: object): Promise<SdkRequest> {
  const requests: SdkRequest[] = [];
  const requestHandler = {
    async handle(request: SdkRequest) {
      requests.push(request);
      return { response: { statusCode: 200, headers: {}, body: Buffer.from('{"Parameters":[]}') } };
    },
  };
  const made = new client.SSMClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    userAgentAppId: async () => undefined,
    protocol: jsonProtocol as never,
    ...settings,
    requestHandler,
  });
  await made.send(new client.GetParametersCommand({ Names: ['/a'] }));
  return requests[0] as SdkRequest;
}

describe("the bundle's client of Parameter Store", () => {
  it.each([
    ['a Region', {}, 'https://ssm.eu-central-1.amazonaws.com'],
    ['a Region of another partition', { region: 'cn-north-1' }, 'https://ssm.cn-north-1.amazonaws.com.cn'],
    ['a Region that it does not know', { region: 'eu-new-9' }, 'https://ssm.eu-new-9.amazonaws.com'],
    ['FIPS', { region: 'us-east-1', useFipsEndpoint: true }, 'https://ssm-fips.us-east-1.amazonaws.com'],
    ['dual stack', { useDualstackEndpoint: true }, 'https://ssm.eu-central-1.api.aws'],
    ['an endpoint of its own', { endpoint: 'http://127.0.0.1:5000' }, 'http://127.0.0.1:5000'],
  ])('goes where the SDK goes for %s', async (_name, settings, want) => {
    const { protocol, hostname, port, path, headers } = await sent(settings);
    expect(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`).toBe(want);
    expect(path).toBe('/');
    expect(headers.host).toBe(new URL(want).host);
  });

  it('signs for the Region and the service', async () => {
    const { headers } = await sent({ region: 'ap-south-1' });
    expect(headers.authorization).toMatch(/Credential=key\/\d{8}\/ap-south-1\/ssm\/aws4_request/);
    expect(headers.authorization).toMatch(/SignedHeaders=[^,]*host;x-amz-[^,]*x-amz-target/);
    expect(headers['x-amz-security-token']).toBeUndefined();
  });

  it('sends the token of a session, and says who asks', async () => {
    const credentials = { accessKeyId: 'key', secretAccessKey: 'secret', sessionToken: 'session' };
    const { headers } = await sent({ credentials, userAgentAppId: async () => 'shop' });
    expect(headers['x-amz-security-token']).toBe('session');
    expect(headers['user-agent']).toMatch(/^aws-sdk-js\/.* app\/shop$/);
  });

  it.each([
    ['no Region', { region: undefined }, { message: 'Region is missing' }],
    ['an empty Region', { region: '' }, { message: 'Region is missing' }],
    ['no credentials', { credentials: undefined }, { name: 'CredentialsProviderError' }],
    ['an endpoint that is none', { endpoint: 'nonsense' }, { message: 'Invalid URL' }],
  ])('says what is missing: %s', async (_name, settings, want) => {
    await expect(sent(settings)).rejects.toMatchObject(want);
  });
});
