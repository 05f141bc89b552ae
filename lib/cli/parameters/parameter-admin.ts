import {
  DeleteParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  LabelParameterVersionCommand,
  type Parameter,
  type ParameterHistory,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { systemClock } from '../../config/cache/clock.ts';
import type { tierBytes } from '../../config/load/encode-value.ts';
import type { ParameterSource } from '../../config/source/source.ts';
import type { CallDescription } from '../../config/source/ssm/errors.ts';
import { explainFailure } from '../../config/source/ssm/explain-failure.ts';
import { createParameterStoreSource } from '../../config/source/ssm/parameter-store-source.ts';
import { describeRegion, type Environment } from '../../config/source/ssm/region.ts';
import { withRetries } from '../../config/source/ssm/retry.ts';
import { createSdkReader, createSsmClient } from '../../config/source/ssm/sdk-reader.ts';

export type Tier = keyof typeof tierBytes;
export type ParameterType = 'String' | 'SecureString';

/** A parameter as it is stored now. Names are paths below the root. */
export interface StoredParameter {
  readonly name: string;
  /** As stored: not decoded. */
  readonly value: string;
  readonly version: number;
}

/** What is stored below a root. */
export interface Listing {
  readonly parameters: ReadonlyMap<string, StoredParameter>;
  /** Parameters that cannot be decrypted, by name, with their newest version. */
  readonly unreadable: ReadonlyMap<string, { readonly version: number; readonly cause: Error }>;
}

/** One version of a parameter's past. The value of a SecureString is not decrypted. */
export interface PastVersion extends StoredParameter {
  readonly modified: Date;
  /** Who wrote it, as AWS names them. */
  readonly by: string;
  /** Why, as its writer said; empty where nothing was said. */
  readonly reason: string;
  readonly labels: readonly string[];
  readonly tier: Tier;
  readonly type: ParameterType;
}

/** One value to write. */
export interface ParameterWrite {
  readonly name: string;
  readonly value: string;
  readonly type: ParameterType;
  readonly tier: Tier;
  /** A parameter that exists is overwritten; one that must not exist yet is not. */
  readonly exists: boolean;
  /** Why, for the history. */
  readonly reason?: string;
}

/** What commands do with the parameters below one root. Serving never needs these calls, nor their permissions. */
export interface ParameterAdmin {
  /** `ssm:/sidecar-injector in eu-central-1`. */
  readonly description: string;
  /** Reads by name, pinned versions too, as the Lambda does. */
  readonly source: ParameterSource;
  /** All parameters. Best effort: Parameter Store lists what it has come to know. */
  list(): Promise<Listing>;
  /** All versions that are kept, oldest first; empty where there is no such parameter. */
  history(name: string): Promise<readonly PastVersion[]>;
  /** Writes a value and returns its version. @throws ParameterStoreError */
  put(write: ParameterWrite): Promise<number>;
  /** Moves labels to a version: each stands on one version of a parameter at a time. @throws ParameterStoreError */
  label(name: string, version: number, labels: readonly string[]): Promise<void>;
  /** Deletes a parameter with all its versions. @throws ParameterStoreError */
  remove(name: string): Promise<void>;
}

/** The calls through the official client, retried like those of the source. */
export function createParameterAdmin(root: string, environment: Environment): ParameterAdmin {
  const client = createSsmClient(environment);
  const region = describeRegion(environment);
  const prefix = `${root}/`;
  const send: Send = (action, name, attempt) => {
    const call = { action, names: [name], region };
    return withRetries(() => attempt(client).catch(explainedFor(call)), {
      clock: systemClock,
      signal: undefined,
      what: `${action} for ${name} in ${region}`,
    });
  };
  const source = createParameterStoreSource({ root, reader: createSdkReader(environment, client) });
  return {
    description: `ssm:${root} in ${region}`,
    source,
    list: async () => decrypt(await list(send, root), source),
    history: (name) => history(send, prefix, name),
    put: (write) => put(send, prefix, write),
    async label(name, version, labels) {
      const input = { Name: `${prefix}${name}`, ParameterVersion: version, Labels: [...labels] };
      await send('ssm:LabelParameterVersion', input.Name, (ssm) => ssm.send(new LabelParameterVersionCommand(input)));
    },
    async remove(name) {
      const input = { Name: `${prefix}${name}` };
      await send('ssm:DeleteParameter', input.Name, (ssm) => ssm.send(new DeleteParameterCommand(input)));
    },
  };
}

type Send = <T>(action: string, name: string, attempt: (client: SSMClient) => Promise<T>) => Promise<T>;

function explainedFor(call: CallDescription): (cause: unknown) => never {
  return (cause) => {
    throw explainFailure(cause, call);
  };
}

/** Reads what is encrypted as the Lambda does, so that a value that cannot be decrypted takes no other with it. */
async function decrypt(listed: ReadonlyMap<string, Listed>, source: ParameterSource): Promise<Listing> {
  const secrets = [...listed].filter(([, { isSecret }]) => isSecret).map(([name]) => ({ name }));
  const { parameters, failures } = await source.read(secrets);
  const unreadable = [...failures].map(([name, cause]) => {
    return [name, { version: listed.get(name)?.stored.version ?? 0, cause }] as const;
  });
  const plain = [...listed]
    .filter(([, { isSecret }]) => !isSecret)
    .map(([name, { stored }]) => [name, stored] as const);
  return { parameters: new Map([...plain, ...parameters]), unreadable: new Map(unreadable) };
}

interface Listed {
  readonly stored: StoredParameter;
  readonly isSecret: boolean;
}

/** Pages may be empty although more follow: only a missing token ends the list. */
async function list(send: Send, root: string): Promise<ReadonlyMap<string, Listed>> {
  const found = new Map<string, Listed>();
  let token: string | undefined;
  do {
    const input = {
      Path: root,
      Recursive: true,
      WithDecryption: false,
      ...(token === undefined ? {} : { NextToken: token }),
    };
    const page = await send('ssm:GetParametersByPath', root, (ssm) => ssm.send(new GetParametersByPathCommand(input)));
    for (const parameter of page.Parameters ?? []) {
      const stored = decodeStored(`${root}/`, parameter);
      found.set(stored.name, { stored, isSecret: parameter.Type === 'SecureString' });
    }
    token = page.NextToken;
  } while (token !== undefined);
  return found;
}

async function history(send: Send, prefix: string, name: string): Promise<readonly PastVersion[]> {
  const versions: PastVersion[] = [];
  let token: string | undefined;
  do {
    const input = {
      Name: `${prefix}${name}`,
      WithDecryption: false,
      ...(token === undefined ? {} : { NextToken: token }),
    };
    const page = await send('ssm:GetParameterHistory', input.Name, (ssm) =>
      ssm.send(new GetParameterHistoryCommand(input)).catch(emptyWhereMissing),
    );
    versions.push(...(page.Parameters ?? []).map((version) => decodePast(prefix, version)));
    token = page.NextToken;
  } while (token !== undefined);
  return versions.sort((a, b) => a.version - b.version);
}

function emptyWhereMissing(cause: unknown): { Parameters: ParameterHistory[]; NextToken?: string } {
  if (cause instanceof Error && cause.name === 'ParameterNotFound') {
    return { Parameters: [] };
  }
  throw cause;
}

async function put(send: Send, prefix: string, write: ParameterWrite): Promise<number> {
  const { name, value: Value, type: Type, tier: Tier, exists: Overwrite, reason: Description = '' } = write;
  const Name = `${prefix}${name}`;
  const command = () => new PutParameterCommand({ Name, Value, Type, Tier, Overwrite, Description });
  const { Version } = await send('ssm:PutParameter', Name, (ssm) => ssm.send(command()));
  return Version ?? 0;
}

function decodeStored(prefix: string, { Name, Value, Version }: Parameter | ParameterHistory): StoredParameter {
  return { name: (Name ?? '').slice(prefix.length), value: Value ?? '', version: Version ?? 0 };
}

function decodePast(prefix: string, version: ParameterHistory): PastVersion {
  return {
    ...decodeStored(prefix, version),
    modified: version.LastModifiedDate ?? new Date(0),
    by: version.LastModifiedUser ?? 'unknown',
    reason: version.Description ?? '',
    labels: version.Labels ?? [],
    tier: version.Tier === 'Advanced' ? 'Advanced' : 'Standard',
    type: version.Type === 'SecureString' ? 'SecureString' : 'String',
  };
}
