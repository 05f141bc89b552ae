import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Package, packageWith, type Resource } from './serverless-package.ts';

const ZIP_LIMIT = 400 * 1024;

let plain: Package;
let tuned: Package;

beforeAll(async () => {
  plain = await packageWith();
  tuned = await packageWith({
    reservedConcurrency: 'none',
    kmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/parameters',
    parameterRoot: '/platform/injector',
    auth: 'none',
    apiGatewayLogRole: 'create',
  });
});

afterAll(() => {
  plain.remove();
  tuned.remove();
});

describe('the packaged template', () => {
  it('has one function, on Node 24 and arm64, with 512 MB', () => {
    expect(ofType(plain, 'AWS::Lambda::Function')).toHaveLength(1);
    expect(one(plain, 'AWS::Lambda::Function')).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 10,
      Handler: 'dist/functions/inject.handler',
      Environment: { Variables: { PARAMETER_ROOT: '/sidecar-injector', AUTH: 'token' } },
    });
  });

  it('reserves 100 concurrent executions', () => {
    expect(one(plain, 'AWS::Lambda::Function').ReservedConcurrentExecutions).toEqual({
      'Fn::If': ['ReservesConcurrency', 100, { Ref: 'AWS::NoValue' }],
    });
    expect(plain.template.Conditions.ReservesConcurrency).toEqual({ 'Fn::Not': [{ 'Fn::Equals': ['100', 'none'] }] });
  });

  it('reserves none where the deployment says so', () => {
    expect(tuned.template.Conditions.ReservesConcurrency).toEqual({ 'Fn::Not': [{ 'Fn::Equals': ['none', 'none'] }] });
  });

  it('serves without tokens only where the deployment says so by name', () => {
    expect(one(tuned, 'AWS::Lambda::Function').Environment).toEqual({
      Variables: { PARAMETER_ROOT: '/platform/injector', AUTH: 'none' },
    });
  });

  it('has a regional REST API that takes any path and method', () => {
    expect(one(plain, 'AWS::ApiGateway::RestApi').EndpointConfiguration).toEqual({ Types: ['REGIONAL'] });
    expect(one(plain, 'AWS::ApiGateway::Resource').PathPart).toBe('{proxy+}');
    expect(one(plain, 'AWS::ApiGateway::Method').HttpMethod).toBe('ANY');
  });

  it('lets the function read parameters below its root, write its log, and nothing else', () => {
    expect(actions(plain)).toEqual([
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'logs:TagResource',
      'ssm:GetParameters',
    ]);
    expect(statement(plain, 'ssm:GetParameters').Resource).toEqual(parametersBelow('/sidecar-injector'));
    expect(statement(tuned, 'ssm:GetParameters').Resource).toEqual(parametersBelow('/platform/injector'));
  });

  it('lets it decrypt only where a key is named', () => {
    const policy = plain.template.Resources.DecryptParametersPolicy;
    expect(policy?.Condition).toBe('NamesKmsKey');
    expect(plain.template.Conditions.NamesKmsKey).toEqual({ 'Fn::Not': [{ 'Fn::Equals': ['', ''] }] });
    expect(tuned.template.Resources.DecryptParametersPolicy?.Properties.PolicyDocument).toMatchObject({
      Statement: [
        { Effect: 'Allow', Action: 'kms:Decrypt', Resource: 'arn:aws:kms:eu-central-1:123456789012:key/parameters' },
      ],
    });
  });

  it.each([
    ['THROTTLED', '429'],
    ['DEFAULT_5XX', undefined],
  ])('answers %s with Retry-After', (type, status) => {
    const response = ofType(plain, 'AWS::ApiGateway::GatewayResponse').find(
      ({ ResponseType }) => ResponseType === type,
    );
    expect(response?.ResponseParameters).toEqual({ 'gatewayresponse.header.Retry-After': "'1'" });
    expect(response?.StatusCode).toBe(status);
  });

  it('logs access by resource path, never by path, and neither executions nor data', () => {
    const stage = one(plain, 'AWS::ApiGateway::Deployment').StageDescription as StageDescription;
    expect(stage).toMatchObject({ LoggingLevel: 'OFF', DataTraceEnabled: false });
    expect(stage.AccessLogSetting.Format).toContain('$context.resourcePath');
    expect(stage.AccessLogSetting.Format).not.toMatch(/\$context\.(path|protocol|customDomain|identity\.userAgent)\b/);
  });

  it('deploys the API only after what belongs to it', () => {
    const deployment = Object.values(plain.template.Resources).find(
      ({ Type }) => Type === 'AWS::ApiGateway::Deployment',
    );
    expect(deployment?.DependsOn).toEqual(
      expect.arrayContaining(['ThrottledResponse', 'ServerErrorResponse', 'AccessLogGroup']),
    );
  });

  it('keeps every log for 30 days', () => {
    const retentions = ofType(plain, 'AWS::Logs::LogGroup').map(({ RetentionInDays }) => RetentionInDays);
    expect(retentions).toEqual([30, 30]);
  });

  it('touches the account-wide log role of API Gateway only where it is asked to', () => {
    expect(plain.template.Resources.ApiGatewayAccount?.Condition).toBe('CreatesApiGatewayLogRole');
    expect(plain.template.Conditions.CreatesApiGatewayLogRole).toEqual({ 'Fn::Equals': ['external', 'create'] });
    expect(tuned.template.Conditions.CreatesApiGatewayLogRole).toEqual({ 'Fn::Equals': ['create', 'create'] });
  });

  it('comes with a zip of at most 400 KB', () => {
    expect(statSync(plain.zip).size).toBeLessThanOrEqual(ZIP_LIMIT);
  });
});

interface StageDescription {
  readonly AccessLogSetting: { readonly Format: string };
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

function ofType({ template }: Package, type: string): Resource['Properties'][] {
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
}

function one(made: Package, type: string): Resource['Properties'] {
  const [first, ...more] = ofType(made, type);
  expect(more).toEqual([]);
  return first!;
}

function statements(made: Package): Statement[] {
  const role = made.template.Resources.IamRoleLambdaExecution?.Properties as {
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  };
  return role.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

function actions(made: Package): string[] {
  return statements(made)
    .flatMap(({ Action }) => Action)
    .sort();
}

function statement(made: Package, action: string): Statement {
  return statements(made).find(({ Action }) => [Action].flat().includes(action))!;
}

function parametersBelow(parameterRoot: string): unknown {
  return {
    'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${parameterRoot}/*`,
  };
}
