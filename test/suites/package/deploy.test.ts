import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APIGatewayClient, GetDeploymentsCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { GetAliasCommand, GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Moto, motoMissing, startMoto } from '../../support/start-moto.ts';
import { runUnderRuntimeClient } from './runtime-client.ts';
import { root, saidBy } from './serverless-package.ts';
import { unzip } from './unzip.ts';

const missing = motoMissing();
const credentials = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
const stack = 'lambda-sidecar-injector-prod';
const functionName = `${stack}-inject`;
/** Four deployments, with a build each, on a machine that does other work. */
const storyMs = 600_000;

/** What is left of a stack, by service: an action of its API, and what names what is ours in its answer. */
const leftovers = [
  ['s3', '', /<Name>([^<]*serverlessdeploymentbucket[^<]*)</g],
  ['iam', 'ListRoles&Version=2010-05-08', /<RoleName>([^<]*)</g],
  ['cloudwatch', 'ListDashboards&Version=2010-08-01', /<DashboardName>([^<]*)</g],
  ['cloudformation', 'ListStacks&Version=2010-05-15', /<StackStatus>((?!DELETE_COMPLETE)[^<]*)</g],
] as const;

/** Types that moto makes nothing of; docs/deploying.md lists them. */
const skipped = [
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::S3::BucketPolicy',
];

describe.skipIf(missing !== undefined)(
  `a deployment to an emulator of AWS, from its first day to its last${missing === undefined ? '' : ` (${missing})`}`,
  { timeout: storyMs },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-deployed-'));
    let moto: Moto;
    let lambda: LambdaClient;
    let gateway: APIGatewayClient;

    beforeAll(async () => {
      const file = join(import.meta.dirname, 'account-on-moto.py');
      moto = await startMoto({ file, env: { CONCURRENT_EXECUTIONS: '10' } });
      const options = {
        endpoint: moto.endpoint,
        region: credentials.AWS_REGION,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      };
      lambda = new LambdaClient(options);
      gateway = new APIGatewayClient(options);
      const ssm = new SSMClient(options);
      const parameters = join(root, 'examples/parameters/default');
      for (const name of ['policy', 'template', 'values', 'settings']) {
        const value = readFileSync(join(parameters, name), 'utf8').replaceAll('{{', '[[').replaceAll('}}', ']]');
        const text = name === 'template' ? `# delims: [[ ]]\n${value}` : value;
        await ssm.send(
          new PutParameterCommand({ Name: `/sidecar-injector/default/${name}`, Value: text, Type: 'String' }),
        );
      }
      ssm.destroy();
    }, storyMs);

    afterAll(async () => {
      lambda.destroy();
      gateway.destroy();
      await moto.close();
      rmSync(folder, { recursive: true });
    });

    it('goes into a new account, and says what that lacks', async () => {
      const said = await osls('deploy');
      expect(said).toContain('This account has 10 executions to reserve from');
      expect(said).toContain('API Gateway has no role for logs in this Region');
      expect(said).toContain(`Service deployed to stack ${stack}`);
      expect(await live()).toBe('1');
    });

    it('has the code that was packaged, which answers with the settings that were deployed', async () => {
      const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: functionName }));
      const zip = join(root, '.serverless/lambda-sidecar-injector.zip');
      expect(Configuration?.CodeSha256).toBe(createHash('sha256').update(readFileSync(zip)).digest('base64'));
      await unzip(zip, folder);
      const event = JSON.parse(readFileSync(join(import.meta.dirname, 'event.json'), 'utf8'));
      const { responses } = await runUnderRuntimeClient({
        folder,
        handler: Configuration?.Handler ?? '',
        env: { ...credentials, AWS_ENDPOINT_URL: moto.endpoint, ...Configuration?.Environment?.Variables },
        events: [{ ...event, isTrial: true }, event],
      });
      expect(responses.get('request-1')).toMatchObject({ statusCode: 200, body: expect.stringContaining('"patch"') });
      expect(responses.get('request-2')).toMatchObject({ statusCode: 401 });
    });

    it('has nothing to do the second time', async () => {
      expect(await osls('deploy')).toContain('No changes to deploy');
    });

    it('serves a new version from the same API where something changes', async () => {
      const before = await apis();
      await osls('deploy', '--param=parameterRoot=/other', '--param=apartClusters=big');
      const after = await apis();
      expect(after.ids).toEqual(before.ids);
      expect(after.snapshots).not.toEqual(before.snapshots);
      expect(await live()).toBe('2');
      const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: functionName }));
      expect(Configuration?.Environment?.Variables).toMatchObject({ PARAMETER_ROOT: '/other', STACK: stack });
    });

    it('goes back to a version by one command, until the next deployment', async () => {
      const pin = 'Parameters.member.1.ParameterKey=LiveVersion&Parameters.member.1.ParameterValue=1';
      const update = `UpdateStack&Version=2010-05-15&StackName=${stack}&UsePreviousTemplate=true&${pin}`;
      expect(await ask('cloudformation', update)).toContain('<StackId>');
      expect(await live()).toBe('1');
      await osls('deploy', '--param=parameterRoot=/third');
      expect(await live()).toBe('3');
    });

    it('is not removed while it is protected', async () => {
      await expect(osls('remove')).rejects.toMatchObject({
        stdout: expect.stringContaining('deletion protection is enabled'),
      });
      expect(await live()).toBe('3');
    });

    it('leaves nothing behind when it is removed', async () => {
      await osls('deploy', '--param=parameterRoot=/third', '--param=deletionProtection=off');
      expect(await osls('remove')).toContain('has been successfully removed');
      for (const [service, action, pattern] of leftovers) {
        const names = [...(await ask(service, action)).matchAll(pattern)].map(([, name]) => name);
        expect({ service, names }).toEqual({ service, names: [] });
      }
      expect((await apis()).ids).toEqual([]);
      await expect(live()).rejects.toThrow();
      expect(await logGroups()).toEqual([]);
    });

    it('was made but for what the emulator does not know', () => {
      const types = [...moto.complaints().matchAll(/No Moto CloudFormation support for (\S+)/g)].map(
        ([, type]) => type,
      );
      expect([...new Set(types)].sort()).toEqual(skipped);
      const page = readFileSync(join(root, 'docs/deploying.md'), 'utf8');
      expect(skipped.filter((type) => !page.includes(`\`${type}\``))).toEqual([]);
    });

    function osls(...args: readonly string[]): Promise<string> {
      return saidBy(args, { ...credentials, AWS_ENDPOINT_URL: moto.endpoint });
    }

    /** The version that the alias serves. */
    async function live(): Promise<string | undefined> {
      const { FunctionVersion } = await lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: 'live' }));
      return FunctionVersion;
    }

    async function apis() {
      const { items = [] } = await gateway.send(new GetRestApisCommand({}));
      const ids = items.flatMap(({ id }) => id ?? []);
      const made = await Promise.all(ids.map((id) => gateway.send(new GetDeploymentsCommand({ restApiId: id }))));
      return { ids, snapshots: made.flatMap(({ items: found = [] }) => found.map(({ id }) => id)) };
    }

    async function logGroups(): Promise<unknown> {
      const headers = {
        'x-amz-target': 'Logs_20140328.DescribeLogGroups',
        'content-type': 'application/x-amz-json-1.1',
      };
      const response = await fetch(moto.endpoint, {
        method: 'POST',
        headers: { ...headers, ...as('logs') },
        body: '{}',
      });
      return ((await response.json()) as { readonly logGroups: unknown }).logGroups;
    }

    /** What a service with a query API answers. */
    async function ask(service: string, action: string): Promise<string> {
      const form = { method: 'POST', body: `Action=${action}` };
      const headers = { ...as(service), 'content-type': 'application/x-www-form-urlencoded' };
      const response = await fetch(moto.endpoint, { ...(action === '' ? {} : form), headers });
      return response.text();
    }

    /** moto knows by the signature's scope which service is meant. */
    function as(service: string): Readonly<Record<string, string>> {
      const scope = `20261128/eu-central-1/${service}/aws4_request`;
      return { authorization: `AWS4-HMAC-SHA256 Credential=a/${scope}, SignedHeaders=host, Signature=0` };
    }
  },
);
