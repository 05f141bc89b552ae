import { isIP } from 'node:net';
import { authorMayValues, forbiddableThings } from '../../lib/contract/author-rules.ts';

/** A parameter of the deployment, as `--param=NAME=VALUE` gives it. */
export interface DeployParameter {
  readonly default: string;
  /** What values it takes, for messages and for the table in docs/deploying.md. */
  readonly values: string;
  /** Whether it takes that value. */
  readonly takes: (value: string) => boolean;
}

/** Days that CloudWatch Logs can keep a log for. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const onOff = oneOf('on', 'off');
const partition = 'arn:aws[a-z-]*';

/** The most that API Gateway lets through at once in an account. */
export const mostBurst = 5_000;

/** Every parameter of the deployment. */
export const deployParameters = {
  profile: { default: 'public', ...oneOf('public', 'restricted', 'private') },
  allowedCidrs: { default: '', ...listOf('networks such as 203.0.113.7/32, with commas between', isNetwork) },
  vpcEndpointIds: {
    default: '',
    ...listOf('ids such as vpce-0123456789abcdef0, with commas between', matches(/^vpce-[0-9a-f]{8,17}$/)),
  },
  domainName: {
    default: '',
    ...optional('a name such as injector.example.com', matches(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)),
  },
  certificateArn: {
    default: '',
    ...optional('the ARN of a certificate of ACM', arn('acm', '[a-z0-9-]+', 'certificate/[0-9a-f-]+')),
  },
  parameterRoot: {
    default: '/sidecar-injector',
    values: 'a path such as /sidecar-injector, of at most 12 levels, not below /aws or /ssm',
    takes: isRoot,
  },
  auth: { default: 'token', ...oneOf('token', 'none') },
  authorMay: { default: 'all', ...oneOf(...authorMayValues) },
  forbid: { default: '', ...wordsOf(forbiddableThings) },
  reservedConcurrency: {
    default: 'auto',
    values: 'auto, none, or a number from 1',
    takes: (value) => /^(auto|none)$/.test(value) || isWhole(value, 1, 100_000),
  },
  provisionedConcurrency: { default: '0', ...whole(0, 100_000) },
  throttleRate: { default: '1000', ...whole(1, 10_000) },
  throttleBurst: { default: '2000', ...whole(1, mostBurst) },
  apartClusters: {
    default: '',
    ...listOf('names of clusters, with commas between', matches(/^(?!default$)[a-z0-9-]{1,63}$/)),
  },
  apartConcurrency: { default: '20', ...whole(1, 100_000) },
  apartRate: { default: '100', ...whole(1, 10_000) },
  shift: { default: 'canary', ...oneOf('none', 'all-at-once', 'canary', 'linear') },
  kmsKeyArn: { default: '', ...optional('the ARN of a key of KMS', arn('kms', '[a-z0-9-]+', 'key/[A-Za-z0-9-]+')) },
  logRetentionInDays: {
    default: '30',
    values: `one of ${retentions.join(', ')}`,
    takes: (value) => retentions.some((days) => String(days) === value),
  },
  apiGatewayLogRole: { default: 'auto', ...oneOf('auto', 'external', 'create', 'none') },
  alarms: { default: 'on', ...onOff },
  alarmTopicArn: {
    default: '',
    ...optional('the ARN of a topic of SNS', arn('sns', '[a-z0-9-]+', '[A-Za-z0-9_-]{1,256}')),
  },
  clusterMetrics: { default: 'off', ...onOff },
  tracing: { default: 'off', ...onOff },
  deletionProtection: { default: 'on', ...onOff },
} as const satisfies Readonly<Record<string, DeployParameter>>;

/** The name of a parameter of the deployment. */
export type DeployParameterName = keyof typeof deployParameters;

type Rule = Omit<DeployParameter, 'default'>;

function oneOf(...values: readonly string[]): Rule {
  return { values: values.join(', '), takes: (value) => values.includes(value) };
}

function whole(least: number, most: number): Rule {
  return { values: `a whole number from ${least} to ${most}`, takes: (value) => isWhole(value, least, most) };
}

function isWhole(value: string, least: number, most: number): boolean {
  return /^[0-9]{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most;
}

function optional(values: string, takes: (value: string) => boolean): Rule {
  return { values, takes: (value) => value === '' || takes(value) };
}

function listOf(values: string, takes: (value: string) => boolean): Rule {
  return { values, takes: (value) => splitList(value).every(takes) };
}

function wordsOf(words: readonly string[]): Rule {
  return listOf(`some of ${words.join(', ')}, with commas between`, (value) => words.includes(value));
}

/** The parts of a list with commas; none of an empty text. */
export function splitList(value: string): readonly string[] {
  return value === '' ? [] : value.split(',').map((part) => part.trim());
}

function matches(pattern: RegExp): (value: string) => boolean {
  return (value) => pattern.test(value);
}

function arn(service: string, region: string, resource: string): (value: string) => boolean {
  return matches(new RegExp(`^${partition}:${service}:${region}:[0-9]{12}:${resource}$`));
}

function isNetwork(value: string): boolean {
  const [address = '', bits = ''] = value.split('/');
  const longest = isIP(address) === 4 ? 32 : 128;
  return isIP(address) !== 0 && /^[0-9]{1,3}$/.test(bits) && Number(bits) <= longest;
}

/** Three levels stand below it at most (CLUSTER/templates/NAME), and Parameter Store takes 15. */
function isRoot(value: string): boolean {
  return /^(\/[A-Za-z0-9_.-]+){1,12}$/.test(value) && !/^\/(aws|ssm)/i.test(value) && value.length <= 512;
}
