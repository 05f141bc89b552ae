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

/**
 * Does the same in every Region that is named, one after the other, or once where none is. A Region that fails keeps
 * the others from nothing. What is said of each has its name where there are several.
 * @throws CommandError that names the Regions in which it could not be done.
 */
export async function inRegions<T>(
  io: CommandIo,
  { region: regions = [] }: RegionOptions,
  run: (io: CommandIo) => Promise<T>,
): Promise<readonly InRegion<T>[]> {
  const unique = [...new Set(regions)];
  if (unique.length < 2) {
    const [region] = unique;
    return [{ region, result: await run(region === undefined ? io : ioIn(io, region)) }];
  }
  const done: InRegion<T>[] = [];
  const failed: string[] = [];
  for (const region of unique) {
    try {
      done.push({ region, result: await run(labelled(ioIn(io, region), region)) });
    } catch (cause) {
      failed.push(`${region}: ${reasonOf(cause)}`);
    }
  }
  if (failed.length > 0) {
    const others = done.length === 0 ? '' : ` (done in ${done.map(({ region }) => region).join(', ')})`;
    throw new CommandError(
      [`could not be done in ${failed.length} of ${unique.length} Regions${others}:`, ...failed, again].join('\n'),
    );
  }
  return done;
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
  const isList = options.output === 'json' && new Set(options.region).size > 1;
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
