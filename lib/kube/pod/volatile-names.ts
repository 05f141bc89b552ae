import type { JsonObject } from '../../json/json-value.ts';
import { objectAt } from '../../json/member.ts';
import { itemsOf, nameOf, specOf } from './containers.ts';

/** What tells two pods of a workload apart. */
export interface VolatileNames {
  /** Of the service account token's volume, where there is just one. */
  readonly token: string | undefined;
  /** The pod's name where it was made from `generateName`. */
  readonly generatedName: string | undefined;
}

/** What is known of a pod whose review had the same text as others, but for such names. */
export interface PodForm extends VolatileNames {
  /** The same object for all those pods: one of them, with names that none of them has. */
  readonly sample: JsonObject;
}

/** How an API server names the volume of a service account's token, at random. */
export const tokenVolume = /^kube-api-access-[a-z0-9]{5}$/;

/** The names of a pod. */
export function volatileNames(pod: JsonObject): VolatileNames {
  const { generateName, name } = objectAt(pod, 'metadata');
  const generatedName = typeof generateName === 'string' && typeof name === 'string' ? name : undefined;
  return { token: tokenOf(pod), generatedName };
}

function tokenOf(pod: JsonObject): string | undefined {
  const volumes = itemsOf(pod, 'volumes');
  const [token, another] = volumes.map(nameOf).filter((name) => tokenVolume.test(name));
  return another === undefined && volumes.length === listLength(specOf(pod).volumes) ? token : undefined;
}

function listLength(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
