import { att, type Intrinsic, type Resource, type Resources, ref, sub } from './cloudformation.ts';
import { type Code, type Deployment, liveAlias, type Shift, type Target, targetsOf } from './deployment.ts';
import { trust } from './role-resources.ts';

/** CodeDeploy's own configurations. */
const configurations: Readonly<Record<Exclude<Shift, 'none'>, string>> = {
  'all-at-once': 'CodeDeployDefault.LambdaAllAtOnce',
  canary: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
  linear: 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
};

/** How an alias changes over to a new version: by CodeDeploy, but at once where `LiveVersion` says which. */
export function shiftPolicy({ id }: Target, shift: Shift, pinsVersion: string): Intrinsic | undefined {
  if (shift === 'none') {
    return undefined;
  }
  const update = {
    ApplicationName: ref('Rollout'),
    DeploymentGroupName: ref(`${id}RolloutGroup`),
    BeforeAllowTrafficHook: ref(`${id}Hook`),
  };
  return { 'Fn::If': [pinsVersion, ref('AWS::NoValue'), { CodeDeployLambdaAliasUpdate: update }] };
}

/**
 * What shifts traffic to a new version: CodeDeploy, a function that asks the new version before it gets any, and an
 * alarm on faults of that version only, so that a bad parameter does not send code back.
 */
export function stagedResources(
  deployment: Deployment,
  code: Code,
  versionIds: Readonly<Record<string, string>>,
): Resources {
  const { shift } = deployment;
  if (shift === 'none') {
    return {};
  }
  const targets = targetsOf(deployment);
  const configuration = configurations[shift];
  return {
    Rollout: { Type: 'AWS::CodeDeploy::Application', Properties: { ComputePlatform: 'Lambda' } },
    RolloutRole: rolloutRole,
    HookRole: hookRole(targets),
    HookLogGroup: {
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: sub('/aws/lambda/CodeDeployHook_${AWS::StackName}'),
        RetentionInDays: deployment.logRetentionInDays,
      },
    },
    ...Object.assign(
      {},
      ...targets.map((target) => groupOf(target, { code, configuration, version: versionIds[target.id] ?? '' })),
    ),
  };
}

interface GroupOptions {
  readonly code: Code;
  readonly configuration: string;
  /** The logical id of the new version. */
  readonly version: string;
}

function groupOf(target: Target, { code, configuration, version }: GroupOptions): Resources {
  const { id, suffix } = target;
  return {
    [`${id}Hook`]: hook(id, { code, version, live: sub(`\${AWS::StackName}-${suffix}:${liveAlias}`) }),
    [`${id}FaultsOfVersion`]: faultsOfVersion(target, version),
    [`${id}RolloutGroup`]: {
      Type: 'AWS::CodeDeploy::DeploymentGroup',
      Properties: {
        ApplicationName: ref('Rollout'),
        ServiceRoleArn: att('RolloutRole', 'Arn'),
        DeploymentConfigName: configuration,
        DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
        AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
        AlarmConfiguration: { Enabled: true, Alarms: [{ Name: ref(`${id}FaultsOfVersion`) }] },
      },
    },
  };
}

/** Internal faults of one version; a template that fails counts as `failed` and not here. */
function faultsOfVersion({ id }: Target, version: string): Resource {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: 'The version that is taking over has a fault of its own: CodeDeploy goes back',
      Namespace: 'SidecarInjector',
      MetricName: 'faults',
      Dimensions: [
        { Name: 'stack', Value: ref('AWS::StackName') },
        { Name: 'function', Value: ref(`${id}LambdaFunction`) },
        { Name: 'version', Value: att(version, 'Version') },
      ],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    },
  };
}

/** AWS's policy for CodeDeploy lets it call no function whose name begins with anything else. */
const hookName = {
  Inject: 'CodeDeployHook_${AWS::StackName}',
  Apart: 'CodeDeployHook_${AWS::StackName}-apart',
} as const;

interface HookOptions {
  readonly code: Code;
  readonly version: string;
  readonly live: unknown;
}

function hook(id: Target['id'], { code, version, live }: HookOptions): Resource {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: sub(hookName[id]),
      Description: 'Asks a new version before it gets traffic',
      Code: code.location,
      Handler: 'dist/functions/before-traffic.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      // It asks both versions a few times, each of them cold at worst.
      Timeout: 120,
      Role: att('HookRole', 'Arn'),
      // The live version by its name: its alias waits for this function, which cannot wait for it.
      Environment: { Variables: { NEW_VERSION: ref(version), LIVE_VERSION: live } },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: ref('HookLogGroup') },
    },
  };
}

const rolloutRole: Resource = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: trust('codedeploy.amazonaws.com'),
    ManagedPolicyArns: [sub('arn:${AWS::Partition}:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited')],
  },
};

function hookRole(targets: readonly Target[]): Resource {
  const arns = targets.map(({ id }) => sub(`\${${id}LambdaFunction.Arn}:*`));
  const groups = sub('arn:${AWS::Partition}:codedeploy:${AWS::Region}:${AWS::AccountId}:deploymentgroup:${Rollout}/*');
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
      Policies: [
        {
          PolicyName: 'ask-versions',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arns },
              { Effect: 'Allow', Action: 'codedeploy:PutLifecycleEventHookExecutionStatus', Resource: groups },
              {
                Effect: 'Allow',
                Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                Resource: att('HookLogGroup', 'Arn'),
              },
            ],
          },
        },
      ],
    },
  };
}
