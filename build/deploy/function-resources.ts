import { att, fingerprint, type Intrinsic, type Resource, type Resources, ref, sub } from './cloudformation.ts';
import { type AskedNumber, type Code, type Deployment, liveAlias, type Target, targetsOf } from './deployment.ts';
import { shiftPolicy } from './staged-resources.ts';

/** How a function is kept at one version: the template's parameter that names it, and the condition that one is named. */
export function pinOf({ id }: Pick<Target, 'id'>): { readonly parameter: string; readonly condition: string } {
  const beginning = id === 'Inject' ? '' : id;
  return { parameter: `${beginning}LiveVersion`, condition: `${beginning}PinsVersion` };
}

/** The functions, each with its log, a version for what it is now, and the alias that the API calls. */
export function functionResources(deployment: Deployment, code: Code): Resources {
  const parts = targetsOf(deployment).map((target) => functionOf(target, deployment, code));
  return Object.assign({}, ...parts);
}

function functionOf(target: Target, deployment: Deployment, code: Code): Resources {
  const name = sub(`\${AWS::StackName}-${target.suffix}`);
  const properties = functionProperties(target, deployment);
  const versionId = versionIdOf(target, deployment, code);
  return {
    [`${target.id}LogGroup`]: {
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: sub(`/aws/lambda/\${AWS::StackName}-${target.suffix}`),
        RetentionInDays: deployment.logRetentionInDays,
      },
    },
    [`${target.id}LambdaFunction`]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: name,
        Code: code.location,
        ...properties,
        ...(target.concurrency === undefined ? {} : { ReservedConcurrentExecutions: numberOf(target.concurrency) }),
      },
    },
    [versionId]: versionOf(target, code, versionDescription(deployment)),
    [`${target.id}Alias`]: aliasOf(target, versionId, deployment),
  };
}

function numberOf(value: number | AskedNumber): number | Intrinsic {
  return typeof value === 'number' ? value : { 'Fn::If': [value.condition, ref(value.parameter), ref('AWS::NoValue')] };
}

/** The logical id of a version: another one as soon as code or settings are others. */
export function versionIdOf(target: Target, deployment: Deployment, code: Code): string {
  const contents = [functionProperties(target, deployment), code.sha256, versionDescription(deployment)];
  return `${target.id}Version${fingerprint(contents)}`;
}

/** What a version holds besides its code. */
function functionProperties({ id }: Target, deployment: Deployment): Resource['Properties'] {
  return {
    Description: 'Answers AdmissionReviews of pods with sidecar patches',
    Handler: 'dist/functions/inject.handler',
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    // For its CPU: Lambda gives 0.29 of one with it.
    MemorySize: 512,
    // As long as an API server waits at most; the webhook's own deadlines are shorter.
    Timeout: 10,
    Role: att('FunctionRole', 'Arn'),
    Environment: { Variables: environmentOf(deployment) },
    // Lines of platform that say nothing (START, END) are left out; a line of ours is JSON and stays as it is.
    LoggingConfig: {
      LogFormat: 'JSON',
      LogGroup: ref(`${id}LogGroup`),
      SystemLogLevel: 'WARN',
      ApplicationLogLevel: 'INFO',
    },
    TracingConfig: { Mode: deployment.tracing ? 'Active' : 'PassThrough' },
  };
}

/** The function's environment: what a deployment decides, and nobody who may only write parameters. */
export function environmentOf(deployment: Deployment): Readonly<Record<string, unknown>> {
  const { parameterRoot, auth, authorMay, forbid, clusterMetrics } = deployment;
  return {
    PARAMETER_ROOT: parameterRoot,
    AUTH: auth,
    ...(authorMay === 'all' ? {} : { AUTHOR_MAY: authorMay }),
    ...(forbid === '' ? {} : { FORBID: forbid }),
    STACK: ref('AWS::StackName'),
    ...(clusterMetrics ? { CLUSTER_METRICS: 'on' } : {}),
  };
}

/**
 * A version's description says what it was made of. Where CloudFormation's own parameters change that, a new text
 * makes a new version; the logical id cannot.
 */
function versionDescription({ version, parameterRoot: root, auth, authorMay, forbid }: Deployment): unknown {
  const rules = authorMay === 'all' && forbid === '' ? '' : ', authors may ${authorMay}, forbid ${forbid}';
  return sub(`${version}, root \${root}, auth \${auth}${rules}`, { root, auth, authorMay, forbid });
}

function versionOf({ id }: Target, code: Code, description: unknown): Resource {
  return {
    Type: 'AWS::Lambda::Version',
    // Kept when the next one takes over: that is what a rollback goes back to.
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { FunctionName: ref(`${id}LambdaFunction`), CodeSha256: code.sha256, Description: description },
  };
}

function aliasOf(target: Target, versionId: string, { shift }: Deployment): Resource {
  const { parameter, condition } = pinOf(target);
  const policy = shiftPolicy(target, shift, condition);
  return {
    Type: 'AWS::Lambda::Alias',
    ...(policy === undefined ? {} : { UpdatePolicy: policy }),
    Properties: {
      FunctionName: ref(`${target.id}LambdaFunction`),
      FunctionVersion: { 'Fn::If': [condition, ref(parameter), att(versionId, 'Version')] },
      Name: liveAlias,
      ...(target.provisioned === undefined
        ? {}
        : { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: target.provisioned } }),
    },
  };
}
