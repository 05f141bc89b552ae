import { alarmResources } from './alarm-resources.ts';
import { apiResources } from './api-resources.ts';
import { att, type Intrinsic, type Resources, ref, sub, type Text } from './cloudformation.ts';
import { dashboardResources } from './dashboard.ts';
import { type Code, type Deployment, targetsOf } from './deployment.ts';
import { domainResources } from './domain-resources.ts';
import { functionResources, pinOf, versionIdOf } from './function-resources.ts';
import { endpointPolicy } from './resource-policy.ts';
import { roleResources } from './role-resources.ts';
import { stageResources } from './stage-resources.ts';
import { stagedResources } from './staged-resources.ts';

/** A CloudFormation template. */
export interface Template {
  readonly Parameters: Readonly<Record<string, Intrinsic>>;
  readonly Conditions: Readonly<Record<string, Intrinsic>>;
  readonly Resources: Resources;
  readonly Outputs: Readonly<Record<string, Intrinsic>>;
}

/** All that a deployment of the webhook consists of, and nothing that it does not use. */
export function deploymentTemplate(deployment: Deployment, code: Code): Template {
  const api = apiResources(deployment);
  const snapshot = Object.keys(api).filter((id) => api[id]?.Type === 'AWS::ApiGateway::Deployment');
  const targets = targetsOf(deployment);
  const pins = targets.map(pinOf);
  const versions = targets.map((target) => [target.id, versionIdOf(target, deployment, code)]);
  return {
    Parameters: Object.fromEntries(pins.map(({ parameter }) => [parameter, liveVersion])),
    Conditions: Object.fromEntries(
      pins.map(({ parameter, condition }) => [condition, { 'Fn::Not': [{ 'Fn::Equals': [ref(parameter), ''] }] }]),
    ),
    Resources: {
      ...roleResources(deployment),
      ...functionResources(deployment, code),
      ...api,
      ...stageResources(deployment, snapshot.join()),
      ...domainResources(deployment),
      ...stagedResources(deployment, code, Object.fromEntries(versions)),
      ...alarmResources(deployment),
      ...dashboardResources(deployment),
    },
    Outputs: outputs(deployment),
  };
}

const liveVersion: Intrinsic = {
  Type: 'String',
  Default: '',
  AllowedPattern: '[0-9]*',
  Description: 'Serve this version of the function and not the newest: a rollback, until the next deployment',
};

function outputs(deployment: Deployment): Template['Outputs'] {
  const { profile, domain } = deployment;
  return {
    WebhookUrl: {
      Description: 'Point clusters here with `sidecar-injector manifest --url URL --cluster NAME`',
      Value: webhookUrl(deployment),
    },
    ...(profile === 'private'
      ? { EndpointPolicy: { Description: 'For the VPC endpoint: this API and no other', Value: endpointPolicy() } }
      : {}),
    ...(domain !== undefined && profile !== 'private'
      ? {
          DomainTarget: { Description: 'Where the domain name must point', Value: att('Domain', 'RegionalDomainName') },
        }
      : {}),
  };
}

/**
 * A webhook cannot send a Host of its own, so a private API is called by a name that says which endpoint and which
 * API, or by a private name of one's own.
 */
function webhookUrl({ profile, domain, stage, vpcEndpointIds }: Deployment): Text {
  if (domain !== undefined) {
    return `https://${domain.name}/inject`;
  }
  const host = 'execute-api.${AWS::Region}.${AWS::URLSuffix}';
  if (profile !== 'private') {
    return sub(`https://\${Api}.${host}/${stage}/inject`);
  }
  const endpoint = Array.isArray(vpcEndpointIds) ? vpcEndpointIds[0] : { 'Fn::Select': [0, vpcEndpointIds] };
  return sub(`https://\${Api}-\${endpoint}.${host}/${stage}/inject`, { endpoint });
}
