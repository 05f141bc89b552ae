import { att, fingerprint, type Intrinsic, type Resource, type Resources, ref, sub } from './cloudformation.ts';
import { type Deployment, targetsOf } from './deployment.ts';
import { resourcePolicy } from './resource-policy.ts';
import { type Route, routesOf } from './routes.ts';

/** The API, its routes and answers of its own, and the deployment that takes a snapshot of them all. */
export function apiResources(deployment: Deployment): Resources {
  const routes = routesOf(deployment);
  const snapshot: Resources = {
    Api: api(deployment),
    ...pathResources(routes),
    ...Object.fromEntries(routes.map((route) => [methodId(route), method(route)])),
    ...gatewayResponses,
  };
  const contents = Object.keys(snapshot).filter((id) => id !== 'Api');
  return {
    ...snapshot,
    ...Object.fromEntries(targetsOf(deployment).map(({ id }) => [`${id}Permission`, permission(id, deployment.stage)])),
    [deploymentId(snapshot)]: {
      Type: 'AWS::ApiGateway::Deployment',
      DependsOn: contents,
      Properties: { RestApiId: ref('Api') },
    },
  };
}

/**
 * The logical id of the deployment: another one as soon as anything that it takes a snapshot of changes, since
 * CloudFormation makes a new snapshot only for a new id.
 */
export function deploymentId(snapshot: Resources): string {
  return `ApiDeployment${fingerprint(snapshot)}`;
}

function api(deployment: Deployment): Resource {
  const { profile, vpcEndpointIds, domain } = deployment;
  const policy = resourcePolicy(deployment);
  return {
    Type: 'AWS::ApiGateway::RestApi',
    Properties: {
      Name: ref('AWS::StackName'),
      Description: 'Admission webhook that injects sidecars',
      EndpointConfiguration:
        profile === 'private' ? { Types: ['PRIVATE'], VpcEndpointIds: vpcEndpointIds } : { Types: ['REGIONAL'] },
      ...(policy === undefined ? {} : { Policy: policy }),
      // With a name of one's own, the one that API Gateway gives would be a way around its TLS policy.
      ...(domain === undefined ? {} : { DisableExecuteApiEndpoint: true }),
    },
  };
}

/** A resource for each path that a route goes through. */
function pathResources(routes: readonly Route[]): Resources {
  const paths = new Set(routes.flatMap(({ path }) => pathsTo(path)));
  return Object.fromEntries([...paths].map((path) => [pathId(path), pathResource(path)]));
}

/** `/t`, `/t/{token}` and so on, down to the path itself. */
function pathsTo(path: string): readonly string[] {
  const parts = path.split('/').slice(1);
  return parts.map((_part, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

function pathResource(path: string): Resource {
  const cut = path.lastIndexOf('/');
  return {
    Type: 'AWS::ApiGateway::Resource',
    Properties: {
      RestApiId: ref('Api'),
      ParentId: cut === 0 ? att('Api', 'RootResourceId') : ref(pathId(path.slice(0, cut))),
      PathPart: path.slice(cut + 1),
    },
  };
}

/** `/t/{token}/inject` is `PathTTokenInject`. Names of clusters have a digest, since `-` cannot stand in an id. */
function pathId(path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return `Path${name}${/^[A-Za-z/{}+]*$/.test(path) ? '' : fingerprint(path)}`;
}

function methodId({ method: verb, path }: Route): string {
  return pathId(path).replace(/^Path/, verb === 'GET' ? 'Get' : 'Post');
}

function method({ method: verb, path, target }: Route): Resource {
  return {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: ref('Api'),
      ResourceId: ref(pathId(path)),
      HttpMethod: verb,
      // API servers can prove who they are only by what stands in the address.
      AuthorizationType: 'NONE',
      ApiKeyRequired: false,
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        Uri: sub(
          `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${target}Alias}/invocations`,
        ),
      },
    },
  };
}

/** Only this API's own stage may call; the console's test stage may not. */
function permission(id: string, stage: string): Resource {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: ref(`${id}Alias`),
      Principal: 'apigateway.amazonaws.com',
      SourceArn: sub(`arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${stage}/*`),
    },
  };
}

/** An API server retries answers that carry Retry-After, within its own timeout. */
const retriedAnswer: Intrinsic = {
  RestApiId: ref('Api'),
  ResponseParameters: { 'gatewayresponse.header.Retry-After': "'1'" },
  ResponseTemplates: { 'application/json': '{"error":$context.error.messageString}' },
};

const gatewayResponses: Resources = {
  ThrottledResponse: {
    Type: 'AWS::ApiGateway::GatewayResponse',
    Properties: { ...retriedAnswer, ResponseType: 'THROTTLED', StatusCode: '429' },
  },
  // No status code of its own: 502, 503 and 504 stay what they are.
  ServerErrorResponse: {
    Type: 'AWS::ApiGateway::GatewayResponse',
    Properties: { ...retriedAnswer, ResponseType: 'DEFAULT_5XX' },
  },
};
