import { type ParameterStore, Refusal, type StoredVersion } from './parameter-store.ts';

/** A request's or an answer's JSON. */
type Json = Record<string, unknown>;
type Operation = (store: ParameterStore, input: Json) => Json;

/** The operations of the Parameter Store protocol that this product uses, by their target. */
export const operations: Readonly<Record<string, Operation>> = {
  GetParameters: getParameters,
  GetParametersByPath: getParametersByPath,
  GetParameterHistory: getParameterHistory,
  PutParameter: putParameter,
  LabelParameterVersion: (store, input) => ({
    InvalidLabels: store.label(text(input.Name), Number(input.ParameterVersion), texts(input.Labels)),
    ParameterVersion: Number(input.ParameterVersion),
  }),
  DeleteParameter: (store, input) => {
    if (!store.remove(text(input.Name))) {
      throw new Refusal('ParameterNotFound', `Parameter ${text(input.Name)} not found.`);
    }
    return {};
  },
  DeleteParameters: (store, input) => ({
    DeletedParameters: texts(input.Names).filter((name) => store.remove(name)),
    InvalidParameters: [],
  }),
};

/** How many names one `GetParameters` takes. */
export const namesPerCall = 10;
/** How many versions or parameters one page holds. */
const pageHistory = 50;
const pagePath = 10;

function getParameters(store: ParameterStore, input: Json): Json {
  const names = texts(input.Names);
  if (names.length < 1 || names.length > namesPerCall) {
    throw new Refusal('ValidationException', "Value at 'names' failed to satisfy constraint: length at most 10");
  }
  const plain = names.map((name) => name.split(':')[0]);
  if (new Set(plain).size < plain.length) {
    throw new Refusal('ValidationException', 'Parameter list contains duplicate parameters.');
  }
  assertDecryptable(store, names, input);
  const found = names.flatMap((name) => {
    const version = store.find(name);
    return version === undefined ? [] : [{ name, version }];
  });
  const missing = names.filter((name) => !found.some((one) => one.name === name));
  return { Parameters: found.map(({ name, version }) => describe(name, version, input)), InvalidParameters: missing };
}

function getParametersByPath(store: ParameterStore, input: Json): Json {
  const names = store.below(text(input.Path));
  const start = Number(input.NextToken ?? 0);
  const page = names.slice(start, start + pagePath);
  assertDecryptable(store, page, input);
  const found = page.flatMap((name) => {
    const version = store.find(name);
    return version === undefined ? [] : [describe(name, version, input)];
  });
  const more = names.length > start + pagePath ? { NextToken: String(start + pagePath) } : {};
  return { Parameters: found, ...more };
}

function getParameterHistory(store: ParameterStore, input: Json): Json {
  const name = text(input.Name);
  const versions = store.parameters.get(name);
  if (versions === undefined) {
    throw new Refusal('ParameterNotFound', `Parameter ${name} not found.`);
  }
  assertDecryptable(store, [name], input);
  const start = Number(input.NextToken ?? 0);
  const page = versions.slice(start, start + pageHistory).map((version) => ({
    ...describe(name, version, input),
    LastModifiedUser: version.by,
    ...(version.description === '' ? {} : { Description: version.description }),
    Labels: [...version.labels],
    Tier: version.tier,
  }));
  const more = versions.length > start + pageHistory ? { NextToken: String(start + pageHistory) } : {};
  return { Parameters: page, ...more };
}

function putParameter(store: ParameterStore, input: Json): Json {
  const name = text(input.Name);
  const version = store.put(name, text(input.Value), {
    overwrite: input.Overwrite === true,
    ...(input.Type === 'String' || input.Type === 'SecureString' ? { type: input.Type } : {}),
    ...(input.Tier === 'Standard' || input.Tier === 'Advanced' || input.Tier === 'Intelligent-Tiering'
      ? { tier: input.Tier }
      : {}),
    ...(typeof input.KeyId === 'string' ? { keyId: input.KeyId } : {}),
    ...(typeof input.Description === 'string' ? { description: input.Description } : {}),
  });
  return { Version: version, Tier: store.find(name)?.tier };
}

function assertDecryptable(store: ParameterStore, names: readonly string[], input: Json): void {
  if (input.WithDecryption === true) {
    store.assertDecryptable(names);
  }
}

function describe(selected: string, stored: StoredVersion, input: Json): Json {
  const isSecret = stored.type === 'SecureString' && input.WithDecryption !== true;
  const [name, selector] = selected.split(':');
  return {
    Name: name,
    Type: stored.type,
    Value: isSecret ? `ciphertext of ${stored.value.length} characters` : stored.value,
    Version: stored.version,
    ...(selector === undefined ? {} : { Selector: `:${selector}` }),
    LastModifiedDate: stored.modified / 1000,
    ARN: `arn:aws:ssm:eu-central-1:123456789012:parameter${name}`,
    DataType: 'text',
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}
