import { att, type Intrinsic, type Resource, type Resources, ref, sub } from './cloudformation.ts';
import type { Deployment } from './deployment.ts';
import { trust } from './role-resources.ts';
import { type Route, routesOf } from './routes.ts';

/**
 * The resource path is a pattern. The path itself may hold a token and is never logged; nor is anything that repeats
 * it, such as the request line.
 */
const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  time: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  integrationMilliseconds: '$context.integrationLatency',
  error: '$context.error.responseType',
});

/** The API's stage, with its throttle and its access log. */
export function stageResources(deployment: Deployment, deploymentId: string): Resources {
  const { accessLogRole, logRetentionInDays } = deployment;
  const isLogged = accessLogRole !== 'none';
  return {
    ApiStage: stage(deployment, deploymentId),
    ...(isLogged ? { AccessLogGroup: accessLogGroup(logRetentionInDays) } : {}),
    ...(accessLogRole === 'create' ? accountWideLogRole : {}),
  };
}

function stage(deployment: Deployment, deploymentId: string): Resource {
  const { accessLogRole } = deployment;
  const accessLog = { AccessLogSetting: { DestinationArn: att('AccessLogGroup', 'Arn'), Format: accessLogFormat } };
  return {
    Type: 'AWS::ApiGateway::Stage',
    ...(accessLogRole === 'create' ? { DependsOn: ['ApiGatewayAccount'] } : {}),
    Properties: {
      RestApiId: ref('Api'),
      DeploymentId: ref(deploymentId),
      StageName: deployment.stage,
      ...(accessLogRole === 'none' ? {} : accessLog),
      MethodSettings: methodSettings(deployment),
      // A segment of API Gateway would hold the address, and its token.
      TracingEnabled: false,
    },
  };
}

function methodSettings(deployment: Deployment): readonly Intrinsic[] {
  const { throttle, apart } = deployment;
  const apartRoutes = routesOf(deployment).filter(({ target }) => target === 'Apart');
  return [
    {
      ResourcePath: '/*',
      HttpMethod: '*',
      ThrottlingRateLimit: throttle.rate,
      ThrottlingBurstLimit: throttle.burst,
      ...unlogged,
    },
    ...apartRoutes.map((route) => apartSettings(route, apart?.rate ?? throttle.rate)),
  ];
}

/** A burst of two seconds' requests. */
function apartSettings({ method, path }: Route, rate: number): Intrinsic {
  return {
    ResourcePath: `/${path.replaceAll('/', '~1')}`,
    HttpMethod: method,
    ThrottlingRateLimit: rate,
    ThrottlingBurstLimit: 2 * rate,
    ...unlogged,
  };
}

/** Execution logging and data trace would write paths and whole pods. */
const unlogged = { LoggingLevel: 'OFF', DataTraceEnabled: false } as const;

function accessLogGroup(days: number): Resource {
  return {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: sub(`/aws/api-gateway/\${AWS::StackName}`), RetentionInDays: days },
  };
}

/**
 * API Gateway writes logs only where its account setting in this Region names a role. The setting belongs to the whole
 * account, so both stay when this stack goes.
 */
const accountWideLogRole: Resources = {
  ApiGatewayLogRole: {
    Type: 'AWS::IAM::Role',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      AssumeRolePolicyDocument: trust('apigateway.amazonaws.com'),
      ManagedPolicyArns: [
        sub(`arn:\${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`),
      ],
    },
  },
  ApiGatewayAccount: {
    Type: 'AWS::ApiGateway::Account',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { CloudWatchRoleArn: att('ApiGatewayLogRole', 'Arn') },
  },
};
