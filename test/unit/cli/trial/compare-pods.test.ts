import { describe, expect, it } from 'vitest';
import { type ChangeKind, type Outcome, PodComparer } from '../../../../lib/cli/trial/compare-pods.ts';
import { InjectError } from '../../../../lib/inject/errors.ts';

const plain = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'app' }] } };
const withSidecar = (image: string) => ({ ...plain, spec: { containers: [{ name: 'app' }, { name: 'log', image }] } });
const injected = (image: string): Outcome => ({
  pod: withSidecar(image),
  outcome: {
    kind: 'injected',
    pod: withSidecar(image),
    operations: [],
    patch: '',
    warnings: [],
    templates: ['sidecar'],
  },
});
const skipped: Outcome = { pod: plain, outcome: { kind: 'skipped' } };
const refused: Outcome = { pod: plain, outcome: { kind: 'refused', message: 'a mount of nothing' } };
const fault = new InjectError('template-failed', 'no such value');
const failed: Outcome = { pod: plain, outcome: { kind: 'failed', message: fault.message, fault } };
const nothing: Outcome = { pod: plain, outcome: { kind: 'no-configuration', message: 'no template' } };

function compare(before: Outcome, after: Outcome) {
  const comparer = new PodComparer(false);
  comparer.add({ name: 'web', before, after });
  return comparer.result();
}

const changes: readonly (readonly [string, Outcome, Outcome, ChangeKind | 'equal'])[] = [
  ['another image', injected('log:1'), injected('log:2'), 'changed'],
  ['the same image', injected('log:1'), injected('log:1'), 'equal'],
  ['a sidecar that goes', injected('log:1'), skipped, 'changed'],
  ['a refusal', injected('log:1'), refused, 'refused'],
  ['a refusal that goes', refused, injected('log:1'), 'changed'],
  ['a fault', injected('log:1'), failed, 'failed'],
  ['a fault that stays', failed, failed, 'equal'],
  ['a fault that goes', failed, injected('log:1'), 'changed'],
  ['a configuration that is gone', injected('log:1'), nothing, 'failed'],
  ['a first configuration', nothing, injected('log:1'), 'changed'],
  ['a first configuration that leaves the pod alone', nothing, skipped, 'equal'],
  ['a first configuration that fails', nothing, failed, 'failed'],
  ['no configuration before and after', nothing, nothing, 'equal'],
];

describe('PodComparer', () => {
  it.each(changes)('takes %s for what it is', (_name, before, after, want) => {
    const { equal, changes: found } = compare(before, after);
    expect(equal === 1 ? ['equal'] : found.map(({ kind }) => kind)).toEqual([want]);
  });

  it('shows beside a first configuration the pod as it came', () => {
    const [change] = compare(nothing, injected('log:1')).changes;
    expect(change?.diff).toMatch(/^\+.*image: log:1$/m);
    expect(change?.diff).not.toMatch(/^-[^-]/m);
  });
});
