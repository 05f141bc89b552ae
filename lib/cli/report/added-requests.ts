import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { valueAt } from '../../json/member.ts';
import { KubeError } from '../../kube/errors.ts';
import { parseQuantity, scaledValue } from '../../kube/quantity.ts';
import { objectsIn } from '../cluster/json-path.ts';

/** What one state of a pod asks for beyond another: thousandths of a CPU, and bytes. May be below zero. */
export interface AddedRequests {
  readonly cpu: bigint;
  readonly memory: bigint;
}

/** Compares what containers that run all the time ask for: regular ones and native sidecars. */
export function addedRequests(before: JsonObject, after: JsonObject): AddedRequests {
  return {
    cpu: requested(after, 'cpu', -3) - requested(before, 'cpu', -3),
    memory: requested(after, 'memory', 0) - requested(before, 'memory', 0),
  };
}

function requested(pod: JsonObject, resource: string, power: number): bigint {
  const sidecars = objectsIn(pod, 'spec', 'initContainers').filter((item) => item.restartPolicy === 'Always');
  return [...objectsIn(pod, 'spec', 'containers'), ...sidecars]
    .map((container) => quantityOf(valueAt(container, 'resources', 'requests', resource), power))
    .reduce((sum, each) => sum + each, 0n);
}

function quantityOf(value: JsonValue | undefined, power: number): bigint {
  try {
    return value === undefined ? 0n : scaledValue(parseQuantity(String(value)), power);
  } catch (error) {
    if (error instanceof KubeError) {
      return 0n;
    }
    throw error;
  }
}

const mebibyte = 2n ** 20n;

/** `+300m CPU, +384Mi memory`. */
export function formatRequests({ cpu, memory }: AddedRequests): string {
  const sign = (value: bigint) => (value < 0n ? '-' : '+');
  const size = (value: bigint) => (value < 0n ? -value : value);
  return `${sign(cpu)}${size(cpu)}m CPU, ${sign(memory)}${size(memory) / mebibyte}Mi memory`;
}
