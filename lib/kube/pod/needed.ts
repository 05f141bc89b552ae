import type { JsonObject } from '../../json/json-value.ts';
import { textAt } from '../../json/member.ts';
import type { Quantity } from '../quantity.ts';
import { addQuantities, maxQuantity } from '../quantity-arithmetic.ts';
import { type ContainerList, itemsOf } from './containers.ts';
import { amountIn, hasAmount, type ResourceKind, resourcesOf } from './resources.ts';

/** An amount of one resource; undefined where nothing is asked for. */
export type Amount = Quantity | undefined;

/** What is asked for of one resource. */
export type Asked = Readonly<Record<ResourceKind, Amount>>;

/** A container that asks for a resource. What has a limit and no request asks for the limit, as the API server has it. */
export interface Asker extends Asked {
  readonly container: JsonObject;
}

/** The containers of a pod that ask for a resource, in their order. */
export type Askers = Readonly<Record<ContainerList, readonly Asker[]>>;

/** What a container, or the spec of a pod, asks for itself. @throws KubeError (`bad-quantity`) */
export function askedOf(holder: JsonObject, name: string): Asked {
  const { requests, limits } = resourcesOf(holder);
  return { requests: amountIn(requests, name), limits: amountIn(limits, name) };
}

/** Beyond this many names, what a container asks for is gone through, instead of looked up by them. */
const fewNames = 8;

/**
 * Who asks for the resources of these names. There may be very many names, and very many containers, but hardly any
 * container that asks for all; amounts are read when a name is asked for. What that gives throws KubeError
 * (`bad-quantity`).
 */
export function askersOf(pod: JsonObject, names: ReadonlySet<string>): (name: string) => Askers {
  const [containers, initContainers] = [
    containersByName('containers', pod, names),
    containersByName('initContainers', pod, names),
  ];
  return (name) => ({
    containers: (containers.get(name) ?? []).map((container) => askerOf(container, name)),
    initContainers: (initContainers.get(name) ?? []).map((container) => askerOf(container, name)),
  });
}

function askerOf(container: JsonObject, name: string): Asker {
  const { requests, limits } = askedOf(container, name);
  return { container, requests: requests ?? limits, limits };
}

function containersByName(
  list: ContainerList,
  pod: JsonObject,
  names: ReadonlySet<string>,
): ReadonlyMap<string, readonly JsonObject[]> {
  const byName = new Map<string, JsonObject[]>();
  for (const container of itemsOf(pod, list)) {
    for (const name of askedNames(container, names)) {
      const askers = byName.get(name);
      if (askers === undefined) {
        byName.set(name, [container]);
      } else {
        askers.push(container);
      }
    }
  }
  return byName;
}

function askedNames(container: JsonObject, names: ReadonlySet<string>): Iterable<string> {
  const { requests, limits } = resourcesOf(container);
  if (names.size <= fewNames) {
    return [...names].filter((name) => hasAmount(requests, name) || hasAmount(limits, name));
  }
  const ofLimits = Object.keys(limits).filter((name) => !hasAmount(requests, name));
  return [...Object.keys(requests), ...ofLimits].filter((name) => names.has(name));
}

/**
 * What containers need together, by Kubernetes' formula: the larger of the sum of what runs side by side, restartable
 * init containers included, and what any init container needs beside those that started before it.
 */
export function neededTogether({ containers, initContainers }: Askers, amountOf: (asker: Asker) => Amount): Amount {
  let running: Amount;
  let sidecars: Amount;
  let starting: Amount;
  for (const asker of containers) {
    running = sum(running, amountOf(asker));
  }
  for (const asker of initContainers) {
    const own = amountOf(asker);
    starting = largest(starting, sum(sidecars, own));
    if (textAt(asker.container, 'restartPolicy') === 'Always') {
      running = sum(running, own);
      sidecars = sum(sidecars, own);
    }
  }
  return largest(running, starting);
}

/** Both together; the one where there is no other. */
export function sum(a: Amount, b: Amount): Amount {
  return a === undefined || b === undefined ? (a ?? b) : addQuantities(a, b);
}

/** The larger one; the one where there is no other. */
export function largest(a: Amount, b: Amount): Amount {
  return a === undefined || b === undefined ? (a ?? b) : maxQuantity(a, b);
}
