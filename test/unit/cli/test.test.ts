import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { command as check } from '../../../lib/cli/check.ts';
import { command as test } from '../../../lib/cli/test.ts';
import { messageOf, runCommand } from './run-command.ts';

const template = `spec:
  containers:
  - name: log
    image: "{{ .Values.image }}"
    {{- if eq (index .ObjectMeta.Annotations "mode" | default "") "debug" }}
    args: [-v]
    {{- end }}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fixtures-'));
  write('default/template', template);
  write('default/values', 'image: log:1\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const pod = (metadata = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', ...metadata },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
});

/** A file with one case. */
function fixture(expected: unknown, given: unknown = { object: pod() }): void {
  write('tests/a.yaml', stringify({ cases: [{ name: 'a case', given, expect: expected }] }));
}

const run = (...args: string[]) => runCommand(test, [folder, ...args]);

const bad = 'inject.istio.io/templates';
/** Expectations that hold, by what is given. */
const holding: readonly (readonly [string, object, Record<string, unknown>])[] = [
  [
    'an injected pod',
    { object: pod() },
    {
      decision: 'inject',
      reason: 'policy-enabled',
      result: 'injected',
      warnings: [],
      pod: {
        ...pod(),
        spec: {
          containers: [
            { name: 'log', image: 'log:1' },
            { name: 'app', image: 'app:1' },
          ],
        },
      },
      podContains: { metadata: { name: 'web' }, spec: { containers: [{ name: 'log', image: 'log:1' }] } },
      absent: ['spec.containers[log].args', 'spec.initContainers', 'metadata.labels["a.b/c"]'],
    },
  ],
  [
    'a pod that refuses',
    { object: pod({ labels: { 'sidecar.istio.io/inject': 'false' } }) },
    { decision: 'skip', reason: 'opted-out', result: 'unchanged', patch: [], absent: ['spec.containers[log]'] },
  ],
  [
    'a pod that is refused',
    { object: pod({ annotations: { [bad]: 'nonesuch' } }) },
    { decision: 'inject', result: 'refused', refusal: 'asks for template "nonesuch"' },
  ],
  [
    'a pod that asks in the wrong words',
    { object: pod({ annotations: { 'sidecar.istio.io/inject': 'maybe' } }) },
    { warnings: ['annotation sidecar.istio.io/inject: "maybe" is ignored; write "true" or "false"'] },
  ],
  [
    'a namespace that does not opt in',
    { object: pod(), namespaceLabels: { team: 'shop' } },
    { decision: 'not-called', result: 'unchanged' },
  ],
];

/** Everything that an expectation could be instead: each leaf changed, each list longer and shorter. */
function mutantsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    const changed = value.flatMap((item, index) => mutantsOf(item).map((mutant) => value.with(index, mutant)));
    return [...changed, [...value, 'one more']];
  }
  if (typeof value === 'object' && value !== null) {
    const changed = Object.entries(value).flatMap(([key, member]) =>
      mutantsOf(member).map((mutant) => ({ ...value, [key]: mutant })),
    );
    return [...changed, { ...value, other: 'one more' }];
  }
  return [`${String(value)}-changed`];
}

const others: Readonly<Record<string, readonly unknown[]>> = {
  decision: ['inject', 'skip', 'not-called'],
  result: ['injected', 'unchanged', 'refused', 'fails'],
  absent: [['spec.containers'], ['spec.containers[app].image'], ['metadata.name']],
};

describe('a test', () => {
  it.each(holding)('passes where what is expected of %s comes', async (_name, given, expected) => {
    fixture(expected, given);
    const result = await run();
    expect(result.out).toMatch(/1 case passed, 0 failed/);
    expect(result.error).toBeUndefined();
  });

  it.each(
    holding.flatMap(([name, given, expected]) =>
      Object.entries(expected).map(([key, value]) => [key, name, given, value] as const),
    ),
  )('fails where anything else is expected as %s of %s', async (key, _name, given, value) => {
    const mutants = (others[key] ?? mutantsOf(value)).filter(
      (mutant) => JSON.stringify(mutant) !== JSON.stringify(value),
    );
    expect(mutants.length).toBeGreaterThan(0);
    const cases = mutants.map((mutant, index) => ({ name: `mutant ${index}`, given, expect: { [key]: mutant } }));
    write('tests/a.yaml', stringify({ cases }));
    const { out, error } = await run('-o', 'json');
    expect(error).toMatchObject({ exitCode: 1 });
    expect(JSON.parse(out)).toMatchObject({ passed: 0, failed: mutants.length });
  });

  it('tells what came instead', async () => {
    fixture({ reason: 'requested', podContains: { spec: { containers: [{ name: 'log', image: 'log:2' }] } } });
    const { out } = await run();
    expect(out).toMatch(/FAIL tests\/a.yaml: a case\n {5}reason: expected requested, got policy-enabled\n/);
    expect(out).toMatch(/-.*image: log:2\n {5}\+.*image: log:1/);
  });

  it.each([
    [
      'a key that there is not',
      { cases: [{ name: 'a', given: { object: pod() }, expects: {} }] },
      /a.yaml:\d+:\d+: cases.0.expects: there is no such key; did you mean "expect"\?/,
    ],
    ['no cases', { cases: [] }, /cases: must not be empty/],
    ['an expectation of nothing', { cases: [{ name: 'a', given: { object: pod() }, expect: {} }] }, /could not fail/],
    [
      'a part that any pod has',
      { cases: [{ name: 'a', given: { object: pod() }, expect: { podContains: {} } }] },
      /could not fail/,
    ],
    [
      'a refusal that says nothing',
      { cases: [{ name: 'a', given: { object: pod() }, expect: { refusal: '' } }] },
      /refusal: must not be empty/,
    ],
    [
      'an absence of nothing',
      { cases: [{ name: 'a', given: { object: pod() }, expect: { absent: [] } }] },
      /absent: must not be empty/,
    ],
    [
      'an absence of what no pod has',
      { cases: [{ name: 'a', given: { object: pod() }, expect: { absent: ['spec.contaners'] } }] },
      /no pod has .*did you mean "containers"/,
    ],
    [
      'a decision that there is not',
      { cases: [{ name: 'a', given: { object: pod() }, expect: { decision: 'injected' } }] },
      /"injected" is not allowed; did you mean "inject"/,
    ],
    [
      'two pods',
      { cases: [{ name: 'a', given: { object: pod(), file: 'a' }, expect: { decision: 'skip' } }] },
      /needs one of object, file/,
    ],
    [
      'what makes no pods',
      { cases: [{ name: 'a', given: { object: { kind: 'Service' } }, expect: { decision: 'skip' } }] },
      /no Pod and no workload/,
    ],
  ])('takes no fixture with %s', async (_name, value, message) => {
    write('tests/a.yaml', stringify(value));
    const result = await run();
    expect(messageOf(result)).toMatch(message);
    expect(result.error).toMatchObject({ exitCode: 3 });
  });

  it.each([{ kind: 'Pod' }, { spec: {} }, { spec: { containers: [] } }, { spec: { containers: [{}] } }])(
    'takes no part that says nothing: %j',
    async (part) => {
      fixture({ podContains: part });
      const result = await run();
      expect(messageOf(result)).toMatch(/podContains.*: it could not fail, or says nothing/);
      expect(result.error).toMatchObject({ exitCode: 3 });
    },
  );

  it('takes no pod that an API server would not read', async () => {
    fixture({ decision: 'inject' }, { object: pod({ annotations: { 'sidecar.istio.io/inject': true } }) });
    const result = await run();
    expect(messageOf(result)).toBe(
      'tests/a.yaml: a case: annotation sidecar.istio.io/inject: true stands without quotes, and the API server takes text only; write "true"',
    );
    expect(result.error).toMatchObject({ exitCode: 3 });
  });

  it('lets check tell of words that nothing reads', async () => {
    fixture({ decision: 'inject' }, { object: pod({ annotations: { 'sidecar.istio.io/injct': 'true' } }) });
    const { out, error } = await runCommand(check, [folder]);
    expect(error).toBeUndefined();
    expect(out).toMatch(
      /SI0114 warning tests\/a.yaml:3:5\n.*injct is not one that is read; did you\s+mean sidecar.istio.io\/inject\?/,
    );
    expect(out).toContain('> 3 |     given:');
    expect((await runCommand(check, [folder, '--strict'])).error).toMatchObject({ exitCode: 1 });
  });

  it('says where fixtures go, where there are none', async () => {
    expect(messageOf(await run())).toMatch(/holds no fixtures; write some into .*tests/);
  });

  it('writes with --update what comes out now, keeps comments, and passes then', async () => {
    const wrong = {
      decision: 'skip',
      podContains: { spec: { containers: [{ name: 'log', image: 'log:0' }] } },
      absent: ['spec.containers', 'spec.volumes'],
    };
    const cases = [
      { name: 'filled', given: { object: pod() } },
      { name: 'mended', given: { object: pod() }, expect: wrong },
    ];
    write('tests/a.yaml', `# why this is so\n${stringify({ cases })}`);
    expect((await run()).error).toMatchObject({ exitCode: 1 });
    expect((await run('--update')).out).toMatch(/^2 cases written/);
    expect((await run()).out).toMatch(/2 cases passed, 0 failed/);
    const text = readFileSync(join(folder, 'tests/a.yaml'), 'utf8');
    expect(text).toMatch(/^# why this is so\n/);
    expect(parse(text)).toMatchObject({
      cases: [
        { expect: { decision: 'inject', reason: 'policy-enabled' } },
        { expect: { decision: 'inject', absent: ['spec.volumes'] } },
      ],
    });
  });

  it('tells with --coverage what no case reached', async () => {
    write('default/settings', 'aliases: {all: [sidecar]}\nneverInjectSelector: [{matchLabels: {a: b}}]\n');
    fixture({ decision: 'inject' });
    const { out } = await run('--coverage');
    expect(out).toMatch(/not reached: default\/template:5:12: if eq .*: never taken/);
    expect(out).toContain('not reached: settings: never-selector number 1');
    expect(out).toContain('not reached: settings: alias all');
    expect(out).toContain('not reached: rule host-network');
    expect(out).not.toContain('not reached: rule policy');
    const json = JSON.parse((await run('--coverage', '-o', 'json')).out);
    expect(json.coverage.unreached.length).toBeGreaterThan(3);
  });

  it('writes JUnit', async () => {
    fixture({ reason: '<requested>' });
    const { out } = await run('-o', 'junit');
    expect(out).toContain('<testsuite name="tests/a.yaml" tests="1" failures="1">');
    expect(out).toContain('<failure message="reason">expected &lt;requested&gt;, got policy-enabled</failure>');
  });

  it('gives its pods to check', async () => {
    write('default/template', template.replace('[-v]', '{{ .Values.gone }}').replace('"debug"', '"odd"'));
    expect((await runCommand(check, [folder])).error).toBeUndefined();
    fixture({ decision: 'inject' }, { object: pod({ annotations: { mode: 'odd' } }) });
    expect((await runCommand(check, [folder])).out).toMatch(/SI0205 .*[\s\S]*seen on tests\/a.yaml: a case/);
  });
});

describe('the example', () => {
  it('passes, and every template and setting of it is reached', async () => {
    const { out, error } = await runCommand(test, [
      join(import.meta.dirname, '../../../examples/parameters'),
      '--coverage',
    ]);
    expect(error).toBeUndefined();
    expect(out).not.toMatch(/not reached: (?:settings|rule|default\/template\n)/);
    const examples = join(import.meta.dirname, '../../../examples/parameters');
    expect((await runCommand(check, [examples, '--strict'])).out).toMatch(/are in order/);
  });
});
