import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fillParameterStore } from '../../support/fakes/fill-parameter-store.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { freePort } from '../../support/free-port.ts';
import { certificateFor } from './certificate.ts';
import { type Child, startChild, untilReady } from './child.ts';
import type { RunningTarget } from './target.ts';

const root = join(import.meta.dirname, '../../..');
const parameterRoot = '/sidecar-injector';

/**
 * The shipped bundle behind an emulated API Gateway: serverless-offline over HTTPS, with the parameters of a folder
 * in a Parameter Store of our own on the loopback interface.
 */
export async function startOfflineGateway(parameters: string): Promise<RunningTarget> {
  await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: root });
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-gateway-'));
  const store = await startParameterStore(await storeOf(parameters));
  const certificate = await certificateFor('127.0.0.1');
  writeFileSync(join(folder, 'cert.pem'), certificate.cert);
  writeFileSync(join(folder, 'key.pem'), certificate.key, { mode: 0o600 });
  const port = await freePort();
  const child = await startOffline(folder, port, store);
  const url = `https://127.0.0.1:${port}/prod/inject`;
  const stop = async () => {
    await child.stop();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(child, 60, async () => child.output().includes('Server ready'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, ca: certificate.cert, stop };
}

async function startOffline(certificates: string, port: number, store: ParameterStoreServer): Promise<Child> {
  const osls = join(root, 'node_modules/serverless/bin/serverless.js');
  const args = [
    ...['offline', '--host', '127.0.0.1', '--httpPort', String(port), '--lambdaPort', String(await freePort())],
    ...['--httpsProtocol', certificates, '--stage', 'prod', '--param', 'auth=none', '--terminateIdleLambdaTime', '600'],
  ];
  const env = {
    ...process.env,
    ...store.environment,
    SLS_TELEMETRY_DISABLED: '1',
    SLS_NOTIFICATIONS_MODE: 'off',
  };
  return startChild(process.execPath, [osls, ...args], { cwd: root, env });
}

/** A Parameter Store with what a folder of parameter files holds, encoded as `push` would. */
async function storeOf(parameters: string): Promise<ParameterStore> {
  const store = new ParameterStore();
  await fillParameterStore(store, parameterRoot, parameters);
  return store;
}
