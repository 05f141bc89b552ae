/**
 * `npm run test:pump [-- DIR [WORDS]]`: each text and each list of a review, an event and the parameters is made as large as it
 * is let through. The work must grow with the size and not faster, and the worst review takes at most half a second of
 * an idle core. DIR is laid out as `istio-cases` is. As many as fit into PUMP_SECONDS (70), in an order by PUMP_SEED;
 * PUMP_SECONDS=0 takes all of them. WORDS picks pumps by their name.
 */
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { Random } from '../../support/generators/random.ts';
import { type Pump, pumpsOf } from './pumped.ts';
import { type Target, targetsFrom } from './targets.ts';

/** What takes less is no matter, and too short to be compared. */
const leastMs = 100;
/** Half a second is what the worst review may take of an idle core (PUMP_WORST_MS=500); a busy machine takes longer. */
const worstMs = Number(process.env.PUMP_WORST_MS ?? 2000);
/** For each factor of 4, on an idle core. A square would be 16; a machine that does other work needs room (PUMP_GROWTH). */
const maxGrowth = Number(process.env.PUMP_GROWTH ?? 6);

/** Of the largest that is let through. A pod of half of a review is about what etcd just takes: a larger one may be refused early. */
const shares = [1 / 16, 1 / 4, 1 / 2, 1] as const;
/** Those that are factors of 4 apart. */
const steps = [0, 1, 3] as const;

/** How a time is taken: the least of some runs, of which each may begin without the garbage of all that went before. */
interface Measuring {
  readonly runs: number;
  readonly isClean?: true;
}

/**
 * Each next one where the one before found something. A busy machine makes of one measurement what it seldom makes of
 * three; and where the collector goes through all that this program holds, that is no work of the run it falls into.
 */
const measurings: readonly Measuring[] = [{ runs: 2 }, { runs: 5 }, { runs: 5, isClean: true }];

interface Try {
  readonly target: Target;
  readonly pump: Pump;
}

interface Look {
  readonly problem?: string;
  readonly ms: number;
}

const seed = Number(process.env.PUMP_SEED ?? process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const seconds = Number(process.env.PUMP_SECONDS ?? 70);

async function run([, , directory, words = '']: readonly string[]): Promise<void> {
  const all = (await targetsFrom(directory)).flatMap((target) =>
    pumpsOf(target.document).map((pump) => ({ target, pump })),
  );
  const tries = inTurns(all.filter(({ target, pump }) => `${target.name}: ${pump.name}`.includes(words)));
  console.log(
    `seed ${seed}, ${tries.length} pumps, ${seconds === 0 ? 'all of them' : `as many as fit into ${seconds} s`}`,
  );
  const end = seconds === 0 ? Number.POSITIVE_INFINITY : performance.now() + seconds * 1000;
  let failed = 0;
  let tried = 0;
  let worst = { ms: 0, name: '' };
  for (const each of tries) {
    if (performance.now() > end) {
      break;
    }
    tried += 1;
    const { problem, ms } = await look(each);
    const name = `${each.target.name}: ${each.pump.name}`;
    worst = ms > worst.ms && each.target.hasNoBound === undefined ? { ms, name } : worst;
    failed += problem === undefined ? 0 : 1;
    if (problem !== undefined) {
      console.log(`FAIL ${name}: ${problem}`);
    }
  }
  console.log(`worst: ${worst.ms.toFixed(0)} ms, ${worst.name}`);
  console.log(`${tried - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** In turns one of the lists and objects and one of the texts, of which there are twenty times as many. */
function inTurns(tries: readonly Try[]): readonly Try[] {
  const random = new Random(seed);
  const texts = shuffled(
    tries.filter(({ pump }) => pump.isText),
    random,
  );
  const others = shuffled(
    tries.filter(({ pump }) => !pump.isText),
    random,
  );
  return Array.from({ length: Math.max(texts.length, others.length) }, (_, index) => [others[index], texts[index]])
    .flat()
    .filter((each) => each !== undefined);
}

function shuffled(tries: readonly Try[], random: Random): readonly Try[] {
  return tries
    .map((each) => ({ each, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each);
}

/**
 * What is wrong with a pump, and how long the largest document took, or half of it. Most take so little that one run is enough; what
 * looks wrong is looked at again, and longer.
 */
async function look({ target, pump }: Try): Promise<Look> {
  const documents = shares.map((share) => pump.make(target.maxBytes * share));
  // Of a text the half takes half.
  const times = await timesOf(target, documents.slice(pump.isText ? -1 : -2), { runs: 1 });
  let found: Look = { ms: Math.max(...times) };
  for (const measuring of found.ms < leastMs ? [] : measurings) {
    found = await measure(target, documents, measuring);
    if (found.problem === undefined) {
      break;
    }
  }
  return found;
}

async function measure(target: Target, documents: readonly JsonValue[], measuring: Measuring): Promise<Look> {
  const times = await timesOf(target, documents, measuring);
  const ms = Math.max(...times.slice(-2));
  const shown = times.map((each) => `${each.toFixed(0)} ms`).join(', ');
  if (ms > worstMs && target.hasNoBound === undefined) {
    return { ms, problem: `more than ${worstMs} ms: ${shown} for a sixteenth, a quarter, a half and all` };
  }
  const [ofSteps, stepDocuments] = [
    steps.map((step) => times[step] ?? 0),
    steps.map((step) => documents[step] ?? null),
  ];
  return (await isSteep(ofSteps, stepDocuments))
    ? { ms, problem: `grows faster than the size: ${shown} for a sixteenth, a quarter, a half and all` }
    : { ms };
}

async function timesOf(target: Target, documents: readonly JsonValue[], measuring: Measuring): Promise<number[]> {
  const times: number[] = [];
  for (const document of documents) {
    times.push(await milliseconds(target.write(document), target.take, measuring));
  }
  return times;
}

/**
 * Whether one of the two steps grows faster than it may. Where the machine itself, reading and copying the same documents,
 * takes more than four times as long for four times as much (many names outgrow its caches), ours may by as much more.
 */
async function isSteep(times: readonly number[], documents: readonly JsonValue[]): Promise<boolean> {
  const grown = growths(times).map((growth, step) => ((times[step + 1] ?? 0) > leastMs ? growth : 0));
  if (Math.max(...grown) <= maxGrowth) {
    return false;
  }
  const machine: number[] = [];
  for (const document of documents) {
    machine.push(
      await milliseconds(JSON.stringify(document), (text) => structuredClone(JSON.parse(text)), { runs: 5 }),
    );
  }
  const allowed = growths(machine).map((growth) => (maxGrowth * Math.max(growth, 4)) / 4);
  return grown.some((growth, step) => growth > (allowed[step] ?? maxGrowth));
}

/** How many times as long each takes as the one before. */
function growths(times: readonly number[]): readonly number[] {
  return times.slice(1).map((ms, index) => ms / (times[index] ?? ms));
}

/** Milliseconds of the processor, the least of some runs. */
async function milliseconds<Sent>(sent: Sent, take: (sent: Sent) => unknown, measuring: Measuring): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let count = 0; count < measuring.runs; count++) {
    if (measuring.isClean) {
      collectGarbage();
    }
    const before = process.cpuUsage();
    // What it throws is an answer like another: it took its time, too.
    await Promise.resolve(sent)
      .then(take)
      .catch(() => undefined);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** @throws Error where Node was not started with `--expose-gc` */
function collectGarbage(): void {
  if (globalThis.gc === undefined) {
    throw new Error('start this with npm run test:pump, which hands --expose-gc to Node');
  }
  globalThis.gc();
}

await run(process.argv);
