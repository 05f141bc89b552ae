/**
 * Whatever nests deep is answered in words up to each limit and beyond it, in the bundle as it is shipped: how many
 * calls a stack holds depends on what a minifier made of them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PackagedAnswer, PackagedFunction } from './packaged-function.ts';

interface DepthCase {
  readonly name: string;
  /** The deepest that is taken. */
  readonly limit: number;
  /** What the cluster has for such a depth. */
  readonly parameters?: (depth: number) => Readonly<Record<string, string>>;
  readonly pod?: (depth: number) => object;
  readonly body?: (depth: number) => string;
  /** What the answer or its line of log says up to the limit, where that is no patch. */
  readonly good?: RegExp;
  /** The same beyond it. */
  readonly says: RegExp;
}

const lists = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const template = 'spec: {containers: [{name: agent, image: agents/agent:2}]}';
const shopPod = (annotations: Readonly<Record<string, string>> = {}) => ({
  metadata: { name: 'web', annotations },
  spec: { containers: [{ name: 'app', image: 'shop/app:1' }] },
});
/** A template that does something with a value so deep. */
const doing = (what: string) => (depth: number) => ({
  mesh: '{}',
  template: `{{ $deep := list }}{{ range until ${depth - 1} }}{{ $deep = list $deep }}{{ end }}{{ $_ := ${what.replaceAll('DEPTH', String(depth))} }}${template}`,
});

const cases: readonly DepthCase[] = [
  {
    name: 'a review',
    limit: 200,
    body: (depth) =>
      `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","operation":"CREATE","namespace":"shop","resource":{"group":"","version":"v1","resource":"pods"},"object":{"spec":{"containers":[{"name":"app"}]},"x":${lists(depth - 3)}}}}`,
    says: /nests deeper than 200 levels/,
  },
  {
    name: 'values in JSON',
    limit: 100,
    parameters: (depth) => ({ values: `{"a":${lists(depth - 1)}}`, template }),
    says: /deeper than 100 levels/,
  },
  {
    name: 'values in YAML',
    limit: 100,
    parameters: (depth) => ({ values: `a:\n${'- '.repeat(depth - 1)}x`, template }),
    says: /deeper than 100 levels/,
  },
  {
    name: 'settings',
    limit: 100,
    parameters: (depth) => ({ settings: `later: ${lists(depth - 1)}`, template }),
    says: /deeper than 100 levels/,
  },
  {
    name: 'free-form parts of the mesh',
    limit: 100,
    parameters: (depth) => ({
      mesh: `extensionProviders: [{name: a, envoyFileAccessLog: {logFormat: {labels: ${'{a: '.repeat(depth - 5)}x${'}'.repeat(depth - 5)}}}}]`,
      template,
    }),
    says: /deeper than 100 levels/,
  },
  {
    name: "a proxy's settings in an annotation",
    limit: 100,
    parameters: () => ({ mesh: '{}', template }),
    pod: (depth) => shopPod({ 'proxy.istio.io/config': `later: ${lists(depth - 1)}` }),
    says: /deeper than 100 levels/,
  },
  {
    name: "aliases in a proxy's settings",
    limit: 100,
    parameters: () => ({ mesh: '{}', template }),
    pod: (depth) =>
      shopPod({
        'proxy.istio.io/config': `a: &a ${lists(50).replace('[]', '[x]')}\nlater: ${'['.repeat(depth - 51)}*a${']'.repeat(depth - 51)}`,
      }),
    says: /deeper than 100 levels/,
  },
  {
    name: 'annotation proxy.istio.io/overrides',
    limit: 1000,
    pod: (depth) => shopPod({ 'proxy.istio.io/overrides': `{"later":${lists(depth - 1)}}` }),
    says: /deeper than 1000 levels/,
  },
  {
    name: 'what a template renders',
    limit: 1000,
    parameters: (depth) => ({
      template: `later: {{ repeat ${depth - 1} "[" }}{{ repeat ${depth - 1} "]" }}\n${template}`,
    }),
    says: /deeper than 1000 levels/,
  },
  {
    name: 'what is merged into what the pod has',
    limit: 200,
    parameters: (depth) => ({
      template: `spec: {later: {{ repeat ${depth - 2} "[" }}{{ repeat ${depth - 2} "]" }}, containers: [{name: a, image: b}]}`,
    }),
    pod: () => ({ ...shopPod(), spec: { ...shopPod().spec, later: [[1]] } }),
    good: /has no field \\"later/,
    says: /spec\.later\[0\]\[0\]: the patch nests deeper than 200 levels/,
  },
  {
    name: 'parentheses of a template',
    limit: 400,
    parameters: (depth) => ({ template: `{{ $_ := ${'('.repeat(depth)}1${')'.repeat(depth)} }}\n${template}` }),
    says: /max expression depth exceeded/,
  },
  {
    name: 'blocks of a template',
    limit: 400,
    parameters: (depth) => ({
      template: `${'{{ if true }}'.repeat(depth)}${template}${'{{ end }}'.repeat(depth)}`,
    }),
    says: /nest deeper than 400/,
  },
  {
    name: 'templates that call themselves',
    limit: 500,
    parameters: (depth) => ({
      template: `{{ define "t" }}{{ if gt . 0 }}{{ template "t" (sub . 1) }}{{ end }}{{ end }}{{ template "t" ${depth - 1} }}${template}`,
    }),
    says: /exceeded maximum template depth|too deep/,
  },
  ...(
    [
      ['fromJson', 'mustFromJson (print (repeat DEPTH "[") (repeat DEPTH "]"))', 1000],
      ['toJson', 'mustToJson $deep', 1000],
      ['toYaml', 'toYaml $deep', 1000],
      ['print', 'print $deep', 1001],
      ['omitNil', 'omitNil $deep', 1001],
      ['deepCopy', 'deepCopy $deep', 1000],
      ['deepEqual', 'deepEqual (list $deep) (list (deepCopy $deep))', 1000],
    ] as const
  ).map(([name, what, limit]) => ({
    name,
    limit,
    parameters: doing(what),
    says: /deeper than 1000 levels|exceeded max depth/,
  })),
  ...['deepCopy $deep', 'deepEqual $deep (list $deep)', 'omitNil $deep', 'toJson $deep', 'print $deep'].map((what) => ({
    name: `far too much of ${what}`,
    limit: 90_000,
    parameters: doing(what),
    good: /deeper than 1000 levels|"patchType"/,
    says: /deeper than 1000 levels|"patchType"/,
  })),
];

const offsets = [-1, 0, 1, 2] as const;
const clusterOf = (index: number, offset: number) => `c${index}-${offset + 1}`;

describe('the bundle', () => {
  let packaged: PackagedFunction;
  let answers: readonly PackagedAnswer[];

  beforeAll(async () => {
    const parameters = cases.flatMap(({ limit, parameters }, index) =>
      offsets.flatMap((offset) =>
        Object.entries(parameters?.(limit + offset) ?? { template }).map(([name, text]) => [
          `${clusterOf(index, offset)}/${name}`,
          text,
        ]),
      ),
    );
    packaged = await PackagedFunction.with(Object.fromEntries(parameters));
    const calls = cases.flatMap(({ limit, pod, body }, index) =>
      offsets.map((offset) => ({
        cluster: clusterOf(index, offset),
        pod: pod?.(limit + offset) ?? shopPod(),
        ...(body && { body: body(limit + offset) }),
      })),
    );
    ({ answers } = await packaged.answer(calls));
  });
  afterAll(() => packaged.close());

  it.each(cases.flatMap((one, index) => offsets.map((offset) => [one.name, offset, one, index] as const)))(
    'takes or refuses %s at its limit and %i levels more, in words',
    (_name, offset, { good = /"patchType":"JSONPatch"/, says }, index) => {
      const answer = answers[index * offsets.length + offsets.indexOf(offset)];
      const said = `${answer?.statusCode} ${answer?.body} ${answer?.log}`;
      expect(said).not.toMatch(/call stack|RangeError/);
      expect(said).toMatch(offset > 0 ? says : good);
    },
  );
});
