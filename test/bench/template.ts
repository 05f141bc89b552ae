/**
 * `npm run bench -- template`: parses, compiles and executes a template of 25 KB side by side with Go's text/template
 * in the same run, and compiles it once in fresh processes. Prints ratios; with `--strict` it fails below the goals.
 */
import { goValueFromJson } from '../../lib/go/from-json.ts';
import { compileTemplate } from '../../lib/template/template.ts';
import { startOracle } from '../suites/oracle/launch.ts';
import { benchmarkData, benchmarkTemplate } from './template-fixture.ts';
import { timeFresh } from './template-fresh.ts';

const rounds = 7;
const repeat = 300;
const goals = { execute: 3, parse: 2, freshMilliseconds: 8 };

export async function bench(args: readonly string[] = []): Promise<void> {
  const text = benchmarkTemplate();
  const data = goValueFromJson(benchmarkData, 'float64');
  const go = await timeGo(text);
  const compile = (): ReturnType<typeof compileTemplate> =>
    compileTemplate({ name: 'main', text, functions: new Map(), missingKey: 'default' });
  const template = compile();
  if (template.render(data) !== go.output) {
    throw new Error('the benchmark template renders differently in Go; run the fuzz suite');
  }
  const execute = best(() => template.render(data));
  const parse = best(compile);
  const fresh = await timeFresh(text, benchmarkData);
  console.log(`template of ${Buffer.byteLength(text)} bytes, output of ${Buffer.byteLength(go.output)} bytes`);
  print('execute', { ours: execute, theirs: go.execute });
  print('parse and compile, warm', { ours: parse, theirs: go.parse });
  const [cpu, wall, render] = [fresh.cpu, fresh.wall, fresh.render].map((time) => `${time.toFixed(2)} ms`);
  console.log(`parse and compile, fresh process of Node ${fresh.version}: ${cpu} of CPU, ${wall} by the clock`);
  console.log(`first render there, which compiles the branches it takes: ${render} of CPU`);
  const met =
    go.execute / execute >= goals.execute && parse / go.parse <= goals.parse && fresh.cpu < goals.freshMilliseconds;
  const { execute: faster, parse: slower, freshMilliseconds } = goals;
  console.log(
    `${met ? 'met' : 'NOT MET'}: execution ${faster}x as fast as Go, parsing at most ${slower}x its time, fresh under ${freshMilliseconds} ms of CPU`,
  );
  process.exitCode = met || !args.includes('--strict') ? 0 : 1;
}

async function timeGo(text: string): Promise<{ output: string; parse: number; execute: number }> {
  const oracle = await startOracle('template');
  const answer = await oracle.ask({
    templates: { main: text },
    data: benchmarkData,
    numbers: 'float64',
    funcs: 'std',
    option: '',
    repeat,
  });
  oracle.close();
  return decodeTimes(answer);
}

function decodeTimes(answer: unknown): { output: string; parse: number; execute: number } {
  const times = answer as { output: string; parse: number; execute: number; error?: string };
  if (times.error !== undefined) {
    throw new Error(`Go refuses the benchmark template: ${times.error}`);
  }
  return times;
}

/** Nanoseconds of one call: the best of several rounds, after warming up. */
function best(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    for (let turn = 0; turn < repeat; turn++) {
      work();
    }
    least = Math.min(least, Number(process.hrtime.bigint() - start) / repeat);
  }
  return least;
}

function print(what: string, { ours, theirs }: { readonly ours: number; readonly theirs: number }): void {
  const micro = (nanoseconds: number): string => `${(nanoseconds / 1000).toFixed(1)} us`;
  console.log(`${what}: ${micro(ours)}, Go ${micro(theirs)}: ${(theirs / ours).toFixed(2)}x as fast as Go`);
}
