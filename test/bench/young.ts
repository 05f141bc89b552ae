/**
 * `npm run bench -- young --istio DIR [--other FOLDER] [--rounds N] [--json FILE]`: the first 1,000 pods never seen of
 * a fresh process over Istio's configuration, one after the other, in turns with the same function with a compile cache.
 * With `--other` also with another commit.
 */
import { benchOptions, median, type Row, report, rounded } from './bench-options.ts';
import { buildCachedHandler } from './cached-handler.ts';
import { buildHandler, handlerIn, type Life, withStarts } from './starts.ts';

const pods = 1000;
/** Up to which pod the sums go. */
const marks = [1, 10, 100, 1000] as const;
/** Which pods are shown by themselves. */
const shown = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000] as const;

/** Lives of each that is compared, round by round. */
interface Compared {
  readonly ours: readonly Life[];
  readonly cached: readonly Life[];
  readonly others: readonly Life[];
}

/** Prints sums and single pods; ratios are of rounds. */
export async function bench(args: readonly string[]): Promise<void> {
  const options = benchOptions(args, 10);
  const { istio, other, rounds } = options;
  const handlers = [
    buildHandler(),
    await buildCachedHandler(istio),
    ...(other === undefined ? [] : [handlerIn(other)]),
  ];
  const parameters = istio === undefined ? 'plain' : 'mesh';
  await withStarts(istio, async (start) => {
    const lives: Life[][] = handlers.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, handler] of handlers.entries()) {
        lives[index]?.push(await start({ handler, parameters, pods }));
      }
    }
    const [ours = [], cached = [], others = []] = lives;
    const compared = { ours, cached, others };
    const tables = [
      {
        title: `INIT and the first pods, ${parameters}, medians of ${rounds} rounds`,
        rows: marks.map((mark) => sumRow(mark, compared)),
      },
      { title: 'One pod, milliseconds on the clock', rows: shown.map((pod) => podRow(pod, compared)) },
    ];
    await report('young', tables, options);
  });
}

function sumRow(mark: number, { ours, cached, others }: Compared): Row {
  const cpu = (life: Life): number => (life.answered[mark - 1]?.cpu ?? Number.NaN) - life.started.cpu;
  const wall = (life: Life): number => (life.answered[mark - 1]?.at ?? Number.NaN) - life.started.at;
  const over = (lives: readonly Life[]): number =>
    rounded(
      median(lives.flatMap((life, round) => others.slice(round, round + 1).map((base) => cpu(life) / cpu(base)))),
    );
  return {
    'INIT and pods': mark,
    'CPU ms': rounded(median(ours.map(cpu))),
    'wall ms': rounded(median(ours.map(wall))),
    'with a compile cache, CPU ms': rounded(median(cached.map(cpu))),
    'wall ms with it': rounded(median(cached.map(wall))),
    ...(others.length > 0 && {
      'other CPU ms': rounded(median(others.map(cpu))),
      'CPU ratio': over(ours),
      'CPU ratio with the cache': over(cached),
    }),
  };
}

function podRow(pod: number, { ours, cached, others }: Compared): Row {
  const one = ({ answered, loaded }: Life): number =>
    (answered[pod - 1]?.at ?? Number.NaN) - (answered[pod - 2] ?? loaded).at;
  return {
    pod,
    ms: rounded(median(ours.map(one))),
    'ms with a compile cache': rounded(median(cached.map(one))),
    ...(others.length > 0 && { 'other ms': rounded(median(others.map(one))) }),
  };
}
