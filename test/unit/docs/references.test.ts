import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../lib/cli/commands.ts';
import { skipTexts } from '../../../lib/cli/explain/reasons.ts';
import { decodeSettings, settingNames } from '../../../lib/config/load/decode-settings.ts';
import { Report } from '../../../lib/config/load/report.ts';
import { createMeshBehaviour } from '../../../lib/istio/mesh-behaviour.ts';
import { type Measured, type MetricLabels, metricMembers, type Outcome } from '../../../lib/observe/metrics.ts';
import { formatRequestLine, type RequestEntry } from '../../../lib/observe/request-log.ts';
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
  /** Every field that there is: a new one does not compile until it stands here. */
  const full: Required<Omit<RequestEntry, 'outcome'>> = {
    ...{ milliseconds: 1, status: 200, requestId: 'a', lambdaRequestId: 'b', uid: 'u', cluster: 'c' },
    ...{ namespace: 'n', workload: 'w', decision: 'inject', reason: 'requested', trace: 't', fingerprint: 'f' },
    ...{ patchBytes: 1, warnings: ['w'], problem: 'p', stale: { ageSeconds: 1, cause: 'c' }, isHeldBack: true },
    ...{ isListedCluster: true, isTrial: true, isFault: true, error: new Error('e') },
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

  /** Names in the first column of the table below a heading. */
  const rowsBelow = (heading: string): readonly string[] => {
    const [, section = ''] = page.split(`## ${heading}\n`);
    const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| (`[^|]*) \|/gm)];
    return rows.flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
  };

  const metrics = (measured: Measured, labels?: MetricLabels): object =>
    JSON.parse(`{${metricMembers(0, measured, labels).slice(1)}}`);

  it('names every field of a log line, and no other', () => {
    const labels = { stack: 's', version: '1', functionName: 'f' };
    const line = JSON.parse(formatRequestLine(0, { ...full, isTrial: true, outcome: 'injected' }));
    const dimensions = Object.entries(metrics({ ...full, isTrial: false, outcome: 'failed' }, labels));
    const texts = dimensions.filter(([, value]) => typeof value === 'string').map(([name]) => name);
    expect(texts).toContain('stack');
    expect(new Set(rowsBelow('Fields of a line'))).toEqual(new Set([...Object.keys(line), ...texts]));
  });

  it('names what stands in the fields that hold more than one thing', () => {
    const line = JSON.parse(formatRequestLine(0, { ...full, outcome: 'injected' }));
    const inner = [line.stale, line.switchedOff, line.notices[0]].flatMap((each) => Object.keys(each));
    expect(inner.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every event that belongs to no request', () => {
    expect(['tokens-unusable', 'compile-cache-unused'].filter((event) => !page.includes(`\`${event}\``))).toEqual([]);
  });

  it('names every metric', () => {
    const { isTrial: _trial, ...counted } = full;
    const names = outcomes.flatMap((outcome) => Object.keys(metrics({ ...counted, outcome })));
    expect(new Set(names.filter((name) => name !== '_aws' && !page.includes(`\`${name}\``)))).toEqual(new Set());
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
