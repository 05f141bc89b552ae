/** What a benchmark wrote by `--json`. */
export interface BenchRecord {
  readonly bench: string;
  readonly date: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
    /** Processes that wanted to run, when it ended. */
    readonly load: number;
  };
  readonly tables: readonly {
    readonly title: string;
    readonly rows: readonly Readonly<Record<string, string | number>>[];
  }[];
}

/** What each benchmark is, and how it is repeated. */
const benches: Readonly<Record<string, { readonly title: string; readonly text: string; readonly command: string }>> = {
  cold: {
    title: 'A new environment, up to its first pod',
    text: 'Fresh processes against a loopback Parameter Store, each beside an empty handler; ratios are medians of pairs: of the whole process, by the clock of who starts it and waits for its end, and of CPU time until the pod is answered. INIT with a mesh injects a typical pod, so that the first one finds code that has run.',
    command: 'npm run bench -- cold --istio DIR --json docs/performance/cold.json',
  },
  young: {
    title: 'The first pods of an environment',
    text: 'Pods never seen, one after the other, in fresh processes. What they take falls while V8 compiles.',
    command: 'npm run bench -- young --istio DIR --json docs/performance/young.json',
  },
  inject: {
    title: 'A settled process',
    text: "From API Gateway's event to the answer, of pods never seen and of further pods of known workloads. Where `ISTIO_BENCH` names a program with Istio's own injector, both run in turns and must make the same pods. The shell is what stands around a review (event, address, log line, answer): a review with next to nothing in it, that is left alone.",
    command: 'ISTIO_BENCH=PROGRAM npm run bench -- inject --istio DIR --json docs/performance/inject.json',
  },
  growth: {
    title: 'How it grows',
    text: "One process for each size; in a series of first pods, some for each. An exponent of 1 is twice the time for twice as much; below 1, what every pod takes still outweighs the rest. Runs differ: in three runs, small annotations (1.27), rendered variables (1.21) and templates for one pod (1.11) were above 1.1 once each, none of them twice. One annotation has a step, and no slope, between 100 and 240 KB: of a text of more than 128 KB, each copy costs V8 pages of its own. Where `ISTIO_BENCH` names a program with Istio's own injector, it gets the same templates, values and pods.",
    command: 'npm run bench -- growth --json docs/performance/growth.json',
  },
  clusters: {
    title: 'Many clusters in one environment',
    text: "Each cluster has all of Istio's parameters for itself, and a template that differs from every other; the process has the heap that Lambda gives at 512 MB. First a pod of each cluster, which reads and compiles, then pods never seen of all of them in turns.",
    command: 'npm run bench -- clusters --istio DIR --json docs/performance/clusters.json',
  },
};

const order = Object.keys(benches);

const intro = `# Performance

Made by \`npm run performance\` from \`docs/performance/*.json\`, which the benchmarks write: do not edit. DIR is a folder laid out as Istio's cases are (ConfigMaps and requests). CPU time is of the whole process, all threads. What is compared was run in turns in one run; on a machine with more load than cores all figures are larger, those over an empty handler too: compare the rows of one table, and nothing else.
`;

/** The page that shows them. @throws Error for a benchmark that it does not know */
export function formatPerformance(records: readonly BenchRecord[]): string {
  const sorted = [...records].sort((a, b) => order.indexOf(a.bench) - order.indexOf(b.bench));
  return [intro, ...sorted.map(section)].join('\n');
}

function section({ bench, date, machine, tables }: BenchRecord): string {
  const about = benches[bench];
  if (about === undefined) {
    throw new Error(`nothing is known of the benchmark ${bench}: add it to test/support/performance`);
  }
  const where = `${machine.cpu}, ${machine.cores} cores, load ${machine.load}, Node ${machine.node.slice(1)}, ${date}`;
  return [
    `## ${about.title}`,
    '',
    `${about.text} \`${about.command}\`; ${where}.`,
    '',
    ...tables.flatMap(({ title, rows }) => [`${title}:`, '', ...table(rows), '']),
  ].join('\n');
}

function table(rows: readonly Readonly<Record<string, string | number>>[]): string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly unknown[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
  ];
}
