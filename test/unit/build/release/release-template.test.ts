import { describe, expect, it } from 'vitest';
import { checkDecided, releaseTemplate } from '../../../../build/release/release-template.ts';
import { templateWith } from '../../../support/deployment-template.ts';

const options = { version: '0.1.0', sha256: 'c29tZSBjb2Rl' };

describe('the template of a release', () => {
  it.each(['public', 'restricted', 'private'] as const)(
    'for the profile %s has the resources of a deployment',
    (profile) => {
      const given = {
        public: {},
        restricted: { allowedCidrs: '203.0.113.7/32' },
        private: { vpcEndpointIds: 'vpce-00000000' },
      };
      const ids = (resources: object) =>
        Object.keys(resources)
          .map((id) => id.replace(/[0-9a-f]{12}$/, ''))
          .sort();
      const { Resources } = templateWith({ profile, ...given[profile] });
      expect(ids(releaseTemplate(profile, options).Resources)).toEqual(ids(Resources));
    },
  );

  it('asks for where the zip is, and holds its digest', () => {
    const { Parameters, Resources } = releaseTemplate('public', options);
    expect(Parameters).toMatchObject({ CodeBucket: { Type: 'String' }, CodeKey: { Type: 'String' } });
    expect(Resources.InjectLambdaFunction?.Properties.Code).toEqual({
      S3Bucket: { Ref: 'CodeBucket' },
      S3Key: { Ref: 'CodeKey' },
    });
    const version = Object.entries(Resources).find(([id]) => id.startsWith('InjectVersion'))?.[1];
    expect(version?.Properties.CodeSha256).toBe(options.sha256);
  });

  it('makes a new version where a parameter of CloudFormation changes what one holds', () => {
    const { Resources } = releaseTemplate('public', options);
    const version = Object.entries(Resources).find(([id]) => id.startsWith('InjectVersion'))?.[1];
    expect(version?.Properties.Description).toEqual({
      'Fn::Sub': [
        '0.1.0, root ${root}, auth ${auth}, authors may ${authorMay}, forbid ${forbid}',
        {
          root: { Ref: 'ParameterRoot' },
          auth: { Ref: 'Auth' },
          authorMay: { Ref: 'AuthorMay' },
          forbid: { Ref: 'Forbid' },
        },
      ],
    });
  });

  it('takes for the rules for authors what the function knows, and nothing else', () => {
    const { AuthorMay, Forbid } = releaseTemplate('public', options).Parameters as Record<
      string,
      Record<string, string>
    >;
    expect(AuthorMay?.AllowedValues).toEqual(['all', 'resources', 'nothing']);
    const pattern = new RegExp(`^(?:${Forbid?.AllowedPattern})$`);
    expect(['', 'privileged', 'privileged,hostPath'].every((text) => pattern.test(text))).toBe(true);
    expect(['x', 'privileged,', 'privileged, hostPath'].some((text) => pattern.test(text))).toBe(false);
  });

  it('lets the function read below the root that it is given', () => {
    const text = JSON.stringify(releaseTemplate('public', options).Resources.FunctionRole);
    expect(text).toContain(
      '{"Fn::Sub":["arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${root}/*"',
    );
  });

  it.each([
    ['restricted', 'AllowedCidrs', 'aws:SourceIp'],
    ['private', 'VpcEndpointIds', 'aws:SourceVpce'],
  ] as const)('for the profile %s asks for %s', (profile, parameter, key) => {
    const { Parameters, Resources } = releaseTemplate(profile, options);
    expect(Parameters[parameter]).toMatchObject({ Type: 'CommaDelimitedList' });
    expect(JSON.stringify(Resources.Api?.Properties.Policy)).toContain(`"${key}":{"Ref":"${parameter}"}`);
  });

  it('may do without a reservation and without a topic', () => {
    const { Conditions, Resources } = releaseTemplate('public', options);
    expect(Conditions).toMatchObject({ ReservesConcurrency: {}, HasTopic: {} });
    expect(Resources.InjectLambdaFunction?.Properties.ReservedConcurrentExecutions).toMatchObject({
      'Fn::If': ['ReservesConcurrency', { Ref: 'ReservedConcurrency' }, { Ref: 'AWS::NoValue' }],
    });
  });

  it('watches four fifths of the reservation that it is given, where it is given one', () => {
    expect(releaseTemplate('public', options).Resources.AlarmNearReservation).toMatchObject({
      Condition: 'ReservesConcurrency',
      Properties: {
        Metrics: [
          { Id: 'used', MetricStat: { Metric: { MetricName: 'ConcurrentExecutions' }, Stat: 'Maximum' } },
          { Id: 'share', Expression: { 'Fn::Sub': 'used / ${ReservedConcurrency}' } },
        ],
        Threshold: 0.8,
      },
    });
  });

  it('is decided where the release is told', () => {
    const decided = { shift: 'none', alarms: 'off', kmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/0-1' };
    const { Resources } = releaseTemplate('public', { ...options, decided });
    expect(Object.keys(Resources).filter((id) => /Alarm|Rollout/.test(id))).toEqual([]);
    expect(JSON.stringify(Resources.FunctionRole)).toContain('kms:Decrypt');
  });

  it.each(['public', 'restricted', 'private'] as const)('for the profile %s is taken without a bucket', (profile) => {
    expect(JSON.stringify(releaseTemplate(profile, options), null, 1).length).toBeLessThan(51_200);
  });

  it.each(['profile', 'auth', 'parameterRoot', 'deletionProtection'])('is not told %s, which comes later', (name) => {
    expect(() => checkDecided({ [name]: 'x' })).toThrow(`${name}: a release does not decide it`);
    expect(() => checkDecided({ shift: 'none', tracing: 'on' })).not.toThrow();
  });

  it('is not made of parameters that are not right', () => {
    expect(() => releaseTemplate('public', { ...options, decided: { shiftt: 'none' } })).toThrow(
      'did you mean "shift"?',
    );
  });
});
