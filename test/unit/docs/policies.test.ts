import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type IamPolicy, isAllowed } from '../../support/iam-policy.ts';

const folder = join(import.meta.dirname, '../../../docs/policies');
const root = 'arn:aws:ssm:REGION:ACCOUNT:parameter/sidecar-injector';
const policies = Object.fromEntries(
  readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as IamPolicy]),
);

const names = [
  ...['default/switch', 'prod/switch', 'default/tokens', 'default/template', 'prod/values', 'default/release'],
  // A template may be called anything, and whoever may write one may do what nodes allow.
  ...['default/templates/fluent-bit', 'prod/templates/switch', 'prod/templates/tokens'],
];
const mayWrite: Readonly<Record<string, readonly string[]>> = {
  'on-call.json': ['default/switch', 'prod/switch'],
  'security.json': ['default/tokens'],
  'editors.json': ['default/template', 'prod/values', 'default/release', 'default/templates/fluent-bit'],
  'readers.json': [],
};

describe('docs/policies', () => {
  it('has one for each role', () => {
    expect(Object.keys(policies).sort()).toEqual(Object.keys(mayWrite).sort());
  });

  describe.each(Object.entries(mayWrite))('%s', (file, writable) => {
    const policy = policies[file]!;

    it.each(names)('writes %s only where its role does', (name) => {
      expect(isAllowed(policy, 'ssm:PutParameter', `${root}/${name}`)).toBe(writable.includes(name));
    });

    it('reads everything below the root, and nothing elsewhere', () => {
      expect(isAllowed(policy, 'ssm:GetParameter', `${root}/default/template`)).toBe(true);
      expect(isAllowed(policy, 'ssm:GetParametersByPath', root)).toBe(true);
      expect(isAllowed(policy, 'ssm:GetParameter', 'arn:aws:ssm:REGION:ACCOUNT:parameter/other/secret')).toBe(false);
      expect(isAllowed(policy, 'ssm:GetParameter', `${root}-2/default/template`)).toBe(false);
    });

    it('deletes nothing, writes nothing elsewhere, and does nothing but Parameter Store', () => {
      for (const name of names) {
        expect(isAllowed(policy, 'ssm:DeleteParameter', `${root}/${name}`)).toBe(false);
        expect(isAllowed(policy, 'ssm:DeleteParameters', `${root}/${name}`)).toBe(false);
      }
      expect(isAllowed(policy, 'ssm:PutParameter', 'arn:aws:ssm:REGION:ACCOUNT:parameter/other')).toBe(false);
      const actions = policy.Statement.flatMap(({ Action }) => Action);
      expect(actions.filter((action) => !action.startsWith('ssm:') || action.includes('*'))).toEqual([]);
    });
  });
});
