import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { errorText } from '../../lib/base/coded-error.ts';
import { handlerIn } from './starts.ts';

/** What a benchmark is asked for. */
export interface BenchOptions {
  /** A folder laid out as Istio's cases are: its ConfigMaps are the mesh configuration. */
  readonly istio: string | undefined;
  /** Where the figures go, as JSON. */
  readonly json: string | undefined;
  /** The built functions of another commit, to be run in turns with ours. */
  readonly other: string | undefined;
  readonly rounds: number;
}

/** A benchmark was asked for what it cannot do; the message says what, and what it can. */
export class BenchOptionsError extends Error {}

/** Reads `--istio DIR`, `--json FILE`, `--other FOLDER` and `--rounds N`. @throws BenchOptionsError for anything else */
export function benchOptions(args: readonly string[], rounds: number): BenchOptions {
  const { istio, json, other, rounds: asked } = parsed(args);
  if (istio !== undefined && !existsSync(join(istio, 'configmaps/istio.yaml'))) {
    throw new BenchOptionsError(`--istio ${istio}: there is no configmaps/istio.yaml; name a folder of Istio's cases`);
  }
  if (other !== undefined && !existsSync(handlerIn(other))) {
    throw new BenchOptionsError(`--other ${other}: there is no inject.mjs; name what a build made, as dist/functions`);
  }
  if (asked !== undefined && !/^[1-9]\d{0,5}$/.test(asked)) {
    throw new BenchOptionsError(`--rounds ${asked}: give a whole number from 1 on`);
  }
  return { istio, json, other, rounds: Number(asked ?? rounds) };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { istio: text, json: text, other: text, rounds: text } }).values;
  } catch (cause) {
    const options = '--istio DIR, --json FILE, --other FOLDER and --rounds N';
    throw new BenchOptionsError(`${errorText(cause)}; there are ${options}`, { cause });
  }
}

/** A row of figures by the name of the column. */
export type Row = Readonly<Record<string, string | number>>;

/** A table of figures, as `docs/performance.md` shows it. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Prints tables, and writes them with the machine and the date where `--json` asks for it. */
export async function report(bench: string, tables: readonly Table[], { json }: BenchOptions): Promise<void> {
  for (const { title, rows } of tables) {
    console.log(`\n${title}`);
    console.table(rows);
  }
  const machine = {
    cpu: cpus()[0]?.model,
    cores: availableParallelism(),
    node: process.version,
    load: rounded(loadavg()[0]),
  };
  if (json !== undefined) {
    const date = new Date().toISOString().slice(0, 10);
    await writeFile(json, `${JSON.stringify({ bench, date, machine, tables }, null, 2)}\n`);
  }
}

/** To three digits, which is more than any of our figures repeats to. */
export function rounded(value = Number.NaN): number {
  return Number(value.toPrecision(3));
}

/** The value below which a share of them is. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
