/**
 * Parameter Store as we know it, in memory: versions, labels, tiers, selectors, refusals. The protocol and the
 * faults are `parameter-store-server.ts`. What moto does as well is held to moto by test/ssm.
 */

/** What Parameter Store keeps of one version. */
export interface StoredVersion {
  readonly version: number;
  readonly value: string;
  readonly type: 'String' | 'SecureString';
  readonly tier: Tier;
  readonly keyId?: string;
  readonly modified: number;
  readonly by: string;
  readonly description: string;
  readonly labels: Set<string>;
}

/** Tiers a parameter can have, with the bytes that a value of theirs holds. */
export const tierBytes = { Standard: 4096, Advanced: 8192 } as const;
type Tier = keyof typeof tierBytes;

/** How many versions one parameter keeps, and how many labels one version. */
export const versionsKept = 100;
export const labelsPerVersion = 10;

/** A refusal, as the protocol names it. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

interface PutOptions {
  readonly type?: 'String' | 'SecureString';
  readonly tier?: Tier | 'Intelligent-Tiering';
  readonly overwrite?: boolean;
  readonly keyId?: string;
  readonly description?: string;
}

/** An in-memory Parameter Store of one account and Region. */
export class ParameterStore {
  readonly parameters = new Map<string, StoredVersion[]>();
  /** Full names whose value cannot be decrypted: any call that asks for one fails as a whole. */
  readonly undecryptable = new Set<string>();
  /** Full names that are answered as they were one version earlier: reads are only eventually consistent. */
  readonly behind = new Set<string>();
  now: () => number = Date.now;

  put(name: string, value: string, options: PutOptions = {}): number {
    checkValue(name, value);
    const versions = this.parameters.get(name) ?? [];
    const newest = versions.at(-1);
    if (newest !== undefined && options.overwrite === false) {
      throw new Refusal('ParameterAlreadyExists', 'The parameter already exists. Set overwrite to change its value.');
    }
    const tier = chooseTier(value, options.tier, newest?.tier);
    if (versions.length >= versionsKept && (versions[0]?.labels.size ?? 0) > 0) {
      throw new Refusal('ParameterMaxVersionLimitExceeded', `The oldest version of ${name} has a label and is kept.`);
    }
    const version = (newest?.version ?? 0) + 1;
    const type = options.type ?? newest?.type ?? 'String';
    const key = type === 'SecureString' ? { keyId: options.keyId ?? 'alias/aws/ssm' } : {};
    const { description = newest?.description ?? '' } = options;
    const written = { modified: this.now(), by: 'arn:aws:iam::123456789012:user/ops', description };
    const kept = [...versions, { version, value, type, tier, ...written, ...key, labels: new Set<string>() }];
    this.parameters.set(name, kept.slice(-versionsKept));
    return version;
  }

  /** Finds `name`, `name:3` or `name:label`; `undefined` if there is no such thing. */
  find(selected: string): StoredVersion | undefined {
    const [name = '', selector] = selected.split(':');
    const versions = this.parameters.get(name) ?? [];
    if (selector === undefined) {
      return this.behind.has(name) ? versions.at(-2) : versions.at(-1);
    }
    const seen = this.behind.has(name) ? versions.slice(0, -1) : versions;
    return seen.find(({ version, labels }) => String(version) === selector || labels.has(selector));
  }

  /** Refuses as a whole, as Parameter Store does, if one of the values cannot be decrypted. */
  assertDecryptable(names: readonly string[]): void {
    const broken = names.map((name) => name.split(':')[0] ?? '').find((name) => this.undecryptable.has(name));
    if (broken !== undefined) {
      const key = this.parameters.get(broken)?.at(-1)?.keyId ?? 'alias/aws/ssm';
      throw new Refusal('InvalidKeyId', `arn:aws:kms:eu-central-1:123456789012:key/${key} is disabled.`);
    }
  }

  /** Moves labels to a version: a label belongs to one version of a parameter at a time. */
  label(name: string, version: number, labels: readonly string[]): readonly string[] {
    const versions = this.parameters.get(name);
    const target = versions?.find((stored) => stored.version === version);
    if (versions === undefined) {
      throw new Refusal('ParameterNotFound', `Parameter ${name} not found.`);
    }
    if (target === undefined) {
      throw new Refusal('ParameterVersionNotFound', `Systems Manager could not find version ${version} of ${name}.`);
    }
    const invalid = labels.filter((label) => !/^(?!aws|ssm|\d)[A-Za-z0-9_.-]{1,100}$/i.test(label));
    const valid = labels.filter((label) => !invalid.includes(label));
    if (new Set([...target.labels, ...valid]).size > labelsPerVersion) {
      throw new Refusal('ParameterVersionLabelLimitExceeded', 'A parameter version can have at most 10 labels.');
    }
    for (const label of valid) {
      for (const stored of versions) {
        stored.labels.delete(label);
      }
      target.labels.add(label);
    }
    return invalid;
  }

  remove(name: string): boolean {
    return this.parameters.delete(name);
  }

  /** Full names below a path, sorted. */
  below(path: string): readonly string[] {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    return [...this.parameters.keys()].filter((name) => name.startsWith(prefix)).sort();
  }
}

function checkValue(name: string, value: string): void {
  if (!/^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/.test(name)) {
    throw new Refusal('ValidationException', `Parameter name ${name}: only a mix of letters, numbers and . - _ /`);
  }
  if (value === '') {
    throw new Refusal('ValidationException', "Value at 'value' failed to satisfy constraint: length at least 1");
  }
  if (/\{\{.*?\}\}/s.test(value)) {
    throw new Refusal('ValidationException', 'Parameter value cannot nest another parameter: do not use "{{}}" in it.');
  }
}

function chooseTier(value: string, wanted: PutOptions['tier'], before: Tier | undefined): Tier {
  const bytes = Buffer.byteLength(value);
  const smallest = bytes > tierBytes.Standard ? 'Advanced' : 'Standard';
  const tier = wanted === undefined || wanted === 'Intelligent-Tiering' ? (before ?? 'Standard') : wanted;
  const chosen = wanted === 'Intelligent-Tiering' && smallest === 'Advanced' ? 'Advanced' : tier;
  if (before === 'Advanced' && chosen === 'Standard') {
    throw new Refusal('ValidationException', 'This parameter uses the advanced-parameter tier and cannot go back.');
  }
  if (bytes > tierBytes[chosen]) {
    const limit = tierBytes[chosen];
    throw new Refusal(
      'ValidationException',
      `${chosen} tier parameters support a maximum value of ${limit} characters.`,
    );
  }
  return chosen;
}
