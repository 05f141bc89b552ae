/**
 * `npm run bench -- cold [--istio DIR] [--other FOLDER] [--rounds N] [--json FILE]`: starts the shipped bundle in fresh
 * Node 24 processes against a loopback Parameter Store, up to the first injected pod, each time beside an empty handler,
 * and in turns with the same function with a compile cache. With `--istio` also over Istio's whole configuration; with `--other` in turns with the functions of another commit.
 */
import { benchOptions, median, type Row, report, rounded } from './bench-options.ts';
import { buildCachedHandler } from './cached-handler.ts';
import { buildHandler, emptyHandler, handlerIn, type Life, type Start, type Starting, withStarts } from './starts.ts';

/** At most this many times an empty handler, by the clock of who starts the process and waits for its end; and the goal. */
const limits = { plain: { most: 3, goal: 2.5 }, mesh: { most: 4.2, goal: 3 } } as const;

const ours = 'ours';
const cached = 'ours with a compile cache';

type Parameters = Starting['parameters'];

/** A start, and the empty handler's that ran just before it. */
interface Pair {
  readonly own: Life;
  readonly empty: Life;
}

/** Prints `cold ratio: N` and `cold ratio, mesh: N`, each with that of CPU time; beyond a limit the exit code is 1. */
export async function bench(args: readonly string[]): Promise<void> {
  const options = benchOptions(args, 30);
  const handlers = new Map([
    [ours, buildHandler()],
    [cached, await buildCachedHandler(options.istio)],
  ]);
  if (options.other !== undefined) {
    handlers.set('the other commit', handlerIn(options.other));
  }
  const cases: readonly Parameters[] = options.istio === undefined ? ['plain'] : ['plain', 'mesh'];
  await withStarts(options.istio, async (start) => {
    const rows: Row[] = [];
    for (const parameters of cases) {
      const pairs = await inTurns(start, { handlers, parameters, rounds: options.rounds });
      rows.push(...[...pairs].map(([name, own]) => rowOf(`${parameters}, ${name}`, own)));
      judge(parameters, pairs);
    }
    await report('cold', [{ title: 'Cold start up to the first pod, medians', rows }], options);
  });
}

interface Turns {
  readonly handlers: ReadonlyMap<string, string>;
  readonly parameters: Parameters;
  readonly rounds: number;
}

/** Round by round: what slows the machine down for a while then falls on all. The first warms the disk's cache. */
async function inTurns(start: Start, { handlers, parameters, rounds }: Turns): Promise<Map<string, Pair[]>> {
  const pairs = new Map<string, Pair[]>([...handlers.keys()].map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, handler] of handlers) {
      const empty = await start({ handler: emptyHandler, parameters, pods: 1 });
      const own = await start({ handler, parameters, pods: 1 });
      if (round > 0) {
        pairs.get(name)?.push({ own, empty });
      }
    }
  }
  return pairs;
}

function rowOf(name: string, pairs: readonly Pair[]): Row {
  const of = (pick: (pair: Pair) => number): number => rounded(median(pairs.map(pick)));
  return {
    start: name,
    'whole process, times an empty handler': of(wholeRatio),
    'CPU up to the pod, times an empty handler': of(cpuRatio),
    'CPU ms': of(({ own }) => end(own).cpu),
    'empty CPU ms': of(({ empty }) => end(empty).cpu),
    'INIT ms': of(({ own }) => own.loaded.at - own.started.at),
    'INIT CPU ms': of(({ own }) => own.loaded.cpu - own.started.cpu),
    'first pod ms': of(({ own }) => end(own).at - own.loaded.at),
    'first pod CPU ms': of(({ own }) => end(own).cpu - own.loaded.cpu),
  };
}

function judge(parameters: Parameters, pairs: ReadonlyMap<string, readonly Pair[]>): void {
  const { most, goal } = limits[parameters];
  const title = parameters === 'plain' ? 'cold ratio' : `cold ratio, ${parameters}`;
  const found = (name: string, of: (pair: Pair) => number): number => median((pairs.get(name) ?? []).map(of));
  const both = (name: string): string =>
    `${found(name, wholeRatio).toFixed(2)}, CPU ${found(name, cpuRatio).toFixed(2)}`;
  console.log(`${title}: ${both(ours)} (at most ${most}, goal ${goal})`);
  console.log(`${title}, with a compile cache: ${both(cached)}`);
  if (found(ours, wholeRatio) > most) {
    process.exitCode = 1;
  }
}

function wholeRatio({ own, empty }: Pair): number {
  return own.whole / empty.whole;
}

/** Without Node's own end, which takes both the same. */
function cpuRatio({ own, empty }: Pair): number {
  return end(own).cpu / end(empty).cpu;
}

function end({ answered, loaded }: Life) {
  return answered.at(-1) ?? loaded;
}
