import { att, type Resource, type Resources, ref } from './cloudformation.ts';
import type { Deployment } from './deployment.ts';
import { resourcePolicy } from './resource-policy.ts';

/** Clients with less than TLS 1.2 are turned away; API servers speak 1.3. */
const securityPolicy = 'TLS_1_2';

/** A name of one's own for the API, for the Internet or for VPC endpoints only; nothing where none is wanted. */
export function domainResources(deployment: Deployment): Resources {
  if (deployment.domain === undefined) {
    return {};
  }
  return deployment.profile === 'private' ? privateDomain(deployment) : publicDomain(deployment);
}

function publicDomain({ domain, stage }: Deployment): Resources {
  return {
    Domain: {
      Type: 'AWS::ApiGateway::DomainName',
      Properties: {
        DomainName: domain?.name,
        RegionalCertificateArn: domain?.certificateArn,
        EndpointConfiguration: { Types: ['REGIONAL'] },
        SecurityPolicy: securityPolicy,
      },
    },
    DomainMapping: {
      Type: 'AWS::ApiGateway::BasePathMapping',
      DependsOn: ['ApiStage'],
      Properties: { DomainName: ref('Domain'), RestApiId: ref('Api'), Stage: stage },
    },
  };
}

function privateDomain(deployment: Deployment): Resources {
  const { domain, stage, vpcEndpointIds } = deployment;
  const endpoints = Array.isArray(vpcEndpointIds) ? vpcEndpointIds : [];
  return {
    Domain: {
      Type: 'AWS::ApiGateway::DomainNameV2',
      Properties: {
        DomainName: domain?.name,
        CertificateArn: domain?.certificateArn,
        EndpointConfiguration: { Types: ['PRIVATE'] },
        SecurityPolicy: securityPolicy,
        Policy: resourcePolicy(deployment),
      },
    },
    DomainMapping: {
      Type: 'AWS::ApiGateway::BasePathMappingV2',
      DependsOn: ['ApiStage'],
      Properties: { DomainNameArn: att('Domain', 'DomainNameArn'), RestApiId: ref('Api'), Stage: stage },
    },
    ...Object.fromEntries(endpoints.map((endpoint, index) => [`DomainAccess${index + 1}`, access(endpoint)])),
  };
}

/** Lets a VPC endpoint answer for the name. */
function access(endpoint: string): Resource {
  return {
    Type: 'AWS::ApiGateway::DomainNameAccessAssociation',
    Properties: {
      AccessAssociationSource: endpoint,
      AccessAssociationSourceType: 'VPCE',
      DomainNameArn: att('Domain', 'DomainNameArn'),
    },
  };
}
