import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../lib/config/load/decode-settings.ts';
import type { SnapshotResult } from '../../../lib/config/load/load-snapshot.ts';
import type { AuthorRules } from '../../../lib/contract/author-rules.ts';
import { createInjector } from '../../../lib/webhook/create-injector.ts';
import { deployedRules, underRules } from '../../../lib/webhook/deployed-rules.ts';
import { snapshotWith } from './webhook-fixture.ts';

const loaded = (rules: Partial<AuthorRules>): SnapshotResult => ({
  kind: 'snapshot',
  snapshot: snapshotWith({ settings: { ...defaultSettings, ...rules } }),
  problems: [],
});

describe('deployedRules', () => {
  it.each([
    [{}, { authorMay: 'all', forbid: [] }],
    [
      { AUTHOR_MAY: 'all', FORBID: '' },
      { authorMay: 'all', forbid: [] },
    ],
    [
      { AUTHOR_MAY: 'nothing', FORBID: 'hostPath, privileged' },
      { authorMay: 'nothing', forbid: ['hostPath', 'privileged'] },
    ],
  ])('reads %j', (environment, want) => {
    expect(deployedRules(environment)).toEqual(want);
  });

  it.each([
    [{ AUTHOR_MAY: 'nothin' }, 'the function\'s environment has AUTHOR_MAY with "nothin"; did you mean "nothing"?'],
    [{ AUTHOR_MAY: '' }, 'AUTHOR_MAY with ""; use one of all, resources, nothing'],
    [{ FORBID: 'privileged,hostpath' }, 'FORBID with "hostpath"; did you mean "hostPath"?'],
  ])('takes %j for a mistake', (environment, message) => {
    expect(() => deployedRules(environment)).toThrow(message);
  });
});

describe('the function', () => {
  it('does not start under a rule that it does not know', () => {
    expect(() => createInjector({ FORBID: 'everything' }, () => undefined)).toThrow('FORBID with "everything"');
  });
});

describe('underRules', () => {
  const rules: AuthorRules = { authorMay: 'resources', forbid: ['privileged'] };

  it.each([
    [{}, rules],
    [{ authorMay: 'all', forbid: [] }, rules],
    [
      { authorMay: 'nothing', forbid: ['hostPath'] },
      { authorMay: 'nothing', forbid: ['privileged', 'hostPath'] },
    ],
  ] satisfies readonly (readonly [Partial<AuthorRules>, AuthorRules])[])(
    'settings %j only tighten',
    (settings, want) => {
      const result = underRules(loaded(settings), rules);
      expect(result).toMatchObject({ snapshot: { settings: want } });
    },
  );

  it('leaves the very snapshot where the deployment has no rule, and problems as they are', () => {
    const result = loaded({ authorMay: 'nothing' });
    expect(underRules(result, { authorMay: 'all', forbid: [] })).toBe(result);
    const invalid: SnapshotResult = { kind: 'invalid', problems: [] };
    expect(underRules(invalid, rules)).toBe(invalid);
  });
});
