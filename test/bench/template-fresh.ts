import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { node24 } from '../support/node24.ts';

const processes = 15;

/** What the first compilation of a process costs, in milliseconds; medians of several processes. */
export interface FreshTimes {
  /** Of the wall clock: other work of the machine counts in. */
  readonly wall: number;
  /** Of the processor, in the thread that compiles: what the wall clock shows on a machine that is otherwise idle. */
  readonly cpu: number;
  /** Of the processor, for the first render, which compiles what it reaches. */
  readonly render: number;
  /** The Node that was measured. */
  readonly version: string;
}

/**
 * Times `compileTemplate` in fresh processes of Node 24 (of this Node where there is none), bundled and minified as
 * the Lambda is. Loading the code is not counted.
 */
export async function timeFresh(text: string, data: unknown): Promise<FreshTimes> {
  const node = await node24().catch(() => process.execPath);
  const folder = mkdtempSync(join(tmpdir(), 'template-bench-'));
  try {
    const outfile = join(folder, 'fresh.mjs');
    const options = { bundle: true, minify: true, platform: 'node', format: 'esm', target: 'node24', outfile } as const;
    await build({ ...options, stdin: { contents: freshSource(text, data), resolveDir: folder } });
    const runs = Array.from({ length: processes }, () =>
      decodeRun(execFileSync(node, [outfile], { encoding: 'utf8' })),
    );
    const median = (key: 'wall' | 'cpu' | 'render'): number => middle(runs.map((run) => run[key]));
    const version = runs[0]?.version ?? '';
    return { wall: median('wall'), cpu: median('cpu'), render: median('render'), version };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function decodeRun(line: string): FreshTimes {
  return JSON.parse(line) as FreshTimes;
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function freshSource(text: string, data: unknown): string {
  const lib = (file: string): string => JSON.stringify(fileURLToPath(new URL(`../../lib/${file}.ts`, import.meta.url)));
  return `import { compileTemplate } from ${lib('template/template')};
    import { goValueFromJson } from ${lib('go/from-json')};
    const text = ${JSON.stringify(text)};
    const data = goValueFromJson(${JSON.stringify(data)}, 'float64');
    const clock = process.threadCpuUsage?.bind(process) ?? process.cpuUsage.bind(process);
    const used = () => { const { user, system } = clock(); return (user + system) / 1000; };
    const before = used();
    const start = performance.now();
    const template = compileTemplate({ name: 'main', text, functions: new Map() });
    const wall = performance.now() - start;
    const compiled = used();
    template.render(data);
    const render = used() - compiled;
    console.log(JSON.stringify({ wall, cpu: compiled - before, render, version: process.version }));`;
}
