import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodeValue } from '../../../lib/config/load/encode-value.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { node24 } from '../../support/node24.ts';
import { root } from './serverless-package.ts';

const run = promisify(execFile);
const event = JSON.parse(readFileSync(join(import.meta.dirname, 'event.json'), 'utf8'));

/** Lambda gives Node about nine tenths of the function's 512 MB. */
const heapMegabytes = 460;

/** A pod for a cluster, or a whole body. */
export interface PackagedCall {
  readonly cluster: string;
  readonly pod?: unknown;
  readonly request?: object;
  readonly body?: string;
}

/** What the function made of a call. */
export interface PackagedAnswer {
  readonly statusCode: number;
  readonly body: string;
  /** Its lines of log. */
  readonly log: string;
  /** Of the processor, in milliseconds. */
  readonly cpuMs: number;
}

export interface PackagedRun {
  readonly answers: readonly PackagedAnswer[];
  /** What Node itself printed. */
  readonly output: string;
  /** The most that the process ever held, in megabytes. */
  readonly residentMegabytes: number;
}

/** Handles one call after the other in one environment, as Lambda does, and writes what came of them. */
const script = `
import { readFileSync, writeFileSync } from 'node:fs';
const { handler } = await import('./dist/functions/inject.mjs');
const write = process.stdout.write.bind(process.stdout);
const answers = [];
for (const event of JSON.parse(readFileSync('events.json', 'utf8'))) {
  let log = '';
  process.stdout.write = (text) => { log += text; return true; };
  const before = process.cpuUsage();
  const { statusCode, body } = await handler(event, { getRemainingTimeInMillis: () => 600_000 });
  const { user, system } = process.cpuUsage(before);
  process.stdout.write = write;
  answers.push({ statusCode, body, log, cpuMs: (user + system) / 1000 });
}
writeFileSync('answers.json', JSON.stringify({ answers, residentMegabytes: process.resourceUsage().maxRSS / 1024 }));
`;

/** The bundle that is shipped, in a folder of its own, beside a Parameter Store. */
export class PackagedFunction {
  readonly #folder: string;
  readonly #store: ParameterStoreServer;

  private constructor(folder: string, store: ParameterStoreServer) {
    this.#folder = folder;
    this.#store = store;
  }

  /** @param parameters by name below the root: `prod/template` */
  static async with(parameters: Readonly<Record<string, string>>): Promise<PackagedFunction> {
    const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-packaged-'));
    await run('npx', ['tsx', 'build/lambda.ts', join(folder, 'dist/functions')], { cwd: root });
    const store = new ParameterStore();
    for (const [name, text] of Object.entries(parameters)) {
      store.put(`/sidecar-injector/${name}`, encodeValue(text), { tier: 'Intelligent-Tiering' });
    }
    writeFileSync(join(folder, 'call.mjs'), script);
    return new PackagedFunction(folder, await startParameterStore(store));
  }

  /** Calls the function in a new environment, on Node 24 as Lambda has it, with V8's `flags` besides. */
  async answer(calls: readonly PackagedCall[], flags: readonly string[] = []): Promise<PackagedRun> {
    writeFileSync(join(this.#folder, 'events.json'), JSON.stringify(calls.map(eventOf)));
    const env = { PATH: process.env.PATH, ...this.#store.environment, AUTH: 'none' };
    const arguments_ = [`--max-old-space-size=${heapMegabytes}`, ...flags, 'call.mjs'];
    const { stdout } = await run(await node24(), arguments_, { cwd: this.#folder, env, maxBuffer: 1 << 28 });
    return { ...JSON.parse(readFileSync(join(this.#folder, 'answers.json'), 'utf8')), output: stdout };
  }

  async close(): Promise<void> {
    await this.#store.close();
    rmSync(this.#folder, { recursive: true });
  }
}

function eventOf({ cluster, pod, request, body }: PackagedCall): object {
  const review = JSON.parse(event.body);
  const asked = {
    ...review,
    request: { ...review.request, ...request, ...(pod === undefined ? {} : { object: pod }) },
  };
  return { ...event, path: `/inject/cluster/${cluster}`, body: body ?? JSON.stringify(asked) };
}
