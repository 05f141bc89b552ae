import { describe, expect, it } from 'vitest';
import {
  injectFunction,
  ofType,
  only,
  profiles,
  someCode,
  templateWith,
} from '../../../support/deployment-template.ts';

const certificate = 'arn:aws:acm:eu-central-1:123456789012:certificate/0123-abcd';
const key = 'arn:aws:kms:eu-central-1:123456789012:key/0123-abcd';
const named = { domainName: 'injector.example.com', certificateArn: certificate };

describe('deploying twice', () => {
  const first = templateWith();
  const otherCode = templateWith({}, { code: { ...someCode, sha256: 'b3RoZXI=' } });
  const otherApi = templateWith({ apartClusters: 'big' });
  const idsOf = (template: typeof first, type: string) => [...ofType(template, type).keys()];

  it('keeps the stage, which is a resource of its own', () => {
    expect(idsOf(first, 'AWS::ApiGateway::Stage')).toEqual(['ApiStage']);
    expect(idsOf(otherApi, 'AWS::ApiGateway::Stage')).toEqual(['ApiStage']);
    expect(only(otherApi, 'AWS::ApiGateway::Stage').DeploymentId).toEqual({
      Ref: idsOf(otherApi, 'AWS::ApiGateway::Deployment')[0],
    });
  });

  it('never says of a deployment which stage it is for', () => {
    expect(only(first, 'AWS::ApiGateway::Deployment')).toEqual({ RestApiId: { Ref: 'Api' } });
  });

  it('takes no new snapshot of an API that is as it was, and a new version of new code', () => {
    expect(idsOf(otherCode, 'AWS::ApiGateway::Deployment')).toEqual(idsOf(first, 'AWS::ApiGateway::Deployment'));
    expect(idsOf(otherCode, 'AWS::Lambda::Version')).not.toEqual(idsOf(first, 'AWS::Lambda::Version'));
  });

  it.each([
    ['routes', { apartClusters: 'big' }],
    ['the resource policy', profiles.restricted],
    ['a network of the resource policy', { ...profiles.restricted, allowedCidrs: '203.0.113.9/32' }],
    ['the endpoint', profiles.private],
    ['the name', named],
  ])('takes a new snapshot for %s', (_name, parameters) => {
    const before = _name.startsWith('a network') ? templateWith(profiles.restricted) : first;
    const after = templateWith(parameters);
    expect(idsOf(after, 'AWS::ApiGateway::Deployment')).not.toEqual(idsOf(before, 'AWS::ApiGateway::Deployment'));
  });

  it('makes a new version where its environment changes', () => {
    const other = templateWith({ parameterRoot: '/other' });
    expect(idsOf(other, 'AWS::Lambda::Version')).not.toEqual(idsOf(first, 'AWS::Lambda::Version'));
  });

  it('waits with the snapshot until everything is there that it takes', () => {
    const [deployment] = ofType(first, 'AWS::ApiGateway::Deployment').values();
    const taken = ['Resource', 'Method', 'GatewayResponse'].flatMap((part) => idsOf(first, `AWS::ApiGateway::${part}`));
    expect([...(deployment?.DependsOn ?? [])].sort()).toEqual(taken.sort());
  });
});

describe('the function', () => {
  it('runs on Node 24 and arm64, with 512 MB', () => {
    expect(injectFunction(templateWith())).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 10,
      Handler: 'dist/functions/inject.handler',
      Environment: { Variables: { PARAMETER_ROOT: '/sidecar-injector', AUTH: 'token' } },
    });
  });

  it('knows the rules for authors, where the deployment has some', () => {
    const variables = { AUTHOR_MAY: 'nothing', FORBID: 'privileged,hostPath' };
    const template = templateWith({ authorMay: 'nothing', forbid: 'privileged, hostPath' });
    expect(injectFunction(template).Environment).toMatchObject({ Variables: variables });
    expect(JSON.stringify(injectFunction(templateWith()))).not.toMatch(/AUTHOR_MAY|FORBID/);
  });

  it('serves without tokens only where the deployment says so by name', () => {
    const variables = { PARAMETER_ROOT: '/platform/injector', AUTH: 'none' };
    const template = templateWith({ parameterRoot: '/platform/injector', auth: 'none' });
    expect(injectFunction(template).Environment).toMatchObject({ Variables: variables });
  });

  it.each([
    ['100 where nobody says otherwise', {}, undefined, 100],
    ['what is said', { reservedConcurrency: '7' }, undefined, 7],
    ['none', { reservedConcurrency: 'none' }, undefined, undefined],
    ['none in a new account', {}, { unreservedConcurrency: 10, hasLogRole: true }, undefined],
    ['none where AWS would keep less than 100', {}, { unreservedConcurrency: 199, hasLogRole: true }, undefined],
    ['100 where it would keep 100', {}, { unreservedConcurrency: 200, hasLogRole: true }, 100],
    ['what is said, in any account', { reservedConcurrency: '7' }, { unreservedConcurrency: 10, hasLogRole: true }, 7],
  ])('reserves %s', (_name, parameters, account, want) => {
    const template = templateWith(parameters, account === undefined ? {} : { account });
    expect(injectFunction(template).ReservedConcurrentExecutions).toBe(want);
  });

  it('is called by its alias, by this API and stage only', () => {
    const template = templateWith();
    expect(only(template, 'AWS::Lambda::Permission')).toMatchObject({
      FunctionName: { Ref: 'InjectAlias' },
      SourceArn: { 'Fn::Sub': expect.stringMatching(/:\$\{Api\}\/prod\/\*$/) },
    });
    for (const { Properties } of ofType(template, 'AWS::ApiGateway::Method').values()) {
      expect(JSON.stringify(Properties.Integration)).toContain('functions/${InjectAlias}/invocations');
    }
  });

  it('keeps its versions, and serves the newest unless LiveVersion names another', () => {
    const template = templateWith();
    const [[id, version] = []] = ofType(template, 'AWS::Lambda::Version');
    expect(version).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { CodeSha256: someCode.sha256, Description: '0.1.0, root /sidecar-injector, auth token' },
    });
    expect(only(template, 'AWS::Lambda::Alias')).toMatchObject({
      Name: 'live',
      FunctionVersion: { 'Fn::If': ['PinsVersion', { Ref: 'LiveVersion' }, { 'Fn::GetAtt': [id, 'Version'] }] },
    });
    // A deployment passes no value, so what was pinned is pinned until then.
    expect(template.Parameters.LiveVersion).toMatchObject({ Default: '' });
  });

  it('has provisioned executions at its alias where they are asked for', () => {
    expect(only(templateWith(), 'AWS::Lambda::Alias').ProvisionedConcurrencyConfig).toBeUndefined();
    const alias = only(templateWith({ provisionedConcurrency: '5' }), 'AWS::Lambda::Alias');
    expect(alias.ProvisionedConcurrencyConfig).toEqual({ ProvisionedConcurrentExecutions: 5 });
  });

  it('traces only where it is asked to, and no stage ever does', () => {
    const traced = templateWith({ tracing: 'on' });
    expect(injectFunction(templateWith()).TracingConfig).toEqual({ Mode: 'PassThrough' });
    expect(injectFunction(traced).TracingConfig).toEqual({ Mode: 'Active' });
    expect(only(traced, 'AWS::ApiGateway::Stage').TracingEnabled).toBe(false);
  });
});

describe('the rights of the function', () => {
  it('are to read below its root and to write its own log', () => {
    const [read, write, ...others] = statements(templateWith({ parameterRoot: '/platform/injector' }));
    expect(others).toEqual([]);
    expect(read).toEqual({ Effect: 'Allow', Action: 'ssm:GetParameters', Resource: below('/platform/injector') });
    expect(write).toEqual({
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [{ 'Fn::GetAtt': ['InjectLogGroup', 'Arn'] }],
    });
  });

  it('are to decrypt by the key that is named, for Parameter Store and below the root only', () => {
    expect(statements(templateWith({ kmsKeyArn: key }))).toContainEqual({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: key,
      Condition: {
        StringEquals: { 'kms:ViaService': { 'Fn::Sub': 'ssm.${AWS::Region}.${AWS::URLSuffix}' } },
        StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': below('/sidecar-injector') },
      },
    });
  });

  it('are to send traces only where it traces', () => {
    expect(statements(templateWith({ tracing: 'on' }))).toHaveLength(3);
  });

  function below(root: string): unknown {
    return { 'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${root}/*` };
  }

  function statements(template: ReturnType<typeof templateWith>): readonly unknown[] {
    const policies = template.Resources.FunctionRole?.Properties.Policies as readonly {
      readonly PolicyDocument: { readonly Statement: readonly unknown[] };
    }[];
    return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  }
});

describe('the logs', () => {
  it('are kept for as long as is said', () => {
    const groups = [...ofType(templateWith({ logRetentionInDays: '90' }), 'AWS::Logs::LogGroup').values()];
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual([90, 90, 90]);
  });

  it('of the function are JSON, and leave out what only says that it started and ended', () => {
    expect(injectFunction(templateWith()).LoggingConfig).toMatchObject({
      LogFormat: 'JSON',
      SystemLogLevel: 'WARN',
      LogGroup: { Ref: 'InjectLogGroup' },
    });
  });

  it('of access name the resource path, never the path, and neither executions nor data are logged', () => {
    const stage = only(templateWith(), 'AWS::ApiGateway::Stage');
    const { Format } = stage.AccessLogSetting as { readonly Format: string };
    expect(Format).toContain('$context.resourcePath');
    expect(Format).not.toMatch(/\$context\.(path|protocol|customDomain|requestOverride|identity\.userAgent)\b/);
    for (const settings of stage.MethodSettings as readonly object[]) {
      expect(settings).toMatchObject({ LoggingLevel: 'OFF', DataTraceEnabled: false });
    }
  });

  it.each([
    ['where the account has a role', {}, undefined, ['AccessLogGroup']],
    [
      'with a role made for the account',
      { apiGatewayLogRole: 'create' },
      undefined,
      ['AccessLogGroup', 'ApiGatewayAccount', 'ApiGatewayLogRole'],
    ],
    ['not at all', { apiGatewayLogRole: 'none' }, undefined, []],
    ['not at all in an account that has none', {}, { unreservedConcurrency: 900, hasLogRole: false }, []],
  ])('of access are written %s', (_name, parameters, account, want) => {
    const template = templateWith(parameters, account === undefined ? {} : { account });
    const parts = ['AccessLogGroup', 'ApiGatewayAccount', 'ApiGatewayLogRole'].filter((id) => id in template.Resources);
    expect(parts).toEqual(want);
    expect(only(template, 'AWS::ApiGateway::Stage').AccessLogSetting === undefined).toBe(want.length === 0);
  });

  it('leave role and setting of the whole account behind', () => {
    const { Resources } = templateWith({ apiGatewayLogRole: 'create' });
    expect(Resources.ApiGatewayAccount).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(Resources.ApiGatewayLogRole).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(Resources.ApiStage?.DependsOn).toEqual(['ApiGatewayAccount']);
  });
});
