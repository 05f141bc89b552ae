/**
 * `node --predictable --random-seed=1 build/compile-cache/fill.ts [FOLDER]`, under the Node that the function will run
 * on: runs the script in FOLDER, else `dist/compile-cache`, through the starts that are there, and writes beside it what
 * V8 compiled. The two flags leave nothing to chance, so that the same script gives the same bytes; V8 takes them in
 * processes without these flags, too. Needs nothing but Node and this repository's sources.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { cacheFile, openScript, probe, probeFile, startOf } from '../../functions/cached/compiled-script.ts';
import type { FillingStart } from './starts.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '../../dist/compile-cache');
const isPredictable = ['--predictable', '--random-seed=1'].every((flag) => process.execArgv.includes(flag));
if (!isPredictable) {
  throw new Error('run this by node --predictable --random-seed=1, or no two caches will be alike');
}
const starts: readonly FillingStart[] = JSON.parse(readFileSync(join(folder, 'starts.json'), 'utf8'));
// V8 notes of a function that it made machine code of it while the script ran, and a process that takes the cache would
// then make that at the function's first call. The flag is part of what V8 compares, so it is taken back in time.
setFlagsFromString('--no-sparkplug');
const script = openScript(folder);
for (const start of starts) {
  await run(start);
}
setFlagsFromString('--sparkplug');
write(cacheFile, script);
write(probeFile, new Script(probe));
// Connections that are kept alive would keep this process, too.
process.exit(0);

function write(name: string, compiled: Script): void {
  const cache = compiled.createCachedData();
  writeFileSync(join(folder, name), cache);
  process.stdout.write(`${String(cache.length).padStart(8)}  ${join(folder, name)}\n`);
}

async function run({ parameters, events }: FillingStart): Promise<void> {
  const server = createServer((request, response) => void serve(parameters, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${portOf(server)}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'fill',
    AWS_SECRET_ACCESS_KEY: 'fill',
    PARAMETER_ROOT: '/fill',
  };
  const log: string[] = [];
  const handler = await startOf(script, folder)(environment, { write: (line) => log.push(line) });
  for (const event of events) {
    const { statusCode, body } = await handler(event, { getRemainingTimeInMillis: () => 60_000 });
    if (statusCode !== 200) {
      throw new Error(
        `the cache would lack what pods need, for a start answered ${statusCode}: ${body}\n${log.at(-1)}`,
      );
    }
  }
  server.close();
}

/** Answers `GetParameters`, which is all that the function asks. */
async function serve(values: FillingStart['parameters'], request: IncomingMessage, response: ServerResponse) {
  const { Names }: { readonly Names: readonly string[] } = JSON.parse((await request.toArray()).join(''));
  const found = Names.flatMap((name) => {
    const value = values[name.replace('/fill/', '')];
    return value === undefined ? [] : [{ Name: name, Value: value, Version: 1, LastModifiedDate: 0, Type: 'String' }];
  });
  const missing = Names.filter((name) => found.every(({ Name }) => Name !== name));
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ Parameters: found, InvalidParameters: missing }));
}

function portOf(server: Server): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}
