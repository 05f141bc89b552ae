/**
 * `npm run bench -- growth [--rounds N] [--json FILE]`: how the CPU time of a pod never seen grows with what it is made
 * of, with the exponent of each series: 1 where twice as much takes twice as long. One process for each size.
 */

import { fileURLToPath } from 'node:url';
import { encodeValue } from '../../lib/config/load/encode-value.ts';
import type { JsonObject } from '../../lib/json/json-value.ts';
import { startParameterStore } from '../support/fakes/parameter-store-server.ts';
import { node24 } from '../support/node24.ts';
import { benchOptions, median, type Row, report, rounded } from './bench-options.ts';
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
  readonly path?: (size: number, index: number) => string;
}

const sidecar = 'spec: {containers: [{name: proxy, image: "{{ .Values.image }}"}]}';
const app = { name: 'app', image: 'app' };
const text = (bytes: number): string => 'x'.repeat(bytes);
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
    what: 'keys of values that nothing uses',
    sizes: [1, 100, 2000],
    parameters: (size) => ({
      values: JSON.stringify({ image: 'x', ...Object.fromEntries(list(size, (index) => [`key${index}`, 'value'])) }),
    }),
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
  {
    what: 'clusters with values of their own, in turns',
    sizes: [1, 10, 50],
    parameters: () => ({ settings: JSON.stringify({ clusters: list(50, (index) => `c${index}`) }) }),
    path: (size, index) => `/inject/cluster/c${index % size}`,
  },
];

/** Prints a table for each series. */
export async function bench(args: readonly string[]): Promise<void> {
  const options = benchOptions(args, 20);
  const handler = buildHandler();
  const tables = [];
  const exponents: Row[] = [];
  for (const one of series) {
    const points: { readonly size: number; readonly milliseconds: number }[] = [];
    for (const size of one.sizes) {
      points.push({ size, milliseconds: await costOf(handler, { one, size, rounds: options.rounds }) });
    }
    const exponent = exponentOf(points.map(({ size, milliseconds }) => [size, milliseconds]));
    exponents.push({ series: one.what, exponent: rounded(exponent), 'at most': mostExponent });
    const rows = points.map(({ size, milliseconds }) => ({ [one.what]: size, 'CPU ms a pod': rounded(milliseconds) }));
    tables.push({ title: one.what, rows });
  }
  await report(
    'growth',
    [{ title: 'How CPU time grows, between the two largest sizes', rows: exponents }, ...tables],
    options,
  );
}

interface Point {
  readonly one: Series;
  readonly size: number;
  readonly rounds: number;
}

/** The median of CPU milliseconds of pods never seen, once as many have run. */
async function costOf(handler: string, { one, size, rounds }: Point): Promise<number> {
  const store = await startParameterStore();
  const values = { template: sidecar, values: '{"image": "x"}', ...one.parameters?.(size) };
  for (const [name, value] of Object.entries(values)) {
    store.store.put(`/growth/default/${name}`, encodeValue(value), { tier: 'Intelligent-Tiering' });
  }
  for (let index = 0; index < 50; index += 1) {
    store.store.put(`/growth/c${index}/values`, JSON.stringify({ image: `x${index}` }), {});
  }
  const script = fileURLToPath(new URL('review-server.mjs', import.meta.url));
  const env = { ...store.environment, PARAMETER_ROOT: '/growth', AUTH: 'none' };
  const reviewer = Reviewer.ours(await node24(), [script, handler], env);
  try {
    const costs: number[] = [];
    for (let index = 0; index < 2 * rounds; index += 1) {
      const { cpuNanoseconds, response } = await reviewer.review(
        one.path?.(size, index) ?? '/inject',
        bodyOf(index, one.pod?.(size) ?? {}),
      );
      if (!response.includes('JSONPatch')) {
        throw new Error(`${one.what}, ${size}: the pod was not injected: ${response.slice(0, 500)}`);
      }
      costs.push(cpuNanoseconds / 1e6);
    }
    return median(costs.slice(rounds));
  } finally {
    reviewer.close();
    await store.close();
  }
}

function bodyOf(
  index: number,
  { metadata, spec }: { readonly metadata?: JsonObject; readonly spec?: JsonObject },
): string {
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: `app-${index}-`, labels: { app: `app-${index}` }, ...metadata },
    spec: { containers: [app], ...spec },
  };
  const resource = { group: '', version: 'v1', resource: 'pods' };
  const request = {
    uid: 'growth',
    operation: 'CREATE',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource,
    namespace: 'shop',
    object,
  };
  return JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request });
}

/** How cost grows with size: between the largest sizes, where what every pod costs matters least. */
function exponentOf(points: readonly (readonly [number, number])[]): number {
  const [[size, cost], [larger, more]] = [points.at(-2) ?? [1, 1], points.at(-1) ?? [1, 1]];
  return Math.log(more / cost) / Math.log(larger / size);
}
