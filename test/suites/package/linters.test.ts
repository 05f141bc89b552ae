import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseTemplate } from '../../../build/release/release-template.ts';
import { profiles, templateWith } from '../../support/deployment-template.ts';
import { pythonEnvironment, pythonMissing } from '../../support/python-environment.ts';

const missing = pythonMissing();
const certificate = 'arn:aws:acm:eu-central-1:123456789012:certificate/0123abcd-0000-4000-8000-123456789012';
const named = { domainName: 'injector.example.com', certificateArn: certificate };
const everything = {
  ...profiles.private,
  ...named,
  apartClusters: 'big,bigger',
  provisionedConcurrency: '5',
  apiGatewayLogRole: 'create',
  kmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/0123abcd-0000-4000-8000-123456789012',
  alarmTopicArn: 'arn:aws:sns:eu-central-1:123456789012:pages',
  clusterMetrics: 'on',
  tracing: 'on',
  shift: 'linear',
};
/** The first run installs a hundred packages. */
const installMs = 900_000;
/** Ten seconds where nothing else runs. */
const readMs = 600_000;
const release = { version: '0.1.0', sha256: 'c29tZSBjb2Rl' };
const templates = {
  restricted: templateWith(profiles.restricted),
  named: templateWith(named),
  everything: templateWith(everything),
  least: templateWith({ shift: 'none', alarms: 'off', apiGatewayLogRole: 'none', reservedConcurrency: 'none' }),
  'release-public': releaseTemplate('public', release),
  'release-restricted': releaseTemplate('restricted', release),
  'release-private': releaseTemplate('private', release),
} as const;
const answers: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'checkov-answers.json'), 'utf8'),
);

describe.skipIf(missing !== undefined)(
  `what others' tools say of the templates${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-linters-'));
    const files = Object.keys(templates).map((name) => join(folder, `${name}.json`));
    let bin: string;

    beforeAll(async () => {
      bin = await pythonEnvironment('linters-1', ['cfn-lint==1.58.0', 'checkov==3.3.30']);
      for (const [name, template] of Object.entries(templates)) {
        writeFileSync(join(folder, `${name}.json`), JSON.stringify(template, null, 2));
      }
    }, installMs);
    afterAll(() => rmSync(folder, { recursive: true }));

    it('cfn-lint finds nothing', { timeout: readMs }, async () => {
      const { stdout, code } = await tool('cfn-lint', ['--regions', 'eu-central-1', '--', ...files]);
      expect(stdout).toBe('');
      expect(code).toBe(0);
    });

    it('checkov finds only what checkov-answers.json answers, and all that it answers', {
      timeout: readMs,
    }, async () => {
      const found = await checkov();
      expect(found.filter((id) => !Object.hasOwn(answers, id))).toEqual([]);
      expect(Object.keys(answers).filter((id) => !found.includes(id))).toEqual([]);
    });

    async function checkov(): Promise<readonly string[]> {
      const args = ['--framework', 'cloudformation', '--output', 'json', '--quiet', '--compact', '--directory', folder];
      const { stdout } = await tool('checkov', args);
      const report = JSON.parse(stdout) as {
        readonly results: { readonly failed_checks: readonly { readonly check_id: string }[] };
      };
      return [...new Set(report.results.failed_checks.map((check) => check.check_id))].sort();
    }

    function tool(name: string, args: readonly string[]): Promise<{ stdout: string; code: number }> {
      return new Promise((resolve) => {
        const options = { maxBuffer: 1 << 26, env: { ...process.env, LOG_LEVEL: 'ERROR' } };
        execFile(join(bin, name), args, options, (error, stdout) => {
          resolve({ stdout, code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1 });
        });
      });
    }
  },
);
