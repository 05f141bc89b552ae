import { createSnapshotCache, type SnapshotCache } from '../cache/snapshot-cache.ts';
import { loadSnapshot, templateNames } from '../load-snapshot.ts';
import type { Environment } from './region.ts';
import { createSsmSource } from './ssm-source.ts';

/**
 * Snapshots from Parameter Store, cached: what the Lambda serves from. `warm` it during INIT; its `tokens` are the
 * source of the token authenticator. Nothing is read before either is asked.
 * @param root where our parameters live: `/sidecar-injector`
 * @param environment variables that the client is set up by: `AWS_REGION`, credentials, `AWS_ENDPOINT_URL`
 */
export function createSsmProvider(root: string, environment: Environment): SnapshotCache {
  return createSnapshotCache({ source: createSsmSource(root, environment), loadSnapshot, templateNames });
}
