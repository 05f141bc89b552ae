import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainRoutes } from '../../../build/deploy/routes.ts';
import { templateWith } from '../../support/deployment-template.ts';
import { type Package, packageWith, root, serverless } from './serverless-package.ts';

const zipLimit = 400 * 1024;

let plain: Package;
let again: Package;

beforeAll(async () => {
  plain = await packageWith();
  again = await packageWith({ parameterRoot: '/platform/injector', apartClusters: 'big', profile: 'public' });
});

afterAll(() => {
  plain.remove();
  again.remove();
});

describe('serverless package', () => {
  it('gives our own template, and a bucket for the zip that nobody else can read', () => {
    const { ServerlessDeploymentBucket, ServerlessDeploymentBucketPolicy, ...ours } = plain.template.Resources;
    const { location, sha256 } = codeOf(plain);
    expect(ours).toEqual(templateWith({}, { code: { location, sha256 } }).Resources);
    expect(ServerlessDeploymentBucket?.Properties).toMatchObject({
      BucketEncryption: expect.anything(),
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(JSON.stringify(ServerlessDeploymentBucketPolicy)).toContain('aws:SecureTransport');
  });

  it('gives the second version the stage of the first, another snapshot and another version of the function', () => {
    const [first, second] = [plain, again].map(({ template }) => Object.keys(template.Resources));
    expect(second).toEqual(expect.arrayContaining(['Api', 'ApiStage', 'InjectLambdaFunction', 'InjectAlias']));
    for (const prefix of ['ApiDeployment', 'InjectVersion']) {
      const [before, after] = [first, second].map((ids) => ids?.filter((id) => id.startsWith(prefix)));
      expect(before).toHaveLength(1);
      expect(after).toHaveLength(1);
      expect(after).not.toEqual(before);
    }
    expect(JSON.stringify([plain.template, again.template])).not.toMatch(/StageDescription/);
  });

  it('gives the same zip for the same code', () => {
    expect(readFileSync(again.zip).equals(readFileSync(plain.zip))).toBe(true);
  });

  it('comes with a zip of at most 400 KB', () => {
    expect(statSync(plain.zip).size).toBeLessThanOrEqual(zipLimit);
  });

  it('refuses parameters that are not right, before it builds anything', async () => {
    const failure = await serverless(['package', '--param=reservedConcurency=none', '--param=auth=off']).catch(
      (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`,
    );
    expect(failure).toContain('did you mean "reservedConcurrency"?');
    expect(failure).toContain('auth: "off" is not token, none');
    expect(failure).not.toMatch(/^\s+at /m);
  });
});

describe('serverless.yml', () => {
  it('lists for local runs the routes that are deployed', () => {
    const lines = readFileSync(join(root, 'serverless.yml'), 'utf8').matchAll(/^ +- http: (.*)$/gm);
    expect([...lines].map(([, route]) => route)).toEqual(plainRoutes.map(({ method, path }) => `${method} ${path}`));
  });
});

function codeOf({ template }: Package): { location: Readonly<Record<string, unknown>>; sha256: string } {
  const [version] = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Version');
  return {
    location: template.Resources.InjectLambdaFunction?.Properties.Code as Readonly<Record<string, unknown>>,
    sha256: version?.Properties.CodeSha256 as string,
  };
}
