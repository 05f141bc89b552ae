import { hash } from 'node:crypto';
import type { Injection } from '../../contract/injection.ts';
import { stringifyJson } from '../../json/json-text.ts';
import type { InjectConfiguration, InjectRequest } from '../injection-types.ts';
import type { RenderedTemplate } from '../render/render.ts';
import { BoundedCache } from './bounded-cache.ts';
import { volatileView } from './volatile-view.ts';

/** One memory for all configurations, so that it is bounded however many clusters there are. */
const memory = new BoundedCache<readonly RenderedTemplate[]>({
  maxEntries: 600,
  maxCharacters: 4_000_000,
  charactersOf: (templates) => templates.reduce((sum, { text }) => sum + text.length, 0),
});
const numbers = new WeakMap<InjectConfiguration, number>();
let configurations = 0;

/** Where a pod is injected. */
export type RenderingPlace = Pick<InjectRequest, 'namespace' | 'address' | 'namespaceObject' | 'workload'>;

export interface RememberedRendering {
  readonly templates: readonly RenderedTemplate[];
  /** Whether it is good for every pod of the workload. */
  readonly isOfWorkload: boolean;
}

/**
 * Renders, or remembers what another pod of the same workload got. A rendering is kept only if it never looked at what
 * tells two pods of a workload apart, so that remembering gives what rendering would have given; and only if a record
 * of the pod is made of it, since otherwise the whole outcome is remembered.
 */
export function rememberRendering(
  injection: Injection,
  configuration: InjectConfiguration,
  render: (injection: Injection) => readonly RenderedTemplate[],
): RememberedRendering {
  const view = volatileView(injection.pod, injection.workload === null ? injection.namespace : '');
  const key = configuration.behaviour.keepsRecord ? renderingKey(injection, configuration, view.key()) : undefined;
  const known = key === undefined ? undefined : memory.get(key);
  if (known !== undefined) {
    return { templates: known, isOfWorkload: true };
  }
  const templates = render({ ...injection, pod: view.pod() });
  const isOfWorkload = !view.wasRead();
  if (isOfWorkload && key !== undefined) {
    memory.set(key, templates);
  }
  return { templates, isOfWorkload };
}

/** A digest that is equal only where everything that injecting may look at is; `pod` stands for the pod. */
export function renderingKey(place: RenderingPlace, configuration: InjectConfiguration, pod: string): string {
  return hash('sha256', `${numberOf(configuration)}\n${keyOf(place, pod)}`, 'base64');
}

/** A number that stands for a configuration: equal only for the same object. */
function numberOf(configuration: InjectConfiguration): number {
  const known = numbers.get(configuration);
  if (known !== undefined) {
    return known;
  }
  configurations += 1;
  numbers.set(configuration, configurations);
  return configurations;
}

/** Everything that a rendering may look at beside the configuration. */
function keyOf({ namespace, address, namespaceObject, workload }: RenderingPlace, pod: string): string {
  const place = [namespace, ...address].flat();
  return `${pod}\n${stringifyJson([place, namespaceObject ?? null, workload ? { ...workload } : null])}`;
}
