/** What went wrong between us and Parameter Store. */
export type ParameterStoreErrorCode =
  | 'access-denied'
  | 'bad-name'
  | 'credentials'
  | 'deadline'
  | 'key-unavailable'
  | 'refused'
  | 'throttled'
  | 'unavailable'
  | 'wrong-answer';

/** Parameter Store could not be read or written; the message says which action, what for, and what to do. */
export class ParameterStoreError extends Error {
  override readonly name = 'ParameterStoreError';
  readonly code: ParameterStoreErrorCode;

  constructor(code: ParameterStoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
  }
}

/** One call: the action, the full names it was about, and where it went. */
export interface CallDescription {
  readonly action: string;
  readonly names: readonly string[];
  /** `eu-central-1`, with the endpoint where it is not the Region's own. */
  readonly region: string;
}

interface Classification {
  readonly code: ParameterStoreErrorCode;
  readonly explain: (call: CallDescription, message: string) => string;
}

const KEY = /(arn:[^\s"']*:kms:[^\s"',]*[\w-]|alias\/[\w/-]*\w)/;
const DENIED = /not authorized to perform:? (\S+) on (?:the )?resource:? (\S+)/;

const keyUnavailable: Classification = {
  code: 'key-unavailable',
  explain: (call, message) =>
    `KMS key ${KEY.exec(message)?.[1] ?? '(not named in the answer)'} cannot decrypt ${list(call.names)} in ` +
    `${call.region}: ${message} Allow kms:Decrypt on that key, or store the value under another key.`,
};
const throttled: Classification = {
  code: 'throttled',
  explain: (call) =>
    `${call.action} for ${list(call.names)} was throttled in ${call.region}: the account's rate is used up. Turn on ` +
    'the higher-throughput setting of Parameter Store if this goes on.',
};
const unavailable: Classification = {
  code: 'unavailable',
  explain: (call, message) => `Parameter Store in ${call.region} did not answer ${call.action}: ${message}`,
};
const credentials: Classification = {
  code: 'credentials',
  explain: (call, message) =>
    `${call.action} in ${call.region} was refused because of the credentials: ${message} Check the function's role, ` +
    'or AWS_PROFILE and the clock on a developer machine.',
};

/** Errors by the protocol's name for them; a name that is not here is looked at by status. */
const CLASSES: ReadonlyMap<string, Classification> = new Map([
  ['AccessDeniedException', { code: 'access-denied', explain: explainDenied }],
  ['InvalidKeyId', keyUnavailable],
  ['KMSAccessDeniedException', keyUnavailable],
  ['KMSInvalidStateException', keyUnavailable],
  ['ThrottlingException', throttled],
  ['TooManyUpdates', throttled],
  ['RequestLimitExceeded', throttled],
  ['InternalServerError', unavailable],
  ['ServiceUnavailable', unavailable],
  ['ExpiredTokenException', credentials],
  ['UnrecognizedClientException', credentials],
  ['InvalidClientTokenId', credentials],
  ['MissingAuthenticationToken', credentials],
  ['CredentialsProviderError', credentials],
  // A request that was signed before a freeze and sent after it: the next attempt is signed anew.
  ['InvalidSignatureException', credentials],
  ['RequestExpired', credentials],
  ['SyntaxError', { code: 'wrong-answer', explain: (call, message) => explainWrongAnswer(call, message) }],
]);

/** Codes that another attempt may cure. Credentials are among them for signatures that a freeze has made stale. */
const RETRYABLE: ReadonlySet<ParameterStoreErrorCode> = new Set([
  'credentials',
  'throttled',
  'unavailable',
  'wrong-answer',
]);

/** Whether another attempt may succeed where this error stopped one. */
export function isRetryable(error: unknown): boolean {
  return error instanceof ParameterStoreError && RETRYABLE.has(error.code);
}

/** Turns whatever a call threw into an error that an ops team can act on; keeps the cause. */
export function explainFailure(cause: unknown, call: CallDescription): ParameterStoreError {
  if (cause instanceof ParameterStoreError) {
    return cause;
  }
  const { name, message } = cause instanceof Error ? cause : { name: 'Error', message: String(cause) };
  const kind = classify(name, message, statusOf(cause));
  return new ParameterStoreError(kind.code, kind.explain(call, withFullStop(message)), cause);
}

/** An answer that is JSON, but not what Parameter Store answers. */
export function wrongAnswer(call: CallDescription, detail: string): ParameterStoreError {
  return new ParameterStoreError('wrong-answer', explainWrongAnswer(call, detail));
}

function classify(name: string, message: string, status: number | undefined): Classification {
  if (name === 'AccessDeniedException' && /kms:|ciphertext|customer master key/i.test(message)) {
    return keyUnavailable;
  }
  const known = CLASSES.get(name);
  if (known !== undefined) {
    return known;
  }
  if (status === 429) {
    return throttled;
  }
  if (status === undefined || status >= 500) {
    return unavailable;
  }
  return {
    code: 'refused',
    explain: (call, text) => `${call.action} for ${list(call.names)} in ${call.region} was refused (${name}): ${text}`,
  };
}

function explainDenied(call: CallDescription, message: string): string {
  const [, action = call.action, resource] = DENIED.exec(message) ?? [];
  const what = resource ?? list(call.names);
  return `Access denied in ${call.region}: allow ${action} on ${what} for the role that asks (docs/parameters.md, IAM).`;
}

function explainWrongAnswer(call: CallDescription, detail: string): string {
  return `The answer to ${call.action} in ${call.region} is not Parameter Store's: ${detail} Check the endpoint.`;
}

function statusOf(cause: unknown): number | undefined {
  if (typeof cause !== 'object' || cause === null || !('$metadata' in cause)) {
    return undefined;
  }
  const { $metadata: metadata } = cause;
  const status = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return status && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

function list(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

function withFullStop(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
