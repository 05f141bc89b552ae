import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import { lambdaOptions } from '../../../build/lambda-options.ts';
import type * as Bundled from '../../../lib/config/source/ssm/signed-reader.ts';
import { startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { describeReaderContract } from '../../unit/config/source/ssm/reader-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-reader-'));
let bundled: typeof Bundled;

beforeAll(async () => {
  const reader = { in: 'lib/config/source/ssm/signed-reader.ts', out: 'reader' };
  const entryPoints = [reader];
  await build({ ...lambdaOptions, entryPoints, outdir: folder });
  bundled = await import(pathToFileURL(join(folder, 'reader.mjs')).href);
});
afterAll(() => rmSync(folder, { recursive: true }));

describeReaderContract('the signed reader, bundled as for the Lambda,', openFake, (environment) =>
  bundled.createSignedReader(environment),
);

async function openFake() {
  const server = await startParameterStore();
  return {
    environment: server.environment,
    put: async (name: string, value: string, secret = false) =>
      void server.store.put(name, value, { type: secret ? 'SecureString' : 'String' }),
    close: () => server.close(),
  };
}
