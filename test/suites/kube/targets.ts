import { openAuthenticator } from '../../../lib/auth/authenticator.ts';
import { fileSnapshots } from '../../../lib/config/source/file/file-snapshots.ts';
import { startLocalServer } from '../../../lib/local/local-server.ts';
import { startOfflineGateway } from './offline-gateway.ts';
import type { RunningTarget, Target } from './target.ts';

/** Both ways. */
export const targets: readonly Target[] = [
  { name: 'the local HTTPS server', start: startLocal },
  { name: 'the shipped bundle behind API Gateway emulation', start: startOfflineGateway },
];

async function startLocal(parameters: string): Promise<RunningTarget> {
  const server = await startLocalServer({
    provider: fileSnapshots(parameters),
    authenticator: openAuthenticator,
    port: 0,
    log: () => {},
  });
  return { url: `${server.url}/inject`, ca: server.ca, stop: () => server.close() };
}
