import { describe, expect, it } from 'vitest';
import { ofType, only, templateWith } from '../../../support/deployment-template.ts';

describe('a new version', () => {
  const template = templateWith();
  const group = only(template, 'AWS::CodeDeploy::DeploymentGroup');

  it.each([
    ['canary', 'CodeDeployDefault.LambdaCanary10Percent5Minutes'],
    ['linear', 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute'],
    ['all-at-once', 'CodeDeployDefault.LambdaAllAtOnce'],
  ])('gets traffic by %s', (shift, want) => {
    expect(only(templateWith({ shift }), 'AWS::CodeDeploy::DeploymentGroup').DeploymentConfigName).toBe(want);
  });

  it('is asked before it gets any', () => {
    const { UpdatePolicy } = template.Resources.InjectAlias!;
    expect(UpdatePolicy).toEqual({
      'Fn::If': [
        'PinsVersion',
        { Ref: 'AWS::NoValue' },
        {
          CodeDeployLambdaAliasUpdate: {
            ApplicationName: { Ref: 'Rollout' },
            DeploymentGroupName: { Ref: 'InjectRolloutGroup' },
            BeforeAllowTrafficHook: { Ref: 'InjectHook' },
          },
        },
      ],
    });
    const [version] = ofType(template, 'AWS::Lambda::Version').keys();
    expect(template.Resources.InjectHook?.Properties).toMatchObject({
      FunctionName: { 'Fn::Sub': 'CodeDeployHook_${AWS::StackName}' },
      Handler: 'dist/functions/before-traffic.handler',
      Environment: {
        Variables: { NEW_VERSION: { Ref: version }, LIVE_VERSION: { 'Fn::Sub': '${AWS::StackName}-inject:live' } },
      },
    });
  });

  it('goes back by an alarm on its own internal faults only', () => {
    expect(group).toMatchObject({
      AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: { Ref: 'InjectFaultsOfVersion' } }] },
    });
    const [version] = ofType(template, 'AWS::Lambda::Version').keys();
    expect(template.Resources.InjectFaultsOfVersion?.Properties).toMatchObject({
      Namespace: 'SidecarInjector',
      MetricName: 'faults',
      Dimensions: [
        { Name: 'stack', Value: { Ref: 'AWS::StackName' } },
        { Name: 'function', Value: { Ref: 'InjectLambdaFunction' } },
        { Name: 'version', Value: { 'Fn::GetAtt': [version, 'Version'] } },
      ],
    });
  });

  it('is asked by a function that may call versions, report to CodeDeploy, write its log, and nothing else', () => {
    const text = JSON.stringify(template.Resources.HookRole?.Properties.Policies);
    expect([...text.matchAll(/"(\w+:[A-Za-z]+)"/g)].map(([, action]) => action)).toEqual([
      'lambda:InvokeFunction',
      'codedeploy:PutLifecycleEventHookExecutionStatus',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    expect(text).not.toContain('"Resource":"*"');
  });

  it('takes over at once, without CodeDeploy, where the deployment says so', () => {
    const plain = templateWith({ shift: 'none' });
    expect(Object.keys(plain.Resources).filter((id) => /Rollout|Hook|OfVersion/.test(id))).toEqual([]);
    expect(plain.Resources.InjectAlias?.UpdatePolicy).toBeUndefined();
  });

  it('of clusters that are kept apart is shifted, asked and watched on its own', () => {
    const apart = templateWith({ apartClusters: 'big' });
    expect(Object.keys(apart.Resources)).toEqual(
      expect.arrayContaining(['ApartRolloutGroup', 'ApartHook', 'ApartFaultsOfVersion']),
    );
    expect(apart.Resources.ApartHook?.Properties.Environment).toMatchObject({
      Variables: { LIVE_VERSION: { 'Fn::Sub': '${AWS::StackName}-apart:live' } },
    });
  });

  it('of clusters that are kept apart goes back on its own, and keeps nobody else from going on', () => {
    const { Parameters, Conditions, Resources } = templateWith({ apartClusters: 'big' });
    expect(Object.keys(Parameters)).toEqual(['LiveVersion', 'ApartLiveVersion']);
    expect(Object.keys(Conditions)).toEqual(['PinsVersion', 'ApartPinsVersion']);
    for (const [id, parameter, condition] of [
      ['InjectAlias', 'LiveVersion', 'PinsVersion'],
      ['ApartAlias', 'ApartLiveVersion', 'ApartPinsVersion'],
    ] as const) {
      expect(Resources[id]?.Properties.FunctionVersion).toMatchObject({
        'Fn::If': [condition, { Ref: parameter }, { 'Fn::GetAtt': [expect.any(String), 'Version'] }],
      });
      expect(Resources[id]?.UpdatePolicy).toMatchObject({ 'Fn::If': [condition, {}, {}] });
    }
  });
});
