import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkParameters, DeployParameterError, type Place } from '../../../../build/deploy/check-parameters.ts';
import { deployParameters } from '../../../../build/deploy/parameter-table.ts';

function problems(parameters: Readonly<Record<string, unknown>>, place?: Place): readonly string[] {
  try {
    checkParameters(parameters, place);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(DeployParameterError);
    return (error as DeployParameterError).problems;
  }
}

const key = 'arn:aws:kms:eu-central-1:123456789012:key/0123-abcd';
const certificate = 'arn:aws:acm:eu-central-1:123456789012:certificate/0123-abcd';
const restricted = { profile: 'restricted' };
const endpoint = { profile: 'private', vpcEndpointIds: 'vpce-0123456789abcdef0' };

describe('the parameters of a deployment', () => {
  it('may all be left out', () => {
    expect(checkParameters({})).toMatchObject({ profile: 'public', auth: 'token', parameterRoot: '/sidecar-injector' });
  });

  it('take numbers and blanks as serverless.yml gives them', () => {
    expect(checkParameters({ reservedConcurrency: 200, parameterRoot: ' /x ' })).toMatchObject({
      reservedConcurrency: '200',
      parameterRoot: '/x',
    });
  });

  it.each([
    ['parameterRoot', '/platform/injector'],
    ['reservedConcurrency', 'none'],
    ['reservedConcurrency', 'auto'],
    ['authorMay', 'nothing'],
    ['forbid', 'privileged, hostPath'],
    ['kmsKeyArn', key],
    ['kmsKeyArn', 'arn:aws-cn:kms:cn-north-1:123456789012:key/0123-abcd'],
    ['logRetentionInDays', '365'],
    ['apiGatewayLogRole', 'create'],
    ['apartClusters', 'prod-eu,prod-us'],
  ])('%s takes %s', (name, value) => {
    expect(problems({ [name]: value })).toEqual([]);
  });

  it.each([
    ['parameterRoot', 'x'],
    ['parameterRoot', '/x/'],
    ['parameterRoot', '/'],
    ['parameterRoot', '/x//y'],
    ['parameterRoot', '/x y'],
    ['parameterRoot', '/aws/x'],
    ['parameterRoot', '/x/*'],
    ['auth', 'off'],
    ['authorMay', 'none'],
    ['forbid', 'privileged,hostpath'],
    ['profile', 'open'],
    ['reservedConcurrency', '0'],
    ['reservedConcurrency', '-1'],
    ['reservedConcurrency', 'ten'],
    ['provisionedConcurrency', '1.5'],
    ['kmsKeyArn', 'alias/mine'],
    ['logRetentionInDays', '31'],
    ['apartClusters', 'default'],
    ['apartClusters', 'Prod'],
    ['throttleRate', '0'],
  ])('%s refuses %s', (name, value) => {
    expect(problems({ [name]: value })).toEqual([
      expect.stringMatching(`^${name}: ${JSON.stringify(value).replace(/[*.]/g, '\\$&')} is not `),
    ]);
  });

  it.each([
    ['203.0.113.7', restricted],
    ['203.0.113.7/33', restricted],
    ['2001:db8::/129', restricted],
    ['nat/32', restricted],
  ])('allowedCidrs refuses %s', (network, profile) => {
    expect(problems({ ...profile, allowedCidrs: network })).toHaveLength(1);
  });

  it('says what an unknown name may have been', () => {
    expect(problems({ reservedConcurency: 'none' })).toEqual([
      'reservedConcurency: there is no such parameter; did you mean "reservedConcurrency"?',
    ]);
  });

  it('names everything that is wrong at once', () => {
    expect(problems({ auth: 'off', stag: 'x', profile: 'y' })).toHaveLength(3);
  });

  it.each([
    ['a list of networks without its profile', { allowedCidrs: '203.0.113.0/24' }, 'profile=restricted'],
    ['that profile without its networks', restricted, 'allowedCidrs'],
    ['everybody as a network', { ...restricted, allowedCidrs: '203.0.113.7/32,0.0.0.0/0' }, 'profile=public'],
    ['everybody as a network, in IPv6', { ...restricted, allowedCidrs: '::/0' }, 'profile=public'],
    ['endpoints without their profile', { vpcEndpointIds: endpoint.vpcEndpointIds }, 'profile=private'],
    ['that profile without its endpoints', { profile: 'private' }, 'vpcEndpointIds'],
    ['a name without its certificate', { domainName: 'injector.example.com' }, 'certificateArn'],
    ['a certificate without its name', { certificateArn: certificate }, 'domainName'],
    ['more provisioned than reserved', { provisionedConcurrency: '101' }, 'reservedConcurrency'],
    ['a burst below the rate', { throttleRate: '3000' }, 'throttleBurst'],
    ['a reservation for nobody', { apartConcurrency: '5' }, 'apartClusters'],
    ['a cluster twice', { apartClusters: 'a,a' }, 'twice'],
    ['a rate above that of the stage', { apartClusters: 'a', apartRate: '2000' }, 'throttleRate'],
  ])('refuse %s', (_name, parameters, said) => {
    expect(problems(parameters)).toEqual([expect.stringContaining(said)]);
  });

  it.each([
    ['a rate above what an account lets through at once', { throttleRate: '8000', throttleBurst: '5000' }],
    ['a name with its certificate', { domainName: 'injector.example.com', certificateArn: certificate }],
    ['networks', { ...restricted, allowedCidrs: '203.0.113.7/32, 2001:db8::/48' }],
    ['endpoints', endpoint],
    ['as many provisioned as reserved', { provisionedConcurrency: '200', reservedConcurrency: '200' }],
    ['provisioned ones without a reservation', { provisionedConcurrency: '200', reservedConcurrency: 'none' }],
  ])('take %s', (_name, parameters) => {
    expect(problems(parameters)).toEqual([]);
  });
});

describe('the place of a deployment', () => {
  const here = { region: 'eu-central-1', stage: 'prod' };
  const topic = 'arn:aws:sns:us-east-1:123456789012:pages';

  it('has the certificate, the key and the topic', () => {
    const named = { domainName: 'injector.example.com', certificateArn: certificate };
    expect(problems({ ...named, kmsKeyArn: key }, here)).toEqual([]);
    expect(problems({ alarmTopicArn: topic }, here)).toEqual([
      'alarmTopicArn is in us-east-1, and this deployment in eu-central-1: name one of that Region, or give --region',
    ]);
    expect(problems({ ...named, kmsKeyArn: key }, { ...here, region: 'eu-west-1' })).toHaveLength(2);
  });

  it.each(['averyveryverylongname', 'with_underscore', 'a/b', '-x'])('has no stage %s', (stage) => {
    expect(problems({}, { ...here, stage })).toEqual([expect.stringContaining(`--stage ${stage}: give at most 19`)]);
  });
});

describe('docs/deploying.md', () => {
  const page = readFileSync(new URL('../../../../docs/deploying.md', import.meta.url), 'utf8');

  it.each(Object.entries(deployParameters))('lists %s with its default', (name, { default: usual }) => {
    expect(page).toContain(`| \`${name}\` | ${usual === '' ? 'none' : `\`${usual}\``} |`);
  });

  it('lists no other', () => {
    const table = page.slice(page.indexOf('## Parameters of the deployment')).split(/\n## /)[0] ?? '';
    const names = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual(Object.keys(deployParameters).sort());
  });
});
