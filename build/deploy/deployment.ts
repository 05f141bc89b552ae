import type { Intrinsic, Text } from './cloudformation.ts';

/** Who can reach the address: anyone; anyone from some networks; nobody but VPC endpoints. */
export type Profile = 'public' | 'restricted' | 'private';

/** How a new version takes over: at once without CodeDeploy, or by CodeDeploy in one of its three ways. */
export type Shift = 'none' | 'all-at-once' | 'canary' | 'linear';

/** A list that is known now, or the name of a parameter that holds it. */
export type Texts = readonly string[] | Intrinsic;

/** A number that CloudFormation asks for. */
export interface AskedNumber {
  /** The parameter that holds it. */
  readonly parameter: string;
  /** The condition under which it is one. */
  readonly condition: string;
}

/** Named clusters with a function of their own. */
export interface Apart {
  readonly clusters: readonly string[];
  /** Executions reserved for it. */
  readonly concurrency: number;
  /** Requests a second for each method of theirs. */
  readonly rate: number;
}

/** A deployment, checked: all that the template depends on but the code. */
export interface Deployment {
  /** Name of the API's stage. */
  readonly stage: string;
  /** The product's version, for people. */
  readonly version: string;
  readonly profile: Profile;
  /** For the profile `restricted`. */
  readonly allowedCidrs: Texts;
  /** For the profile `private`. */
  readonly vpcEndpointIds: Texts;
  readonly domain?: { readonly name: string; readonly certificateArn: string };
  readonly parameterRoot: Text;
  readonly auth: Text;
  /** What authors of pods may override. */
  readonly authorMay: Text;
  /** What templates may not bring, with commas between; `''` for nothing. */
  readonly forbid: Text;
  readonly kmsKeyArn?: string;
  readonly logRetentionInDays: number;
  /** Role for the access log: there is one in the account, the stack makes one, or there is no access log. */
  readonly accessLogRole: 'external' | 'create' | 'none';
  /** Absent: the function runs in the account's common pool. */
  readonly reservedConcurrency?: number | AskedNumber;
  readonly provisionedConcurrency?: number;
  /** Requests a second, and at once, of the whole stage. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  readonly apart?: Apart;
  readonly shift: Shift;
  readonly tracing: boolean;
  readonly clusterMetrics: boolean;
  /** Alarms and a dashboard. */
  readonly alarms: boolean;
  /** The topic of SNS that alarms tell. */
  readonly alarmTopicArn?: Text;
}

/** The code that a template deploys. */
export interface Code {
  /** `{S3Bucket, S3Key}`, as the function takes it. */
  readonly location: Readonly<Record<string, unknown>>;
  /** SHA-256 of the zip in base64, as Lambda compares it. */
  readonly sha256: string;
}

/** One of the two functions that can answer: all clusters', and that of clusters that are kept apart. */
export interface Target {
  /** Begins the logical ids. */
  readonly id: 'Inject' | 'Apart';
  /** Ends the function's name. */
  readonly suffix: 'inject' | 'apart';
  readonly concurrency?: number | AskedNumber;
  readonly provisioned?: number;
}

/** The name of the alias that the API calls. */
export const liveAlias = 'live';

/** The functions that a deployment has. */
export function targetsOf({ apart, reservedConcurrency, provisionedConcurrency }: Deployment): readonly Target[] {
  const inject: Target = {
    id: 'Inject',
    suffix: 'inject',
    ...(reservedConcurrency === undefined ? {} : { concurrency: reservedConcurrency }),
    ...(provisionedConcurrency === undefined ? {} : { provisioned: provisionedConcurrency }),
  };
  return apart === undefined ? [inject] : [inject, { id: 'Apart', suffix: 'apart', concurrency: apart.concurrency }];
}
