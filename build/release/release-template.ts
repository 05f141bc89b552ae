import { authorMayValues, forbiddableThings } from '../../lib/contract/author-rules.ts';
import { checkParameters, DeployParameterError, deploymentOf } from '../deploy/check-parameters.ts';
import { type Intrinsic, ref } from '../deploy/cloudformation.ts';
import type { Deployment, Profile } from '../deploy/deployment.ts';
import { deploymentTemplate, type Template } from '../deploy/template.ts';

/** What a release's templates are made of. */
export interface ReleaseOptions {
  readonly version: string;
  /** SHA-256 of the zip in base64. */
  readonly sha256: string;
  /** Parameters of the deployment that are decided now, as for `serverless deploy`. */
  readonly decided?: Readonly<Record<string, string>>;
}

const text = (Description: string, Default?: string): Intrinsic => ({
  Type: 'String',
  Description,
  ...(Default === undefined ? {} : { Default }),
});

const oneThing = `(${forbiddableThings.join('|')})`;

/** What CloudFormation asks for, in every profile. */
const asked = {
  CodeBucket: text('Bucket with the zip of this release, in the same Region'),
  CodeKey: text('Key of the zip in that bucket'),
  ParameterRoot: {
    ...text('Folder in Parameter Store', '/sidecar-injector'),
    AllowedPattern: '(/[A-Za-z0-9_.-]+){1,12}',
  },
  Auth: { ...text('none: anyone who can reach the address may ask', 'token'), AllowedValues: ['token', 'none'] },
  AuthorMay: {
    ...text('What authors of pods may override of the sidecar', 'all'),
    AllowedValues: [...authorMayValues],
  },
  Forbid: {
    ...text('What templates may not bring, such as privileged,hostPath; empty for nothing', ''),
    AllowedPattern: `(${oneThing}(,${oneThing})*)?`,
  },
  ReservedConcurrency: {
    ...text('Executions kept for the function, or none', '100'),
    AllowedPattern: 'none|[1-9][0-9]*',
  },
  AlarmTopicArn: text('Topic of SNS that alarms tell; empty for none', ''),
} as const satisfies Template['Parameters'];

/** What it asks for in one profile, and a value that stands for it while the rest is checked. */
const ofProfile: Readonly<
  Record<Profile, { readonly parameters: Template['Parameters']; readonly instead: Readonly<Record<string, string>> }>
> = {
  public: { parameters: {}, instead: {} },
  restricted: {
    parameters: { AllowedCidrs: { Type: 'CommaDelimitedList', Description: 'Networks that may call' } },
    instead: { allowedCidrs: '192.0.2.1/32' },
  },
  private: {
    parameters: { VpcEndpointIds: { Type: 'CommaDelimitedList', Description: 'execute-api endpoints that may call' } },
    instead: { vpcEndpointIds: 'vpce-00000000' },
  },
};

/**
 * Parameters of a deployment that a release does not decide: its templates ask for them, there is a template for each
 * profile, and a stack is protected by a command.
 */
const undecided = [
  ...['profile', 'allowedCidrs', 'vpcEndpointIds', 'parameterRoot', 'auth', 'authorMay', 'forbid'],
  ...['reservedConcurrency', 'alarmTopicArn', 'deletionProtection'],
];

/**
 * Looks at parameters that somebody decides when a release is made.
 * @throws DeployParameterError where they are not right, or not for a release to decide
 */
export function checkDecided(decided: Readonly<Record<string, string>>): void {
  const problems = undecided
    .filter((name) => Object.hasOwn(decided, name))
    .map((name) => `${name}: a release does not decide it; say it when you deploy one`);
  if (problems.length > 0) {
    throw new DeployParameterError(problems);
  }
  checkParameters(decided);
}

/** A template that needs nothing but CloudFormation: what `serverless deploy` decides, it asks for. */
export function releaseTemplate(profile: Profile, { version, sha256, decided = {} }: ReleaseOptions): Template {
  const { parameters, instead } = ofProfile[profile];
  const usual = { apiGatewayLogRole: 'external', ...decided, profile, ...instead };
  const deployment: Deployment = {
    ...deploymentOf(checkParameters(usual), { stage: 'prod', version }),
    parameterRoot: ref('ParameterRoot'),
    auth: ref('Auth'),
    authorMay: ref('AuthorMay'),
    forbid: ref('Forbid'),
    reservedConcurrency: { parameter: 'ReservedConcurrency', condition: 'ReservesConcurrency' },
    alarmTopicArn: unlessEmpty('HasTopic', 'AlarmTopicArn'),
    ...(profile === 'restricted' ? { allowedCidrs: ref('AllowedCidrs') } : {}),
    ...(profile === 'private' ? { vpcEndpointIds: ref('VpcEndpointIds') } : {}),
  };
  const location = { S3Bucket: ref('CodeBucket'), S3Key: ref('CodeKey') };
  const template = deploymentTemplate(deployment, { location, sha256 });
  return {
    ...template,
    Parameters: { ...asked, ...parameters, ...template.Parameters },
    Conditions: {
      ...template.Conditions,
      ReservesConcurrency: { 'Fn::Not': [{ 'Fn::Equals': [ref('ReservedConcurrency'), 'none'] }] },
      ...(deployment.alarms ? { HasTopic: { 'Fn::Not': [{ 'Fn::Equals': [ref('AlarmTopicArn'), ''] }] } } : {}),
    },
  };
}

function unlessEmpty(condition: string, parameter: string): Intrinsic {
  return { 'Fn::If': [condition, ref(parameter), ref('AWS::NoValue')] };
}
