/**
 * `npm run bench -- inject [--istio DIR] [--other FOLDER] [--rounds N] [--json FILE]`: what a review takes, from API Gateway's event to
 * the answer, of a pod never seen and of another pod of a known workload, and what of that is the shell around a review.
 * DIR is laid out as Istio's cases are; without it, pods and parameters of our own stand in. With `--other`, the
 * functions of another commit run in turns with ours. Where `ISTIO_BENCH` names a program with Istio's injector, it runs in
 * turns with ours, and the pods that both make are compared. That program reads lines of JSON: first a set-up
 * `{"config", "values", "mesh", "nativeSidecars"}` of texts, which it answers with any line; then for each
 * `{"path", "review"}` it answers `{"cpuNanoseconds", "nanoseconds", "response"}`.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import jsonPatch from 'fast-json-patch';
import { parse } from 'yaml';
import { fillParameterStore } from '../support/fakes/fill-parameter-store.ts';
import { startParameterStore } from '../support/fakes/parameter-store-server.ts';
import { node24 } from '../support/node24.ts';
import {
  type BenchOptions,
  BenchOptionsError,
  benchOptions,
  median,
  quantile,
  type Row,
  report,
  rounded,
} from './bench-options.ts';
import { type BenchCase, benchCases, shellCase, type Variety } from './inject-cases.ts';
import { type Reviewed, Reviewer } from './reviewer.ts';
import { buildHandler, handlerIn, importIstio, root } from './starts.ts';

/** Reviews of a case and kind in a round, and before the first round: V8 is then done with them. */
const batch = 20;
const warmUpReviews = 3000;
const warmUpOfGo = 50;
const kinds = [
  ['never seen', 'workload'],
  ['known', 'pod'],
] as const;

/** Prints microseconds, and with `ISTIO_BENCH` how many times ours go into Istio's. */
export async function bench(args: readonly string[]): Promise<void> {
  const options = benchOptions(args, 20);
  const go = await goReviewer(options);
  const store = await startParameterStore();
  const folder = await mkdtemp(join(tmpdir(), 'inject-'));
  try {
    if (options.istio !== undefined) {
      importIstio(options.istio, join(folder, 'mesh'));
    }
    const parameters = options.istio === undefined ? join(root, 'examples/parameters') : join(folder, 'mesh');
    await fillParameterStore(store.store, '/bench', parameters);
    const env = { ...store.environment, PARAMETER_ROOT: '/bench', AUTH: 'none' };
    const node = await node24();
    const script = fileURLToPath(new URL('review-server.mjs', import.meta.url));
    const start = (handler: string): Reviewer => Reviewer.ours(node, [script, handler], env);
    const ours = start(buildHandler());
    const other = options.other === undefined ? undefined : start(handlerIn(options.other));
    try {
      const rows = await measure({ ours, other, go }, benchCases(options.istio), options.rounds);
      await report('inject', [{ title: 'Whole handler, microseconds of CPU a review', rows }], options);
    } finally {
      ours.close();
      other?.close();
    }
  } finally {
    go?.close();
    await store.close();
    await rm(folder, { recursive: true });
  }
}

async function goReviewer({ istio }: BenchOptions): Promise<Reviewer | undefined> {
  const program = process.env.ISTIO_BENCH;
  if (program === undefined) {
    return undefined;
  }
  if (istio === undefined) {
    throw new BenchOptionsError('ISTIO_BENCH needs --istio DIR, which has the configuration for both');
  }
  const dataOf = (file: string) => parse(readFileSync(join(istio, 'configmaps', file), 'utf8')).data;
  const { config, values } = dataOf('istio-sidecar-injector.yaml');
  const { mesh } = dataOf('istio.yaml');
  return Reviewer.program(program, { config, values, mesh, nativeSidecars: true });
}

interface Sides {
  readonly ours: Reviewer;
  /** Of another commit. */
  readonly other: Reviewer | undefined;
  readonly go: Reviewer | undefined;
}

/** What a case and kind took, by round. */
interface Taken {
  readonly name: string;
  readonly each: BenchCase;
  readonly varies: Variety;
  readonly ours: number[];
  readonly wall: number[];
  readonly other: number[];
  readonly go: number[];
}

async function measure(sides: Sides, cases: readonly BenchCase[], rounds: number): Promise<readonly Row[]> {
  const taken = [
    ...cases.flatMap((each) => kinds.map(([kind, varies]) => nothingTaken(`${each.name}, ${kind}`, each, varies))),
    nothingTaken('shell around a review', shellCase, 'pod'),
  ];
  let index = 0;
  for (const { each, varies } of taken) {
    const asked = bodies(each, varies, index, warmUpReviews);
    index += warmUpReviews;
    await run(sides.ours, asked);
    await run(sides.other, asked);
    await run(sides.go, asked.slice(0, warmUpOfGo));
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const one of round % 2 === 0 ? taken : [...taken].reverse()) {
      await take(one, sides, bodies(one.each, one.varies, index, batch));
      index += batch;
    }
  }
  return taken.map(rowOf);
}

function nothingTaken(name: string, each: BenchCase, varies: Variety): Taken {
  return { name, each, varies, ours: [], wall: [], other: [], go: [] };
}

async function take(one: Taken, { ours, other, go }: Sides, asked: readonly string[]): Promise<void> {
  const isOtherFirst = one.ours.length % 2 === 1;
  const before = isOtherFirst ? await run(other, asked) : [];
  const own = await run(ours, asked);
  const others = isOtherFirst ? before : await run(other, asked);
  one.ours.push(...microseconds(own));
  one.wall.push(...own.map(({ nanoseconds }) => nanoseconds / 1000));
  one.other.push(...microseconds(others));
  // Istio's has nothing that could be told from the rest as a shell.
  const theirs = one.each === shellCase ? [] : await run(go, asked);
  one.go.push(...microseconds(theirs));
  for (const [at, answer] of theirs.entries()) {
    assertSamePod(one.name, asked[at] ?? '', [own[at], answer]);
  }
}

function bodies(each: BenchCase, varies: Variety, from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => each.body(varies, from + index));
}

/** No answers where there is nobody to ask. */
async function run(reviewer: Reviewer | undefined, asked: readonly string[]): Promise<readonly Reviewed[]> {
  const answers: Reviewed[] = [];
  if (reviewer !== undefined) {
    for (const body of asked) {
      answers.push(await reviewer.review('/inject', body));
    }
  }
  return answers;
}

/** The mean of a batch; none of no batch. */
function microseconds(answers: readonly Reviewed[]): readonly number[] {
  const sum = answers.reduce((all, { cpuNanoseconds }) => all + cpuNanoseconds, 0);
  return answers.length === 0 ? [] : [sum / answers.length / 1000];
}

function rowOf({ name, ours, wall, other, go }: Taken): Row {
  const overOurs = (others: readonly number[]) => others.map((one, round) => one / (ours[round] ?? Number.NaN));
  const ratios = overOurs(go);
  return {
    pod: name,
    'CPU µs': rounded(median(ours)),
    'wall µs, p50': rounded(median(wall)),
    'wall µs, p99': rounded(quantile(wall, 0.99)),
    ...(other.length === 0
      ? {}
      : { 'other CPU µs': rounded(median(other)), 'other, times': rounded(median(overOurs(other))) }),
    ...(go.length === 0
      ? {}
      : {
          "Istio's CPU µs": rounded(median(go)),
          'times, p10': rounded(quantile(ratios, 0.1)),
          'times, median': rounded(median(ratios)),
          'times, p90': rounded(quantile(ratios, 0.9)),
        }),
  };
}

function assertSamePod(name: string, body: string, answers: readonly (Reviewed | undefined)[]): void {
  const { object } = JSON.parse(body).request;
  const [ours, theirs] = answers.map((answer) => {
    const patch = JSON.parse(
      Buffer.from(JSON.parse(answer?.response ?? '{}').response?.patch ?? '', 'base64').toString(),
    );
    return canonical(jsonPatch.applyPatch(object, patch, false, false).newDocument);
  });
  if (ours !== theirs) {
    throw new Error(`${name}: Istio's injector makes another pod\nours:   ${ours}\ntheirs: ${theirs}`);
  }
}

/** A pod as text: keys in order, and without what Go's encoder adds to it, which is null or empty. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  const members = Object.entries(value)
    .map(([key, member]) => [JSON.stringify(key), canonical(member)] as const)
    .filter(([, text]) => text !== 'null' && text !== '{}' && text !== '[]')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map((member) => member.join(':')).join(',')}}`;
}
