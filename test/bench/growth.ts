/**
 * `npm run bench -- growth [--rounds N] [--json FILE]`: how the CPU time of a pod never seen grows with what it is made
 * of, with the exponent of each series: 1 where twice as much takes twice as long. One process for each size. Where
 * `ISTIO_BENCH` names a program with Istio's injector (see `inject.ts`), it gets the same templates, values and pods.
 */

import { fileURLToPath } from 'node:url';
import { encodeValue } from '../../lib/config/load/encode-value.ts';
import type { JsonObject } from '../../lib/json/json-value.ts';
import { startParameterStore } from '../support/fakes/parameter-store-server.ts';
import { node24 } from '../support/node24.ts';
import { benchOptions, median, type Row, report, rounded } from './bench-options.ts';
import { reviewOf } from './review-of.ts';
import { Reviewer } from './reviewer.ts';
import { buildHandler } from './starts.ts';

/** Above this a series is to be named in `docs/performance.md`. */
const mostExponent = 1.1;

/** Something that grows. */
interface Series {
  readonly what: string;
  readonly sizes: readonly number[];
  /** Values of parameters by name, beside the usual ones. */
  readonly parameters?: (size: number) => Readonly<Record<string, string>>;
  /** What a pod has beside its name. */
  readonly pod?: (size: number) => { readonly metadata?: JsonObject; readonly spec?: JsonObject };
  /** The first pod of a process counts, with all that is read and compiled for it. */
  readonly ofFirstPod?: true;
}

const sidecar = 'spec: {containers: [{name: proxy, image: "{{ .Values.image }}"}]}';
const app = { name: 'app', image: 'app' };
const text = (bytes: number): string => 'x'.repeat(bytes);
/** Values of so many KB, of which nothing uses more than one key. */
const unused = (kilobytes: number): Readonly<Record<string, string>> => ({
  image: 'x',
  ...Object.fromEntries(list(2 * kilobytes, (index) => [`key${index}`, text(490)])),
});
const list = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const series: readonly Series[] = [
  {
    what: 'containers',
    sizes: [1, 10, 100, 1000, 8000],
    pod: (size) => ({ spec: { containers: list(size, (index) => ({ name: `c${index}`, image: 'app' })) } }),
  },
  {
    what: 'environment variables that a template renders',
    sizes: [10, 100, 1000, 4000],
    parameters: (size) => ({
      template: `spec: {containers: [{name: proxy, image: x, env: [{{ range until ${size} }}{name: V{{ . }}, value: "{{ $.ObjectMeta.Labels.app }}"},{{ end }}]}]}`,
    }),
  },
  {
    what: 'KB of text that a template renders',
    sizes: [5, 25, 100, 300],
    parameters: (size) => ({
      template: `spec: {containers: [{name: proxy, image: x, args: ["{{ .ObjectMeta.Labels.app }}", "${text(1000 * size)}"]}]}`,
    }),
  },
  {
    what: 'KB of values that nothing uses',
    sizes: [1, 10, 100, 600],
    parameters: (size) => ({ values: JSON.stringify(unused(size)) }),
  },
  {
    what: 'KB of JSON values, the first pod of an environment',
    sizes: [10, 100, 600],
    parameters: (size) => ({ values: JSON.stringify(unused(size)) }),
    ofFirstPod: true,
  },
  {
    what: 'KB of YAML values, the first pod of an environment',
    sizes: [10, 100, 600],
    parameters: (size) => ({
      values: Object.entries(unused(size))
        .map(([key, value]) => `${key}: ${value}\n`)
        .join(''),
    }),
    ofFirstPod: true,
  },
  {
    what: 'templates for one pod',
    sizes: [1, 4, 16, 32],
    parameters: (size) => {
      const names = list(size, (index) => `t${index}`);
      const own = names.map((name) => [`templates/${name}`, sidecar.replace('name: proxy', `name: ${name}`)]);
      const settings = JSON.stringify({ templates: names, defaultTemplates: names });
      return { ...Object.fromEntries(own), settings };
    },
  },
  {
    what: 'KB of one annotation',
    sizes: [1, 10, 100, 240],
    pod: (size) => ({ metadata: { annotations: { note: text(1000 * size) } } }),
  },
  {
    what: 'annotations of 100 bytes',
    sizes: [10, 100, 1000, 2000],
    pod: (size) => ({
      metadata: { annotations: Object.fromEntries(list(size, (index) => [`example.org/a${index}`, text(80)])) },
    }),
  },
  {
    what: 'KB of environment of one container',
    sizes: [1, 10, 100, 1000],
    pod: (size) => ({
      spec: { containers: [{ ...app, env: list(10 * size, (index) => ({ name: `V${index}`, value: text(70) })) }] },
    }),
  },
];

/** Prints a table for each series. */
export async function bench(args: readonly string[]): Promise<void> {
  const options = benchOptions(args, 20);
  const handler = buildHandler();
  const tables = [];
  const exponents: Row[] = [];
  for (const one of series) {
    const points: Cost[] = [];
    for (const size of one.sizes) {
      const point = { one, size, rounds: options.rounds };
      points.push({ size, ours: await costOf(handler, point), istio: await costOfIstio(point) });
    }
    exponents.push({ series: one.what, ...exponentsOf(points), 'at most': mostExponent });
    tables.push({ title: one.what, rows: points.map((point) => rowOf(one.what, point)) });
  }
  await report(
    'growth',
    [{ title: 'How CPU time grows, between the two largest sizes', rows: exponents }, ...tables],
    options,
  );
}

/** Medians of CPU milliseconds a pod; of Istio's injector none where it does not run. */
interface Cost {
  readonly size: number;
  readonly ours: number;
  readonly istio: number | undefined;
}

function rowOf(what: string, { size, ours, istio }: Cost): Row {
  const theirs = istio === undefined ? {} : { "Istio's CPU ms a pod": rounded(istio), times: rounded(istio / ours) };
  return { [what]: size, 'CPU ms a pod': rounded(ours), ...theirs };
}

function exponentsOf(points: readonly Cost[]): Row {
  const own = exponentOf(points.map(({ size, ours }) => [size, ours]));
  const theirs = exponentOf(points.map(({ size, istio }) => [size, istio ?? Number.NaN]));
  return { exponent: rounded(own), ...(Number.isNaN(theirs) ? {} : { "Istio's exponent": rounded(theirs) }) };
}

interface Point {
  readonly one: Series;
  readonly size: number;
  readonly rounds: number;
}

/** The median of CPU milliseconds of pods never seen: of those that follow others, or of first ones. */
async function costOf(handler: string, { one, size, rounds }: Point): Promise<number> {
  if (one.ofFirstPod !== true) {
    return median((await costsIn(handler, { one, size, rounds: 2 * rounds })).slice(rounds));
  }
  const first: number[] = [];
  for (let process = 0; process < rounds / 4; process += 1) {
    first.push(...(await costsIn(handler, { one, size, rounds: 1 })));
  }
  return median(first);
}

/**
 * The same of Istio's injector, with the same templates and values; undefined where `ISTIO_BENCH` names no program, and
 * for first pods: it is told its configuration before.
 */
async function costOfIstio({ one, size, rounds }: Point): Promise<number | undefined> {
  const program = process.env.ISTIO_BENCH;
  if (program === undefined || one.ofFirstPod === true) {
    return undefined;
  }
  const { values, settings, ...templates } = parametersOf(one, size);
  const { defaultTemplates = ['sidecar'] } = JSON.parse(settings ?? '{}');
  const texts = Object.entries(templates).map(([name, text]) => [
    name.replace(/^template(s\/)?/, '') || 'sidecar',
    text,
  ]);
  const config = JSON.stringify({ policy: 'enabled', defaultTemplates, templates: Object.fromEntries(texts) });
  const reviewer = await Reviewer.program(program, { config, values, mesh: '', nativeSidecars: true });
  try {
    return median((await costsOf(reviewer, { one, size, rounds })).slice(rounds / 2));
  } finally {
    reviewer.close();
  }
}

function parametersOf(one: Series, size: number): Readonly<Record<string, string>> & { readonly values: string } {
  return { template: sidecar, values: '{"image": "x"}', ...one.parameters?.(size) };
}

/** What each review of a new process takes, in milliseconds of CPU. */
async function costsIn(handler: string, point: Point): Promise<readonly number[]> {
  const store = await startParameterStore();
  for (const [name, value] of Object.entries(parametersOf(point.one, point.size))) {
    store.store.put(`/growth/default/${name}`, encodeValue(value), { tier: 'Intelligent-Tiering' });
  }
  const script = fileURLToPath(new URL('review-server.mjs', import.meta.url));
  const env = { ...store.environment, PARAMETER_ROOT: '/growth', AUTH: 'none' };
  const reviewer = Reviewer.ours(await node24(), [script, handler], env);
  try {
    return await costsOf(reviewer, point);
  } finally {
    reviewer.close();
    await store.close();
  }
}

async function costsOf(reviewer: Reviewer, { one, size, rounds }: Point): Promise<readonly number[]> {
  const costs: number[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const { cpuNanoseconds, response } = await reviewer.review('/inject', reviewOf(index, one.pod?.(size) ?? {}));
    if (!response.includes('JSONPatch')) {
      throw new Error(`${one.what}, ${size}: the pod was not injected: ${response.slice(0, 500)}`);
    }
    costs.push(cpuNanoseconds / 1e6);
  }
  return costs;
}

/** How cost grows with size: between the largest sizes, where what every pod costs matters least. */
function exponentOf(points: readonly (readonly [number, number])[]): number {
  const [[size, cost], [larger, more]] = [points.at(-2) ?? [1, 1], points.at(-1) ?? [1, 1]];
  return Math.log(more / cost) / Math.log(larger / size);
}
