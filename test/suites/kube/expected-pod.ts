import { defaultCluster } from '../../../lib/config/snapshot.ts';
import { fileSnapshots } from '../../../lib/config/source/file/file-snapshots.ts';
import { inject } from '../../../lib/inject/inject.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import type { Cluster } from './cluster.ts';
import { exampleParameters, examplePod } from './examples.ts';

/** What the API server shall have stored for an example pod, as far as the injection determines it. */
export interface ExpectedPod {
  /** The pod's spec with the API server's defaults, before injection. */
  readonly defaulted: JsonObject;
  readonly labels: unknown;
  readonly annotations: unknown;
  readonly spec: JsonObject;
}

/**
 * Our pure function on what the webhook is sent: the pod with the API server's defaults. The API server then sets
 * defaults on what was injected, too; a namespace without the webhook does both, in dry runs.
 */
export async function expectedPod(cluster: Cluster, example: string): Promise<ExpectedPod> {
  const defaulted = await dryRun(cluster, examplePod(example));
  const pod = { ...defaulted, metadata: asSent(defaulted.metadata as JsonObject) };
  const loaded = await fileSnapshots(exampleParameters).snapshot(defaultCluster, {
    deadline: Number.POSITIVE_INFINITY,
  });
  if (loaded.kind !== 'fresh') {
    throw new Error(loaded.cause);
  }
  const request = { pod, namespace: 'selected', address: new Map<string, string>() };
  const outcome = inject(request, loaded.snapshot);
  if (outcome.kind !== 'injected') {
    throw new Error(`not injected: ${JSON.stringify(outcome)}`);
  }
  const stored = await dryRun(cluster, outcome.pod);
  const { labels, annotations } = stored.metadata as JsonObject;
  return { defaulted: defaulted.spec as JsonObject, labels, annotations, spec: stored.spec as JsonObject };
}

async function dryRun(cluster: Cluster, pod: JsonObject): Promise<JsonObject> {
  const { status, body } = await cluster.createPod('left-alone', pod, '?dryRun=All');
  if (status !== 201) {
    throw new Error(`the API server answered ${status}: ${JSON.stringify(body)}`);
  }
  return body;
}

/** Without what the API server adds only when it stores. */
function asSent(metadata: JsonObject): JsonObject {
  const given = ['name', 'generateName', 'labels', 'annotations', 'ownerReferences'];
  const entries = Object.entries(metadata).filter(([key]) => given.includes(key));
  const isGenerated = metadata.generateName !== undefined;
  return Object.fromEntries(entries.filter(([key]) => !(isGenerated && key === 'name')));
}
