/**
 * Pods and templates that once held a function for seconds, or filled its memory, against the bundle as it is shipped
 * with the heap that Lambda gives 512 MB. What each takes of the processor is printed and never asserted: the pump
 * (`npm run test:pump`) holds how work grows. ATTACKS=times prints the table.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PackagedCall, PackagedFunction, type PackagedRun } from './packaged-function.ts';

/** The function's. */
const memoryMegabytes = 512;

interface Attack {
  readonly name: string;
  readonly call: Omit<PackagedCall, 'cluster'> & { readonly cluster?: string };
  /** What the answer or its line of log says. */
  readonly says: RegExp;
}

const plain = 'spec: {containers: [{name: agent, image: agents/agent:2}]}';
const injected = /"patchType":"JSONPatch"/;
const refused = /"allowed":false/;
const app = { name: 'app', image: 'shop/app:1' };
const probe = { httpGet: { path: '/healthz', port: 8080 } };

function podWith(annotations: Readonly<Record<string, string>>, spec: object = {}) {
  return { metadata: { name: 'web', annotations }, spec: { containers: [app], ...spec } };
}

function many(count: number, make: (index: number) => object = (index) => ({ ...app, name: `c${index}` })): object[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const eight = many(8000);
const status = (names: readonly object[]) =>
  JSON.stringify({ containers: names.map((one) => Reflect.get(one, 'name')) });
const zeros = `${'0'.repeat(3000)}!`;
const unknown = Object.fromEntries(many(200_000).map((_, index) => [`k${index}`, 'b']));

const ofPods: readonly Attack[] = [
  {
    name: '3,000 zeros as proxyCPU, mesh',
    call: { cluster: 'mesh', pod: podWith({ 'sidecar.istio.io/proxyCPU': zeros }) },
    says: refused,
  },
  {
    name: '3,000 zeros in overrides',
    call: {
      pod: podWith({
        'proxy.istio.io/overrides': JSON.stringify({ containers: [{ ...app, resources: { limits: { cpu: zeros } } }] }),
      }),
    },
    says: refused,
  },
  {
    name: '80,000 blanks among template names',
    call: { pod: podWith({ 'inject.istio.io/templates': `x${' '.repeat(80_000)}y` }) },
    says: refused,
  },
  {
    name: '20 template names of 30,000 blanks',
    call: {
      pod: podWith({
        'inject.istio.io/templates': Array(20)
          .fill(`x${' '.repeat(30_000)}y`)
          .join(),
      }),
    },
    says: refused,
  },
  { name: '8,000 containers', call: { pod: podWith({}, { containers: eight }) }, says: injected },
  {
    name: '8,000 containers of one name',
    call: { pod: podWith({}, { containers: many(8000, () => app) }) },
    says: injected,
  },
  { name: '8,000 init containers', call: { pod: podWith({}, { initContainers: eight }) }, says: injected },
  {
    name: '8,000 containers with a probe, mesh',
    call: {
      cluster: 'mesh',
      pod: podWith({}, { containers: many(8000, (at) => ({ ...app, name: `c${at}`, livenessProbe: probe })) }),
    },
    says: injected,
  },
  { name: '8,000 ephemeral containers', call: { pod: podWith({}, { ephemeralContainers: eight }) }, says: injected },
  {
    name: '8,000 containers in overrides, with a status',
    call: {
      pod: podWith({
        'proxy.istio.io/overrides': JSON.stringify({ containers: eight }),
        'sidecar.istio.io/status': '{}',
      }),
    },
    says: /"status":200/,
  },
  {
    name: '8,000 containers and volumes in the status',
    call: {
      pod: podWith(
        { 'sidecar.istio.io/status': status(eight) },
        { containers: eight, volumes: many(8000, (at) => ({ name: `v${at}`, emptyDir: {} })) },
      ),
    },
    says: /"status":200/,
  },
  {
    name: '8,000 image pull secrets',
    call: { pod: podWith({}, { imagePullSecrets: many(8000, (at) => ({ name: `s${at}` })) }) },
    says: injected,
  },
  {
    name: '20,000 volumes by annotation, mesh',
    call: {
      cluster: 'mesh',
      pod: podWith({
        'sidecar.istio.io/userVolume': JSON.stringify(
          Object.fromEntries(many(20_000).map((_, at) => [`v${at}`, { emptyDir: {} }])),
        ),
      }),
    },
    says: /"status":200/,
  },
  {
    name: '8,000 containers, repeated by the template',
    call: { cluster: 'ranging', pod: podWith({}, { containers: eight }) },
    says: /annotations have at least \d+ bytes together/,
  },
  { name: '2.8 MB of unknown members', call: { pod: podWith({}, { unknown }) }, says: injected },
  {
    name: '2.8 MB of labels',
    call: { pod: { metadata: { name: 'web', labels: unknown }, spec: { containers: [app] } } },
    says: /etcd, in which it would be kept/,
  },
  {
    name: '1.4 MB of labels',
    call: {
      pod: {
        metadata: { name: 'web', labels: Object.fromEntries(Object.entries(unknown).slice(0, 110_000)) },
        spec: { containers: [app] },
      },
    },
    says: injected,
  },
  {
    name: 'a NUL in the name',
    call: { pod: { metadata: { name: 'a\u0000b' }, spec: { containers: [app] } } },
    says: /"status":200/,
  },
  { name: 'containers: [null]', call: { pod: podWith({}, { containers: [null] }) }, says: refused },
  {
    name: 'a namespace of 1 MB',
    call: { pod: podWith({}), request: { namespace: 'n'.repeat(1_000_000) } },
    says: /request\.namespace must have 253 characters at most/,
  },
];

/** Templates, each of a cluster of its own; `$x` is a text of 1 MB. */
const ofTemplates: readonly (readonly [name: string, text: string, says: RegExp])[] = [
  [
    'sha256sum of 1 MB, 100,000 times',
    '{{ range until 100000 }}{{ $_ := sha256sum $x }}{{ end }}',
    /exceeded the limit of/,
  ],
  [
    'contains in 1 MB, 100,000 times',
    '{{ range until 100000 }}{{ $_ := contains "y" $x }}{{ end }}',
    /exceeded the limit of/,
  ],
  [
    'int of 1 MB of digits, 300 times',
    '{{ $d := repeat 1000000 "9" }}{{ range until 300 }}{{ $_ := int $d }}{{ end }}',
    /exceeded the limit of|"patchType"/,
  ],
  ['base of 60,000 slashes', '{{ $_ := base (repeat 60000 "/") }}', injected],
  [
    'printf that doubles a text',
    '{{ range until 64 }}{{ $x = printf "%s%s" $x $x }}{{ end }}',
    /exceeded the limit of/,
  ],
  ['cat that doubles a text', '{{ range until 64 }}{{ $x = cat $x $x }}{{ end }}', /exceeded the limit of/],
  [
    'a list that doubles',
    '{{ $l := list 1 }}{{ range until 64 }}{{ $l = concat $l $l }}{{ end }}',
    /exceeded the limit of/,
  ],
  ['output without end', '{{ range until 100000 }}{{ $x }}{{ end }}', /exceeded the limit of/],
];

const clusters = {
  'default/template': plain,
  'mesh/template': plain,
  'mesh/mesh': '{}',
  'ranging/template': `spec:\n  containers:\n  {{- range .Spec.Containers }}\n  - name: {{ .Name }}\n    env: [{name: SIDECAR, value: "yes"}]\n  {{- end }}`,
  ...Object.fromEntries(
    ofTemplates.map(([, text], at) => [`t${at}/template`, `{{ $x := repeat 1000000 "x" }}${text}${plain}`]),
  ),
};

const attacks: readonly Attack[] = [
  ...ofPods,
  ...ofTemplates.map(([name, , says], at) => ({ name, call: { cluster: `t${at}`, pod: podWith({}) }, says })),
];

describe('the bundle under attack', () => {
  let packaged: PackagedFunction;
  let result: PackagedRun;

  beforeAll(async () => {
    packaged = await PackagedFunction.with(clusters);
    const warm = Array.from({ length: 20 }, (_, at) => ({ cluster: at % 2 ? 'mesh' : 'plain', pod: podWith({}) }));
    const calls = [...warm, ...attacks.map(({ call }) => ({ cluster: 'plain', ...call }))];
    result = await packaged.answer(calls);
    result = { ...result, answers: result.answers.slice(warm.length) };
    if (process.env.ATTACKS === 'times') {
      const times = attacks.map(
        ({ name }, at) => `${(result.answers[at]?.cpuMs ?? 0).toFixed(0).padStart(7)} ms  ${name}`,
      );
      console.log([...times, `${result.residentMegabytes.toFixed(0).padStart(7)} MB resident at most`].join('\n'));
    }
  });
  afterAll(() => packaged.close());

  it.each(attacks.map(({ name, says }, at) => [name, says, at] as const))('answers %s in words', (_name, says, at) => {
    const answer = result.answers[at];
    expect(`${answer?.body.slice(0, 1000)} ${answer?.log.slice(0, 4000)}`).toMatch(says);
    expect(Buffer.byteLength(answer?.log ?? '')).toBeLessThan(16 * 1024);
  });

  it('takes less memory than the function has, all in one environment', () => {
    expect(result.residentMegabytes).toBeLessThan(memoryMegabytes);
  });
});
