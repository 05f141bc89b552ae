import { type Intrinsic, sub, type Text } from './cloudformation.ts';
import type { Deployment } from './deployment.ts';

/** Every call of this API; API Gateway writes the rest of the ARN itself. */
const anyCall = 'execute-api:/*';

/** The API's resource policy: who may call at all. Calls that it denies are not billed. */
export function resourcePolicy({ profile, allowedCidrs, vpcEndpointIds }: Deployment): Intrinsic | undefined {
  switch (profile) {
    case 'public':
      return undefined;
    case 'restricted':
      return onlyFrom({ NotIpAddress: { 'aws:SourceIp': allowedCidrs } });
    case 'private':
      return onlyFrom({ StringNotEquals: { 'aws:SourceVpce': vpcEndpointIds } });
  }
}

function onlyFrom(elsewhere: Intrinsic): Intrinsic {
  const statement = { Principal: '*', Action: 'execute-api:Invoke', Resource: anyCall };
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', ...statement },
      { Effect: 'Deny', ...statement, Condition: elsewhere },
    ],
  };
}

/** For the VPC endpoint, which belongs to the network's owner: lets through calls of this API and of no other. */
export function endpointPolicy(): Text {
  const arn = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*`;
  const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: arn };
  return sub(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
}
