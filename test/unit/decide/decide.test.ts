import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policies } from '../../../lib/contract/policy.ts';
import { decide, formatTrace } from '../../../lib/decide/decide.ts';
import type { DecisionConfiguration } from '../../../lib/decide/decision.ts';
import { injectionRequest } from '../../../lib/decide/injection-request.ts';
import { decodeSubject } from '../../../lib/decide/subject.ts';
import { systemNamespaces } from '../../../lib/decide/system-namespaces.ts';
import { ownText } from '../../../lib/json/member.ts';

const key = 'sidecar.istio.io/inject';
const matchesApp = { matchLabels: { app: 'shop' } };
const matchesOther = { matchLabels: { app: 'other' } };

interface Row {
  readonly name: string;
  readonly operation?: string;
  readonly target?: string;
  readonly namespace?: string;
  readonly hostNetwork?: unknown;
  readonly label?: unknown;
  readonly annotation?: string;
  readonly policy?: DecisionConfiguration['policy'];
  readonly never?: DecisionConfiguration['settings']['neverInjectSelector'];
  readonly always?: DecisionConfiguration['settings']['alwaysInjectSelector'];
  readonly asksExactly?: boolean;
  readonly want: string;
  readonly warning?: string;
}

function decideRow(row: Row) {
  const labels = { app: 'shop', ...(row.label === undefined ? {} : { [key]: row.label }) };
  const annotations = row.annotation === undefined ? {} : { [key]: row.annotation };
  const spec = row.hostNetwork === undefined ? {} : { hostNetwork: row.hostNetwork };
  const subject = decodeSubject({
    operation: row.operation ?? 'CREATE',
    target: row.target ?? '/v1/pods',
    namespace: row.namespace ?? 'shop',
    pod: { metadata: { labels, annotations, namespace: 'kube-system' }, spec },
  });
  const settings = {
    neverInjectSelector: row.never ?? [],
    alwaysInjectSelector: row.always ?? [],
    asksExactly: row.asksExactly ?? true,
  };
  return decide(subject, { policy: row.policy ?? 'enabled', settings });
}

const truthTable: readonly Row[] = [
  { name: 'enabled, asked for', annotation: 'true', want: 'inject requested' },
  { name: 'enabled, nothing said', want: 'inject policy-enabled' },
  { name: 'enabled, refused', annotation: 'false', want: 'skip opted-out' },
  { name: 'disabled, asked for', policy: 'disabled', annotation: 'true', want: 'inject requested' },
  { name: 'disabled, nothing said', policy: 'disabled', want: 'skip policy-disabled' },
  { name: 'disabled, refused', policy: 'disabled', annotation: 'false', want: 'skip opted-out' },
];

const neighbours: readonly Row[] = [
  {
    name: '1 over 2: an update on the host network',
    operation: 'UPDATE',
    hostNetwork: true,
    want: 'skip not-a-pod-creation',
  },
  { name: '1: a subresource', target: '/v1/pods/ephemeralcontainers', want: 'skip not-a-pod-creation' },
  { name: '1: another kind', target: 'apps/v1/deployments', want: 'skip not-a-pod-creation' },
  { name: '1: pods of another group', target: 'metrics.k8s.io/v1/pods', want: 'skip not-a-pod-creation' },
  { name: '2 over 3', hostNetwork: true, namespace: 'kube-system', want: 'skip host-network' },
  { name: '2 over 5', hostNetwork: true, label: 'true', annotation: 'true', want: 'skip host-network' },
  { name: '2: false is no host network', hostNetwork: false, want: 'inject policy-enabled' },
  { name: '2: null is no host network', hostNetwork: null, want: 'inject policy-enabled' },
  { name: '2: what is no boolean counts as host network', hostNetwork: 'true', want: 'skip host-network' },
  { name: '3 over 4', namespace: 'kube-public', policy: 'off', want: 'skip system-namespace' },
  { name: '3 over 5', namespace: 'kube-system', label: 'true', want: 'skip system-namespace' },
  { name: '3: node leases', namespace: 'kube-node-lease', want: 'skip system-namespace' },
  { name: '3: local path storage', namespace: 'local-path-storage', want: 'skip system-namespace' },
  { name: '3: a name that only begins like one', namespace: 'kube-systems', want: 'inject policy-enabled' },
  { name: '4 over 5', policy: 'off', label: 'true', want: 'skip switched-off' },
  { name: '5: the label goes before the annotation', label: 'false', annotation: 'true', want: 'skip opted-out' },
  { name: '5: an empty label hides the annotation', label: '', annotation: 'false', want: 'inject policy-enabled' },
  { name: '5: a label that is no string is absent', label: 7, annotation: 'false', want: 'skip opted-out' },
  { name: '5 over 7', label: 'true', never: [matchesApp], want: 'inject requested' },
  { name: '5 over 8', annotation: 'false', always: [matchesApp], want: 'skip opted-out' },
  {
    name: '6: another value warns and goes on',
    annotation: 'yes',
    never: [matchesApp],
    want: 'skip never-selector',
    warning: `annotation ${key}: "yes" is ignored; write "true" or "false"`,
  },
  {
    name: '6: another value of the label hides the annotation all the same',
    label: 'True',
    annotation: 'true',
    policy: 'disabled',
    want: 'skip policy-disabled',
    warning: `label ${key}: "True" is ignored; write "true" or "false"`,
  },
  { name: '6: an empty annotation does not warn', annotation: '', want: 'inject policy-enabled' },
  { name: '7 over 8', never: [matchesApp], always: [matchesApp], want: 'skip never-selector' },
  { name: '7: the second of two', never: [matchesOther, matchesApp], want: 'skip never-selector' },
  { name: '7: an empty selector matches nothing', never: [{}], want: 'inject policy-enabled' },
  { name: '8: an empty selector matches nothing', always: [{}], policy: 'disabled', want: 'skip policy-disabled' },
  { name: '8 over 9', always: [matchesApp], policy: 'disabled', want: 'inject always-selector' },
  { name: '9: no selector matches', never: [matchesOther], always: [matchesOther], want: 'inject policy-enabled' },
];

/** Up to Istio 1.26. */
const words: readonly Row[] = [
  ...['y', 'Yes', 'ON', 'TRUE'].map((label) => ({
    name: `${label} is yes`,
    label,
    policy: 'disabled' as const,
    want: 'inject requested',
    warning: `label ${key}: "${label}" is true up to Istio 1.26 only; write "true"`,
  })),
  ...['no', 'False', 'perhaps'].map((annotation) => ({
    name: `${annotation} is no`,
    annotation,
    always: [matchesApp],
    want: 'skip opted-out',
    warning: `annotation ${key}: "${annotation}" is false up to Istio 1.26 only; write "false"`,
  })),
  { name: 'true needs no warning', label: 'true', want: 'inject requested' },
  { name: 'an empty label says nothing', label: '', annotation: 'no', want: 'inject policy-enabled' },
].map((row) => ({ ...row, asksExactly: false }));

describe('decide', () => {
  it.each([...truthTable, ...neighbours, ...words])('$name: $want', (row) => {
    const decision = decideRow(row);
    expect(`${decision.kind} ${decision.reason}`).toBe(row.want);
    expect(decision.warnings).toEqual(row.warning === undefined ? [] : [row.warning]);
  });

  it('says nothing yet without configuration where the request does not settle it', () => {
    const subject = decodeSubject({ operation: 'CREATE', target: '/v1/pods', namespace: 'shop', pod: null });
    expect(decide(subject, null)).toEqual({ kind: 'undecided' });
  });

  it('applies the security rules without configuration', () => {
    const subject = decodeSubject({ operation: 'CREATE', target: '/v1/pods', namespace: 'kube-system', pod: {} });
    expect(decide(subject, null)).toMatchObject({ kind: 'skip', reason: 'system-namespace' });
  });

  it('names the switch that is off, and why', () => {
    const subject = decodeSubject({ operation: 'CREATE', target: '/v1/pods', namespace: 'shop', pod: null });
    const settings = { neverInjectSelector: [], alwaysInjectSelector: [], asksExactly: true };
    const switchedOff = { parameter: 'prod/switch', reason: 'INC-7' };
    const decision = decide(subject, { policy: 'enabled', settings, switchedOff });
    expect(decision).toMatchObject({ kind: 'skip', reason: 'switched-off' });
    expect(formatTrace(decision)).toMatch(/; switch prod\/switch off: INC-7 => skip$/);
  });

  it('traces every rule that was looked at', () => {
    const row: Row = { name: 'trace', annotation: 'maybe', never: [matchesOther], want: '' };
    expect(formatTrace(decideRow(row))).toBe(
      'pod-creation CREATE /v1/pods; host-network no; system-namespace shop; switch on; ' +
        'request annotation "maybe"; request-value ignored "maybe"; never-selector none of 1; ' +
        'always-selector none of 0; policy enabled => inject',
    );
  });

  it('keeps what a pod says short in trace and warning', () => {
    const decision = decideRow({ name: 'long', annotation: 'x'.repeat(100_000), want: '' });
    expect(formatTrace(decision).length).toBeLessThan(500);
    expect(decision.warnings[0]?.length).toBeLessThan(120);
  });
});

describe('the trace', () => {
  it('says of each rule that was looked at whether it applies, and what it saw', () => {
    expect(decideRow({ name: '', want: '', annotation: 'yes', never: [matchesOther] }).trace).toEqual([
      { rule: 'pod-creation', applies: false, saw: 'CREATE /v1/pods' },
      { rule: 'host-network', applies: false, saw: 'no' },
      { rule: 'system-namespace', applies: false, saw: 'shop' },
      { rule: 'switch', applies: false, saw: 'on' },
      { rule: 'request', applies: false, saw: 'annotation "yes"' },
      { rule: 'request-value', applies: false, saw: 'ignored "yes"' },
      { rule: 'never-selector', applies: false, saw: 'none of 1' },
      { rule: 'always-selector', applies: false, saw: 'none of 0' },
      { rule: 'policy', applies: true, saw: 'enabled' },
    ]);
  });

  it.each<readonly [Partial<Row>, string]>([
    [{ hostNetwork: true }, 'host-network yes => skip'],
    [{}, 'request none; request-value nothing to warn of; never'],
    [{ label: '' }, 'request label ""; request-value nothing to warn of'],
    [{ policy: 'off' }, 'switch policy off => skip'],
    [{ policy: 'disabled' }, 'policy disabled => skip'],
    [{ never: [matchesOther, matchesApp] }, 'never-selector number 2 => skip'],
    [{ namespace: 'n'.repeat(40) }, `system-namespace ${'n'.repeat(40)};`],
    [{ namespace: 'n'.repeat(41) }, `system-namespace ${'n'.repeat(40)}…;`],
    [{ namespace: '😀'.repeat(20) }, `system-namespace ${'😀'.repeat(20)};`],
    [{ namespace: `n${'😀'.repeat(20)}` }, `system-namespace n${'😀'.repeat(19)}\ufffd…;`],
  ])('of a pod with %j contains "%s"', (row, text) => {
    expect(formatTrace(decideRow({ name: '', want: '', ...row }))).toContain(text);
  });

  it('of a request value says nothing of selectors that are empty', () => {
    expect(formatTrace(decideRow({ name: '', want: '', always: [{}, { matchExpressions: [] }] }))).toContain(
      'always-selector none of 2',
    );
  });
});

describe('injectionRequest', () => {
  it.each<readonly [Record<string, string>, Record<string, string>, object]>([
    [{}, {}, { kind: 'absent', source: 'neither', value: '' }],
    [{ [key]: '' }, { [key]: 'true' }, { kind: 'absent', source: 'label', value: '' }],
    [{ [key]: 'true' }, { [key]: 'false' }, { kind: 'true', source: 'label', value: 'true' }],
    [{}, { [key]: 'false' }, { kind: 'false', source: 'annotation', value: 'false' }],
    [{}, { [key]: 'TRUE' }, { kind: 'unclear', source: 'annotation', value: 'TRUE' }],
  ])('of labels %j and annotations %j', (labels, annotations, want) => {
    const subject = { operation: 'CREATE', target: '/v1/pods', namespace: '', hostNetwork: false, labels, annotations };
    expect(injectionRequest(subject)).toEqual(want);
  });
});

describe('the security rules', () => {
  const anything = fc.record({
    policy: fc.constantFrom(...policies),
    label: fc.option(fc.constantFrom('true', 'false', '', 'yes'), { nil: undefined }),
    annotation: fc.option(fc.constantFrom('true', 'false', ''), { nil: undefined }),
    never: fc.subarray([matchesApp, matchesOther, {}]),
    always: fc.subarray([matchesApp, matchesOther, {}]),
  });
  const protectedPod = fc.oneof(
    fc.record({ namespace: fc.constantFrom(...systemNamespaces), hostNetwork: fc.boolean() }),
    fc.record({ namespace: fc.string(), hostNetwork: fc.constant(true) }),
  );

  it('hold whatever pod and configuration say', () => {
    fc.assert(
      fc.property(anything, protectedPod, (row, pod) => {
        const { label, annotation, ...rest } = row;
        const given = {
          ...(label === undefined ? {} : { label }),
          ...(annotation === undefined ? {} : { annotation }),
        };
        const { kind } = decideRow({ name: '', want: '', ...rest, ...given, ...pod });
        expect(kind).toBe('skip');
      }),
    );
  });
});

describe('decodeSubject', () => {
  it.each([
    null,
    7,
    'pod',
    [],
    { metadata: null },
    { metadata: { labels: [1], annotations: 'x' }, spec: 3 },
    { metadata: { labels: ['x'], annotations: 7 } },
  ])('takes %j for a pod without labels', (pod) => {
    const subject = decodeSubject({ operation: 'CREATE', target: '/v1/pods', namespace: '', pod });
    expect([subject.hostNetwork, subject.labels, subject.annotations]).toEqual([false, {}, {}]);
  });

  it('takes labels as they are: there may be very many', () => {
    const metadata = { labels: { app: 'shop' }, annotations: { a: 'b', c: 7 } };
    const subject = decodeSubject({ operation: '', target: '', namespace: '', pod: { metadata } });
    expect([subject.labels, subject.annotations]).toEqual([metadata.labels, metadata.annotations]);
    expect(subject.labels).toBe(metadata.labels);
  });

  it.each([
    ['{"app":"shop","n":7,"none":null}', 'app', 'shop'],
    ['{"app":"shop","n":7,"none":null}', 'n', undefined],
    ['{"app":"shop","n":7,"none":null}', 'none', undefined],
    ['{"app":""}', 'app', ''],
    ['{"app":"shop"}', 'constructor', undefined],
    ['{"app":"shop"}', '__proto__', undefined],
    ['{"__proto__":"x","constructor":"y"}', '__proto__', 'x'],
    ['{"__proto__":"x","constructor":"y"}', 'constructor', 'y'],
  ])('of the labels %s finds under %s the text %s', (labels, name, want) => {
    const pod = JSON.parse(`{"metadata":{"labels":${labels}},"__proto__":{"spec":1}}`);
    expect(ownText(decodeSubject({ operation: '', target: '', namespace: '', pod }).labels, name)).toBe(want);
  });
});
