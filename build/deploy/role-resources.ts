import { att, type Intrinsic, type Resources, sub, type Text } from './cloudformation.ts';
import { type Deployment, targetsOf } from './deployment.ts';

/** One statement of an IAM policy. */
interface Statement {
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Intrinsic;
}

/** The function's role: it reads parameters below its root, writes its own logs, and does nothing else. */
export function roleResources(deployment: Deployment): Resources {
  const { kmsKeyArn, parameterRoot, tracing } = deployment;
  const statements = [
    readParameters(parameterRoot),
    writeLogs(targetsOf(deployment).map(({ id }) => att(`${id}LogGroup`, 'Arn'))),
    ...(kmsKeyArn === undefined ? [] : [decryptParameters(kmsKeyArn, parameterRoot)]),
    ...(tracing ? [sendTraces] : []),
  ];
  return {
    FunctionRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
        Policies: [{ PolicyName: 'read-parameters', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
      },
    },
  };
}

/** A role's trust in one service. */
export function trust(service: string): Intrinsic {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return { Version: '2012-10-17', Statement: [statement] };
}

function readParameters(root: Text): Statement {
  return { Effect: 'Allow', Action: 'ssm:GetParameters', Resource: parametersBelow(root) };
}

function parametersBelow(root: Text): Text {
  return sub(`arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter\${root}/*`, { root });
}

function writeLogs(groups: readonly Intrinsic[]): Statement {
  return { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: groups };
}

/** Only for Parameter Store, and only for parameters below the root: it puts their ARN into the context. */
function decryptParameters(key: string, root: Text): Statement {
  return {
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: key,
    Condition: {
      StringEquals: { 'kms:ViaService': sub(`ssm.\${AWS::Region}.\${AWS::URLSuffix}`) },
      StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': parametersBelow(root) },
    },
  };
}

/** X-Ray knows no narrower resource. */
const sendTraces: Statement = {
  Effect: 'Allow',
  Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  Resource: '*',
};
