import { describe, expect, it } from 'vitest';
import { plainRoutes } from '../../../../build/deploy/routes.ts';
import { ofType, only, profiles, templateWith } from '../../../support/deployment-template.ts';

const certificate = 'arn:aws:acm:eu-central-1:123456789012:certificate/0123-abcd';
const named = { domainName: 'injector.example.com', certificateArn: certificate };

type Template = ReturnType<typeof templateWith>;

/** `METHOD PATH → ALIAS` of each method. */
function routes(template: Template): readonly string[] {
  const methods = [...ofType(template, 'AWS::ApiGateway::Method').values()];
  return methods.map(({ Properties }) => {
    const path = pathOf(template, (Properties.ResourceId as { Ref: string }).Ref);
    const [, alias] = /\$\{(\w+)Alias\}/.exec(JSON.stringify(Properties.Integration)) ?? [];
    return `${Properties.HttpMethod} ${path} → ${alias}`;
  });
}

function pathOf(template: Template, id: string): string {
  const { ParentId, PathPart } = template.Resources[id]!.Properties as { ParentId: { Ref?: string }; PathPart: string };
  return `${ParentId.Ref === undefined ? '' : pathOf(template, ParentId.Ref)}/${PathPart}`;
}

describe('the API', () => {
  it('lets through POST on the two shapes of the address and GET on health', () => {
    expect(routes(templateWith())).toEqual([
      'POST /inject → Inject',
      'POST /inject/{proxy+} → Inject',
      'POST /t/{token}/inject → Inject',
      'POST /t/{token}/inject/{proxy+} → Inject',
      'GET /healthz → Inject',
    ]);
    expect(plainRoutes).toHaveLength(5);
  });

  it('throttles the whole stage', () => {
    expect(only(templateWith(), 'AWS::ApiGateway::Stage').MethodSettings).toEqual([
      {
        ResourcePath: '/*',
        HttpMethod: '*',
        ThrottlingRateLimit: 1000,
        ThrottlingBurstLimit: 2000,
        LoggingLevel: 'OFF',
        DataTraceEnabled: false,
      },
    ]);
    const other = templateWith({ throttleRate: '50', throttleBurst: '60' });
    expect(only(other, 'AWS::ApiGateway::Stage').MethodSettings).toMatchObject([
      { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 60 },
    ]);
  });

  it.each([
    ['THROTTLED', '429'],
    ['DEFAULT_5XX', undefined],
  ])('answers %s with Retry-After', (type, status) => {
    const responses = [...ofType(templateWith(), 'AWS::ApiGateway::GatewayResponse').values()];
    const response = responses.find(({ Properties }) => Properties.ResponseType === type);
    expect(response?.Properties.ResponseParameters).toEqual({ 'gatewayresponse.header.Retry-After': "'1'" });
    expect(response?.Properties.StatusCode).toBe(status);
  });
});

describe('clusters that are kept apart', () => {
  const template = templateWith({ apartClusters: 'prod-eu', apartConcurrency: '30', apartRate: '40' });

  it('have routes to a function of their own, and the others keep theirs', () => {
    expect(routes(template).slice(5)).toEqual([
      'POST /inject/cluster/{proxy+} → Inject',
      'POST /inject/cluster/prod-eu → Apart',
      'POST /inject/cluster/prod-eu/{proxy+} → Apart',
      'POST /t/{token}/inject/cluster/{proxy+} → Inject',
      'POST /t/{token}/inject/cluster/prod-eu → Apart',
      'POST /t/{token}/inject/cluster/prod-eu/{proxy+} → Apart',
    ]);
  });

  it('have a reservation, a log, a version and an alias of their own', () => {
    expect(template.Resources.ApartLambdaFunction?.Properties.ReservedConcurrentExecutions).toBe(30);
    expect(template.Resources.InjectLambdaFunction?.Properties.ReservedConcurrentExecutions).toBe(100);
    for (const type of ['Lambda::Version', 'Lambda::Alias', 'Lambda::Permission']) {
      expect(ofType(template, `AWS::${type}`).size).toBe(2);
    }
    expect(template.Resources.ApartLogGroup).toBeDefined();
  });

  it('have a throttle of their own for each method', () => {
    const settings = only(template, 'AWS::ApiGateway::Stage').MethodSettings as readonly object[];
    expect(settings.slice(1)).toMatchObject([
      { ResourcePath: '/~1inject~1cluster~1prod-eu', HttpMethod: 'POST', ThrottlingRateLimit: 40 },
      { ResourcePath: '/~1inject~1cluster~1prod-eu~1{proxy+}', ThrottlingBurstLimit: 80 },
      { ResourcePath: '/~1t~1{token}~1inject~1cluster~1prod-eu' },
      { ResourcePath: '/~1t~1{token}~1inject~1cluster~1prod-eu~1{proxy+}' },
    ]);
  });

  it('may have names that differ in what a logical id cannot hold', () => {
    expect(routes(templateWith({ apartClusters: 'a-b,ab' }))).toHaveLength(5 + 2 + 8);
  });
});

describe('the profile', () => {
  it('public lets anyone ask', () => {
    const api = only(templateWith(), 'AWS::ApiGateway::RestApi');
    expect(api.EndpointConfiguration).toEqual({ Types: ['REGIONAL'] });
    expect(api.Policy).toBeUndefined();
  });

  it('restricted turns everybody away but some networks', () => {
    const api = only(templateWith(profiles.restricted), 'AWS::ApiGateway::RestApi');
    expect(api.EndpointConfiguration).toEqual({ Types: ['REGIONAL'] });
    const condition = { NotIpAddress: { 'aws:SourceIp': ['203.0.113.7/32', '203.0.113.8/32'] } };
    expect(api.Policy).toEqual(policyWith(condition));
  });

  it('private turns everybody away but some VPC endpoints', () => {
    const api = only(templateWith(profiles.private), 'AWS::ApiGateway::RestApi');
    const endpoints = ['vpce-0123456789abcdef0', 'vpce-0123456789abcdef1'];
    expect(api.EndpointConfiguration).toEqual({ Types: ['PRIVATE'], VpcEndpointIds: endpoints });
    expect(api.Policy).toEqual(policyWith({ StringNotEquals: { 'aws:SourceVpce': endpoints } }));
  });

  it('private prints the policy for the endpoint', () => {
    const { Value } = templateWith(profiles.private).Outputs.EndpointPolicy as { Value: { 'Fn::Sub': string } };
    expect(JSON.parse(Value['Fn::Sub'])).toMatchObject({
      Statement: [{ Action: 'execute-api:Invoke', Resource: expect.stringMatching(/:\$\{Api\}\/\*$/) }],
    });
    expect(templateWith().Outputs.EndpointPolicy).toBeUndefined();
  });

  const host = 'execute-api.${AWS::Region}.${AWS::URLSuffix}';
  it.each([
    ['public', profiles.public, { 'Fn::Sub': `https://\${Api}.${host}/prod/inject` }],
    ['restricted', profiles.restricted, { 'Fn::Sub': `https://\${Api}.${host}/prod/inject` }],
    ['private', profiles.private, { 'Fn::Sub': `https://\${Api}-vpce-0123456789abcdef0.${host}/prod/inject` }],
    ['public, with a name', named, 'https://injector.example.com/inject'],
    ['private, with a name', { ...profiles.private, ...named }, 'https://injector.example.com/inject'],
  ])('%s tells its address', (_name, parameters, want) => {
    expect(templateWith(parameters).Outputs.WebhookUrl).toMatchObject({ Value: want });
  });

  function policyWith(condition: object): unknown {
    const statement = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
    return {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', ...statement },
        { Effect: 'Deny', ...statement, Condition: condition },
      ],
    };
  }
});

describe('a name of one’s own', () => {
  it('asks for TLS 1.2, and closes the name that API Gateway gives', () => {
    const template = templateWith(named);
    expect(only(template, 'AWS::ApiGateway::DomainName')).toEqual({
      DomainName: 'injector.example.com',
      RegionalCertificateArn: certificate,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
    });
    expect(only(template, 'AWS::ApiGateway::RestApi').DisableExecuteApiEndpoint).toBe(true);
    expect(template.Resources.DomainMapping).toMatchObject({
      DependsOn: ['ApiStage'],
      Properties: { RestApiId: { Ref: 'Api' }, Stage: 'prod' },
    });
    expect(template.Outputs.DomainTarget).toBeDefined();
  });

  it('is answered by each VPC endpoint in the private profile, and by nobody else', () => {
    const template = templateWith({ ...profiles.private, ...named });
    const domain = only(template, 'AWS::ApiGateway::DomainNameV2');
    expect(domain).toMatchObject({ EndpointConfiguration: { Types: ['PRIVATE'] }, SecurityPolicy: 'TLS_1_2' });
    expect(JSON.stringify(domain.Policy)).toContain('aws:SourceVpce');
    expect(ofType(template, 'AWS::ApiGateway::DomainNameAccessAssociation').size).toBe(2);
    expect(only(template, 'AWS::ApiGateway::RestApi').DisableExecuteApiEndpoint).toBe(true);
  });

  it('is not there where nobody asks for it', () => {
    const template = templateWith();
    expect(ofType(template, 'AWS::ApiGateway::DomainName').size).toBe(0);
    expect(only(template, 'AWS::ApiGateway::RestApi').DisableExecuteApiEndpoint).toBeUndefined();
  });
});
