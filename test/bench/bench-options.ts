import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';

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

/** Reads `--istio DIR`, `--json FILE`, `--other FOLDER` and `--rounds N`. @throws TypeError for anything else */
export function benchOptions(args: readonly string[], rounds: number): BenchOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { istio: text, json: text, other: text, rounds: text } });
  const { istio, json, other } = values;
  return { istio, json, other, rounds: Number(values.rounds ?? rounds) };
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
