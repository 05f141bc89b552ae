import { type CallDescription, ParameterStoreError, type ParameterStoreErrorCode } from './errors.ts';

interface Classification {
  readonly code: ParameterStoreErrorCode;
  readonly explain: (call: CallDescription, message: string) => string;
}

const keyPattern = /(arn:[^\s"']*:kms:[^\s"',]*[\w-]|alias\/[\w/-]*\w)/;
const deniedPattern = /not authorized to perform:? (\S+) on (?:the )?resource:? (\S*[^\s.])/;

const keyUnavailable: Classification = {
  code: 'key-unavailable',
  explain: (call, message) =>
    `KMS key ${keyPattern.exec(message)?.[1] ?? '(not named in the answer)'} cannot decrypt ${list(call.names)} in ` +
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
  explain: (call, message) => {
    const advice = /ENOTFOUND/.test(message) ? ' Check the name of the Region and the network.' : '';
    return `Parameter Store in ${call.region} did not answer ${call.action}: ${message}${advice}`;
  },
};
const credentials: Classification = {
  code: 'credentials',
  explain: (call, message) =>
    `${call.action} in ${call.region} was refused because of the credentials: ${message} Check the function's role, ` +
    'or AWS_PROFILE and the clock on a developer machine.',
};

/** What a reader throws before it sends anything has no name of its own, only words: those of the SDK. */
const failureWords: readonly (readonly [RegExp, Classification])[] = [
  [/^Region is missing/, notSetUp('Set AWS_REGION, or a region in the AWS profile.')],
  [/^Region not accepted/, notSetUp('Set AWS_REGION to a Region such as eu-central-1.')],
  [/^Invalid URL/, notSetUp('Set AWS_ENDPOINT_URL to a URL such as http://127.0.0.1:5000, or not at all.')],
  [
    /^Invalid Configuration|^(FIPS|DualStack|FIPS and DualStack) (is|are) enabled/,
    notSetUp('Take AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT out of the environment.'),
  ],
];

/** Errors by the protocol's name for them; a name that is not here is looked at by status. */
const classes: ReadonlyMap<string, Classification> = new Map([
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
  ['ExpiredToken', credentials],
  ['UnrecognizedClientException', credentials],
  ['InvalidClientTokenId', credentials],
  ['MissingAuthenticationToken', credentials],
  [
    'CredentialsProviderError',
    notSetUp('Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; is the log-in still good?'),
  ],
  // A request that was signed before a freeze and sent after it: the next attempt is signed anew.
  ['InvalidSignatureException', credentials],
  ['RequestExpired', credentials],
  ['RequestTimeTooSkewed', credentials],
  ['ParameterMaxVersionLimitExceeded', { code: 'refused', explain: explainPinned }],
  ['SyntaxError', { code: 'wrong-answer', explain: (call, message) => explainWrongAnswer(call, message) }],
]);

/** Turns whatever a call threw into an error that an ops team can act on; keeps the cause. */
export function explainFailure(cause: unknown, call: CallDescription): ParameterStoreError {
  if (cause instanceof ParameterStoreError) {
    return cause;
  }
  const { name, message } = cause instanceof Error ? cause : { name: 'Error', message: String(cause) };
  const kind = classify(name, message, statusOf(cause));
  return new ParameterStoreError(kind.code, kind.explain(call, withFullStop(message)), { cause });
}

/** An answer that is JSON, but not what Parameter Store answers. */
export function wrongAnswer(call: CallDescription, detail: string): ParameterStoreError {
  return new ParameterStoreError('wrong-answer', explainWrongAnswer(call, detail));
}

/** What is missing on this side: another attempt would find the same. */
function notSetUp(advice: string): Classification {
  return {
    code: 'not-set-up',
    explain: (call, message) => `${call.action} in ${call.region} cannot be sent: ${message} ${advice}`,
  };
}

function classify(name: string, message: string, status: number | undefined): Classification {
  if (name === 'AccessDeniedException' && /kms:|ciphertext|customer master key/i.test(message)) {
    return keyUnavailable;
  }
  const known = classes.get(name) ?? failureWords.find(([words]) => words.test(message))?.[1];
  // What is no JSON under such a status was written by something in front of the service.
  const isFromProxy = name === 'SyntaxError' && status !== undefined && status >= 500;
  if (known !== undefined && !isFromProxy) {
    return known;
  }
  if (status === 429) {
    return throttled;
  }
  if (status === undefined || status < 300 || status >= 500) {
    return unavailable;
  }
  return {
    code: 'refused',
    explain: (call, text) => `${call.action} for ${list(call.names)} in ${call.region} was refused (${name}): ${text}`,
  };
}

function explainDenied(call: CallDescription, message: string): string {
  const [, action = call.action, resource] = deniedPattern.exec(message) ?? [];
  const what = resource ?? list(call.names);
  return `Access denied in ${call.region}: allow ${action} on ${what} for the role that asks (docs/parameters.md, Permissions).`;
}

function explainPinned(call: CallDescription): string {
  return (
    `${list(call.names)} cannot be written: Parameter Store keeps 100 versions, and a release pins the oldest. Run ` +
    "`sidecar-injector promote` (with --cluster where the release is a cluster's), which lets it go, and push again."
  );
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
