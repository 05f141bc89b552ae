import { BoundedCache } from '../base/bounded-cache.ts';
import type { JsonObject } from '../json/json-value.ts';

/** A pod that was injected lately. It is kept for trials, and never logged. */
export interface RecentPod {
  readonly namespace: string;
  readonly pod: JsonObject;
  /** The pairs after `inject` in its address. */
  readonly pairs: ReadonlyMap<string, string>;
}

/** How many pods of a cluster a trial takes, each of another namespace. */
export const podsOfTrial = 3;
/** How many clusters are remembered. */
const clusters = 100;
/** The largest review whose pod is remembered, in bytes. */
const maxBytes = 32 * 1024;

/** The pods that were injected last, by configuration: few, and of namespaces that differ. */
export class RecentPods {
  readonly #pods = new BoundedCache<readonly RecentPod[]>({ maxEntries: clusters });

  /** @param bytes of the review that it came in */
  add(cluster: string, recent: RecentPod, bytes: number): void {
    if (bytes <= maxBytes) {
      const others = this.of(cluster).filter(({ namespace }) => namespace !== recent.namespace);
      this.#pods.set(cluster, [recent, ...others].slice(0, podsOfTrial));
    }
  }

  /** Newest first. */
  of(cluster: string): readonly RecentPod[] {
    return this.#pods.get(cluster) ?? [];
  }
}
