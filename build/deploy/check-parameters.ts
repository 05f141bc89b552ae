import { suggestName } from '../../lib/base/did-you-mean.ts';
import type { Deployment, Profile, Shift } from './deployment.ts';
import { type DeployParameterName, deployParameters, mostBurst, splitList } from './parameter-table.ts';

/** Values of parameters by their names. */
export type Values = Readonly<Record<DeployParameterName, string>>;

/** Everything that is wrong with the parameters of a deployment, one sentence each. */
export class DeployParameterError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the parameters of this deployment are not right:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'DeployParameterError';
    this.problems = problems;
  }
}

/** What an account's limits allow, where they were looked up. */
export interface Account {
  /** Executions that are reserved for no function. */
  readonly unreservedConcurrency?: number;
  /** Whether API Gateway may write logs in this Region. */
  readonly hasLogRole?: boolean;
}

/** The least that AWS leaves to functions without a reservation. */
export const leastUnreserved = 100;
/** What is reserved where nobody says otherwise. */
export const usualConcurrency = 100;

/**
 * The values of all parameters, with defaults for those that are not given.
 * @param place that is deployed to, where it is known
 * @throws DeployParameterError with every unknown name, wrong value and combination that cannot work.
 */
export function checkParameters(given: Readonly<Record<string, unknown>>, place?: Place): Values {
  const names = Object.keys(deployParameters) as DeployParameterName[];
  const unknown = Object.keys(given)
    .filter((name) => !Object.hasOwn(deployParameters, name))
    .map((name) => `${name}: there is no such parameter${suggestName(name, names)}`);
  const values = Object.fromEntries(
    names.map((name) => [name, String(given[name] ?? deployParameters[name].default).trim()]),
  ) as Values;
  const wrong = names
    .filter((name) => !deployParameters[name].takes(values[name]))
    .map((name) => `${name}: ${JSON.stringify(values[name])} is not ${deployParameters[name].values}`);
  const problems = [...unknown, ...wrong];
  const all = problems.length > 0 ? problems : [...combinationProblems(values), ...placeProblems(values, place)];
  if (all.length > 0) {
    throw new DeployParameterError(all);
  }
  return values;
}

/** Combinations that cannot work, with what to do. */
function combinationProblems(values: Values): readonly string[] {
  return combinations.filter(({ isWrong }) => isWrong(values)).map(({ problem }) => problem);
}

/** Where a deployment goes: `--region` and `--stage`. */
export interface Place {
  readonly region: string;
  readonly stage: string;
}

/** Parameters that name something of one Region. */
const regional = ['certificateArn', 'kmsKeyArn', 'alarmTopicArn'] as const;
/** Names of functions have 64 characters at most, and the longest is `CodeDeployHook_lambda-sidecar-injector-STAGE-apart`. */
const stageName = /^[A-Za-z0-9][A-Za-z0-9-]{0,18}$/;

function placeProblems(values: Values, place: Place | undefined): readonly string[] {
  if (place === undefined) {
    return [];
  }
  const elsewhere = regional.flatMap((name) => {
    const [, , , there = ''] = values[name].split(':');
    return there === '' || there === place.region
      ? []
      : [`${name} is in ${there}, and this deployment in ${place.region}: name one of that Region, or give --region`];
  });
  return stageName.test(place.stage)
    ? elsewhere
    : [
        ...elsewhere,
        `--stage ${place.stage}: give at most 19 letters, digits and hyphens, of which functions are named`,
      ];
}

/** What to know of a profile before clusters are pointed at it. */
export const profileAdvice: Readonly<Record<Profile, readonly string[]>> = {
  public: [],
  restricted: [
    'Profile restricted: only clusters whose calls leave by allowedCidrs get through. Egress of EKS that AWS manages has no fixed addresses; clusters with CUSTOMER_ROUTED egress leave by your NAT gateways.',
  ],
  private: [
    'Profile private: leave private DNS off for the execute-api endpoint, since it takes over every execute-api name of its VPC; nothing here needs it. The policy for the endpoint is the output EndpointPolicy.',
  ],
};

interface Combination {
  readonly isWrong: (values: Values) => boolean;
  readonly problem: string;
}

const combinations: readonly Combination[] = [
  {
    isWrong: ({ profile, allowedCidrs }) => profile === 'restricted' && allowedCidrs === '',
    problem:
      'profile restricted needs allowedCidrs: the NAT addresses of your clusters (AWS-managed egress has no fixed ones)',
  },
  {
    isWrong: ({ profile, allowedCidrs }) => profile !== 'restricted' && allowedCidrs !== '',
    problem: 'allowedCidrs is looked at only with profile=restricted: say that, or leave the list out',
  },
  {
    isWrong: ({ allowedCidrs }) => splitList(allowedCidrs).some((network) => network.endsWith('/0')),
    problem: 'allowedCidrs has a network of everybody (/0): say profile=public if that is meant',
  },
  {
    isWrong: ({ profile, vpcEndpointIds }) => profile === 'private' && vpcEndpointIds === '',
    problem: 'profile private needs vpcEndpointIds: the execute-api endpoints of the VPCs that may call',
  },
  {
    isWrong: ({ profile, vpcEndpointIds }) => profile !== 'private' && vpcEndpointIds !== '',
    problem: 'vpcEndpointIds is looked at only with profile=private: say that, or leave the list out',
  },
  {
    isWrong: ({ domainName, certificateArn }) => (domainName === '') !== (certificateArn === ''),
    problem: 'domainName and certificateArn belong together: give both, or neither',
  },
  {
    isWrong: ({ provisionedConcurrency, reservedConcurrency }) =>
      Number(provisionedConcurrency) > reservationOf(reservedConcurrency, undefined),
    problem: 'provisionedConcurrency comes out of reservedConcurrency, and must not be more',
  },
  {
    isWrong: ({ throttleRate, throttleBurst }) => Number(throttleBurst) < Math.min(Number(throttleRate), mostBurst),
    problem: 'throttleBurst must be at least throttleRate: a burst of pods comes at once',
  },
  {
    isWrong: ({ apartClusters, apartConcurrency, apartRate }) =>
      apartClusters === '' &&
      (apartConcurrency !== deployParameters.apartConcurrency.default ||
        apartRate !== deployParameters.apartRate.default),
    problem:
      'apartConcurrency and apartRate are for the clusters that apartClusters names: name some, or leave them out',
  },
  {
    isWrong: ({ apartClusters }) => new Set(splitList(apartClusters)).size < splitList(apartClusters).length,
    problem: 'apartClusters names a cluster twice',
  },
  {
    isWrong: ({ alarms, alarmTopicArn }) => alarms === 'off' && alarmTopicArn !== '',
    problem: 'alarmTopicArn has nothing to tell with alarms=off: leave one of them out',
  },
  {
    isWrong: ({ apartClusters, apartRate, throttleRate }) =>
      apartClusters !== '' && Number(apartRate) > Number(throttleRate),
    problem: "apartRate must not be more than throttleRate, which is the whole stage's",
  },
];

/** Whether AWS would refuse to reserve the usual executions in an account. */
export function lacksRoom({ unreservedConcurrency = Number.POSITIVE_INFINITY }: Account = {}): boolean {
  return unreservedConcurrency - usualConcurrency < leastUnreserved;
}

/** The reservation; a very large one where there is none. */
function reservationOf(value: string, account: Account | undefined): number {
  if (value === 'auto') {
    return lacksRoom(account) ? Number.POSITIVE_INFINITY : usualConcurrency;
  }
  return value === 'none' ? Number.POSITIVE_INFINITY : Number(value);
}

/** How the deployment is called, beside its parameters. */
export interface Surroundings {
  readonly stage: string;
  readonly version: string;
  readonly account?: Account;
}

/** The deployment that checked values describe; `auto` is decided by the account, or as in an account that has room. */
export function deploymentOf(values: Values, { stage, version, account }: Surroundings): Deployment {
  const reserved = reservationOf(values.reservedConcurrency, account);
  const apart = splitList(values.apartClusters);
  const { domainName, certificateArn, kmsKeyArn, alarmTopicArn } = values;
  return {
    stage,
    version,
    profile: values.profile as Profile,
    allowedCidrs: splitList(values.allowedCidrs),
    vpcEndpointIds: splitList(values.vpcEndpointIds),
    ...(domainName === '' ? {} : { domain: { name: domainName, certificateArn } }),
    parameterRoot: values.parameterRoot,
    auth: values.auth,
    authorMay: values.authorMay,
    forbid: splitList(values.forbid).join(','),
    ...(kmsKeyArn === '' ? {} : { kmsKeyArn }),
    logRetentionInDays: Number(values.logRetentionInDays),
    accessLogRole: logRoleOf(values.apiGatewayLogRole, account),
    ...(Number.isFinite(reserved) ? { reservedConcurrency: reserved } : {}),
    ...(values.provisionedConcurrency === '0' ? {} : { provisionedConcurrency: Number(values.provisionedConcurrency) }),
    throttle: { rate: Number(values.throttleRate), burst: Number(values.throttleBurst) },
    ...(apart.length === 0
      ? {}
      : { apart: { clusters: apart, concurrency: Number(values.apartConcurrency), rate: Number(values.apartRate) } }),
    shift: values.shift as Shift,
    tracing: values.tracing === 'on',
    clusterMetrics: values.clusterMetrics === 'on',
    alarms: values.alarms === 'on',
    ...(alarmTopicArn === '' ? {} : { alarmTopicArn }),
  };
}

function logRoleOf(value: string, account: Account | undefined): Deployment['accessLogRole'] {
  if (value === 'auto') {
    return account?.hasLogRole === false ? 'none' : 'external';
  }
  return value as Deployment['accessLogRole'];
}
