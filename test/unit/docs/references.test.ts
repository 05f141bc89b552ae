import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../lib/cli/commands.ts';
import { skipTexts } from '../../../lib/cli/explain/reasons.ts';
import { decodeSettings, settingNames } from '../../../lib/config/load/decode-settings.ts';
import { Report } from '../../../lib/config/load/report.ts';
import { createMeshBehaviour } from '../../../lib/istio/mesh-behaviour.ts';
import { metricFields, type Outcome } from '../../../lib/observe/metrics.ts';
import { formatRequestLine } from '../../../lib/observe/request-log.ts';
import { compileTemplate } from '../../../lib/template/template.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { references } from '../../support/reference/references.ts';
import { describedSettings } from '../../support/reference/settings-reference.ts';
import { dataOf, describedFields } from '../../support/reference/template-data-reference.ts';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('pages that follow from the code', () => {
  it.each([...references()])('%s is what npm run reference writes', (file, text) => {
    expect(read(file)).toBe(text);
  });

  it.each(settingNames)('the setting %s is described, and its example decodes', (name) => {
    const { meaning, example } = describedSettings[name] ?? { meaning: '', example: '' };
    expect(meaning, 'describe it in test/support/reference/settings-reference.ts').not.toBe('');
    const report = new Report('settings', () => ({ line: 1, column: 1 }));
    decodeSettings(parseYaml(example), report);
    expect(report.problems).toEqual([]);
  });

  const meshed = dataOf(createMeshBehaviour({ mesh: null }));
  it.each(meshed.fields)('the field .%s of template data is described, and its example renders', (name) => {
    const [meaning = '', example = ''] = describedFields[name] ?? [];
    expect(meaning, 'describe it in test/support/reference/template-data-reference.ts').not.toBe('');
    const template = compileTemplate({ name: 'example', text: example, functions: new Map() });
    expect(template.render({ kind: 'pointer', type: '*inject.T', target: meshed, isNil: false })).not.toContain(
      '<no value>',
    );
  });
});

describe('docs/observability.md', () => {
  const page = read('docs/observability.md');
  const full = {
    ...{ at: 0, milliseconds: 1, status: 200, uid: 'u', cluster: 'c', namespace: 'n', workload: 'w' },
    ...{ decision: 'inject', reason: 'requested', trace: 't', fingerprint: 'f', patchBytes: 1, problem: 'p' },
    ...{
      warnings: ['w'],
      stale: { ageSeconds: 1, cause: 'c' },
      isHeldBack: true,
      isListedCluster: true,
      isTrial: true,
      error: new Error('e'),
    },
    switchedOff: { parameter: 'default/switch', reason: 'r', seconds: 1, isOverdue: true },
    notices: [{ code: 'unknown-key', text: 't' }],
  };
  const outcomes: readonly Outcome[] = [
    'injected',
    'skipped',
    'refused',
    'rejected',
    'denied',
    'unavailable',
    'failed',
  ];

  it('names every field of a log line', () => {
    const fields = Object.keys(JSON.parse(formatRequestLine({ ...full, outcome: 'injected' }))).filter(
      (key) => key !== '_aws',
    );
    expect(fields.filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
  });

  it('names every metric', () => {
    const { isTrial: _trial, ...counted } = full;
    const metrics = outcomes.flatMap((outcome) => Object.keys(metricFields({ ...counted, outcome })));
    expect(new Set(metrics.filter((name) => name !== '_aws' && !page.includes(`\`${name}\``)))).toEqual(new Set());
  });

  it('has a query for each of the eight questions', () => {
    expect(page.match(/^### /gm)?.length).toBeGreaterThanOrEqual(8);
  });
});

describe('docs/troubleshooting.md', () => {
  const page = read('docs/troubleshooting.md');

  it('has every reason for which a pod is left alone', () => {
    expect(Object.keys(skipTexts).filter((reason) => !page.includes(`\`${reason}\``))).toEqual([]);
  });

  it.each(['401', '429', '500', '503'])('has the answer %s', (status) => {
    expect(page).toContain(status);
  });

  it('names commands that there are', () => {
    const names = [...page.matchAll(/npx --no-install sidecar-injector ([a-z]+)/g)].map(([, name]) => name);
    const known = new Set([...commands.map(({ name }) => name), 'completion', 'token', 'off', 'on']);
    expect(names.filter((name) => name !== undefined && !known.has(name))).toEqual([]);
  });
});

describe('docs/good-practices.md', () => {
  it('names tests that there are', () => {
    const files = [...read('docs/good-practices.md').matchAll(/`(test\/[^`]+\.ts)`/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(8);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
