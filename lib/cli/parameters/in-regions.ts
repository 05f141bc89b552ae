import { SourceError } from '../../config/errors.ts';
import type { CommandIo } from '../command.ts';
import type { Ending } from '../define-command.ts';
import { CommandError } from '../errors.ts';
import { formatJson } from '../output/format-json.ts';

/** The option of commands that write to one Region or several, each a stack of its own. */
export interface RegionOptions {
  readonly region?: readonly string[];
}

/** What was done in one Region. */
export interface InRegion<T> {
  /** Undefined where none was named: the environment's. */
  readonly region: string | undefined;
  readonly result: T;
}

/** In which Regions it was done, and why not in the others, a line each. */
export interface TriedRegions<T> {
  readonly done: readonly InRegion<T>[];
  readonly failed: readonly string[];
}

/** The Regions that are named, each once. */
export function regionsOf({ region = [] }: RegionOptions): readonly string[] {
  return [...new Set(region)];
}

/**
 * Does the same in every Region that is named, one after the other, or once where none is. A Region that fails keeps
 * the others from nothing; where there is only one, its error is thrown. What is said of each has its name where there
 * are several.
 */
export async function tryRegions<T>(
  io: CommandIo,
  options: RegionOptions,
  run: (io: CommandIo) => Promise<T>,
): Promise<TriedRegions<T>> {
  const regions = regionsOf(options);
  if (regions.length < 2) {
    const [region] = regions;
    return { done: [{ region, result: await run(region === undefined ? io : ioIn(io, region)) }], failed: [] };
  }
  const done: InRegion<T>[] = [];
  const failed: string[] = [];
  for (const region of regions) {
    try {
      done.push({ region, result: await run(labelled(ioIn(io, region), region)) });
    } catch (cause) {
      failed.push(`${region}: ${reasonOf(cause)}`);
    }
  }
  return { done, failed };
}

/** @throws CommandError that names the Regions in which it could not be done, with what to do about it. */
export function assertDone({ done, failed }: TriedRegions<unknown>, advice = again): void {
  if (failed.length > 0) {
    const others = done.length === 0 ? '' : ` (done in ${done.map(({ region }) => region).join(', ')})`;
    const count = `${failed.length} of ${done.length + failed.length} Regions`;
    throw new CommandError([`could not be done in ${count}${others}:`, ...failed, advice].join('\n'));
  }
}

/** As `tryRegions`. @throws CommandError that names the Regions in which it could not be done. */
export async function inRegions<T>(
  io: CommandIo,
  options: RegionOptions,
  run: (io: CommandIo) => Promise<T>,
): Promise<readonly InRegion<T>[]> {
  const tried = await tryRegions(io, options, run);
  assertDone(tried);
  return tried.done;
}

/**
 * Runs a command in every Region that is named, and ends as the worst of them. With `-o json` and several Regions, the
 * document is a list of `{"region", "result"}`.
 */
export async function runInRegions(
  io: CommandIo,
  options: RegionOptions & { readonly output: string },
  run: (io: CommandIo) => Promise<Ending>,
): Promise<Ending> {
  const isList = options.output === 'json' && regionsOf(options).length > 1;
  const done = await inRegions(io, options, async (each) => {
    const texts: string[] = [];
    const kept: CommandIo = Object.create(each, { out: { value: (text: string) => void texts.push(text) } });
    return { ending: await run(isList ? kept : each), text: texts.join('') };
  });
  if (isList) {
    const documents = done.map(({ region, result }) => ({
      region,
      result: result.text === '' ? null : JSON.parse(result.text),
    }));
    io.out(formatJson(documents));
  }
  return done.some(({ result }) => result.ending === 'found') ? 'found' : 'good';
}

const again = 'run the same command again once that is mended: what is done already is left alone';

/** What the user can put right; anything else is a fault of ours, and no Region's. */
function reasonOf(cause: unknown): string {
  const isTheirs = cause instanceof SourceError || (cause instanceof CommandError && cause.code === 'failed');
  if (!isTheirs) {
    throw cause;
  }
  return cause.message;
}

function ioIn(io: CommandIo, region: string): CommandIo {
  return Object.create(io, { env: { value: { ...io.env, AWS_REGION: region } } });
}

function labelled(io: CommandIo, region: string): CommandIo {
  const label = (text: string): string => text.replace(/^(?=.)/gm, `[${region}] `);
  return Object.create(io, {
    out: { value: (text: string) => io.out(label(text)) },
    err: { value: (text: string) => io.err(label(text)) },
    ask: { value: (question: string) => io.ask(label(question)) },
  });
}
