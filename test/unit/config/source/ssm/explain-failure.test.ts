import { describe, expect, it } from 'vitest';
import { SourceError } from '../../../../../lib/config/errors.ts';
import { isRetryable } from '../../../../../lib/config/source/ssm/errors.ts';
import { explainFailure } from '../../../../../lib/config/source/ssm/explain-failure.ts';
import { describeRegion, endpointOf } from '../../../../../lib/config/source/ssm/region.ts';

const call = { action: 'ssm:GetParameters', names: ['/r/default/policy'], region: 'eu-test-1' };
const named = (name: string, message: string, status = 400) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

describe('explainFailure', () => {
  it.each([
    {
      name: 'no credentials',
      cause: Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      }),
      code: 'not-set-up',
      says: /cannot be sent: Could not load credentials from any providers\. Set AWS_PROFILE/,
    },
    { name: 'no Region', cause: new Error('Region is missing'), code: 'not-set-up', says: /Set AWS_REGION/ },
    {
      name: 'an endpoint that is none',
      cause: new TypeError('Invalid URL'),
      code: 'not-set-up',
      says: /AWS_ENDPOINT_URL/,
    },
    {
      name: 'a Region that does not exist',
      cause: new Error('getaddrinfo ENOTFOUND ssm.eu-test-1.amazonaws.com'),
      code: 'unavailable',
      says: /Check the name of the Region/,
    },
    {
      name: 'access denied',
      cause: named('AccessDeniedException', 'x is not authorized to perform: ssm:PutParameter on resource: arn:aws:y'),
      code: 'access-denied',
      says: /allow ssm:PutParameter on arn:aws:y .*Permissions/,
    },
    {
      name: 'expired credentials',
      cause: named('ExpiredTokenException', 'expired'),
      code: 'credentials',
      says: /because of the credentials: expired\./,
    },
    { name: 'anything else', cause: named('ValidationException', 'no'), code: 'refused', says: /ValidationException/ },
  ])('tells of $name what to do', ({ cause, code, says }) => {
    const error = explainFailure(cause, call);
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ code, cause, message: expect.stringMatching(says) });
  });

  it.each([
    [named('ThrottlingException', 'slow down'), true],
    [named('InvalidSignatureException', 'expired'), true],
    [new Error('Region is missing'), false],
    [named('AccessDeniedException', 'no'), false],
  ])('says whether another attempt may cure %s', (cause, want) => {
    expect(isRetryable(explainFailure(cause, call))).toBe(want);
  });
});

describe('describeRegion', () => {
  it.each([
    [{ AWS_REGION: 'eu-test-1' }, 'eu-test-1'],
    [{ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-test-1' }, 'us-test-1'],
    [{}, 'the Region of the AWS profile'],
    [{ AWS_REGION: 'eu-test-1', AWS_ENDPOINT_URL: '' }, 'eu-test-1'],
    [{ AWS_REGION: 'eu-test-1', AWS_ENDPOINT_URL: 'http://localhost:1' }, 'eu-test-1 (http://localhost:1)'],
  ])('says where %j sends calls', (environment, want) => {
    expect(describeRegion(environment)).toBe(want);
  });

  it("takes the service's own endpoint first", () => {
    expect(endpointOf({ AWS_ENDPOINT_URL_SSM: 'http://ssm', AWS_ENDPOINT_URL: 'http://all' })).toBe('http://ssm');
  });
});
