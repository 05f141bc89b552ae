import { stringifyJson } from '../go/json-text.ts';
import type { Injection } from '../istio/behaviour.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { InjectConfiguration } from './injection-types.ts';
import type { RenderedTemplate } from './render.ts';
import { volatileView } from './volatile-view.ts';

/** Renderings by configuration: a configuration that is replaced takes its renderings with it. */
const memory = new WeakMap<InjectConfiguration, BoundedCache<readonly RenderedTemplate[]>>();
const limits = { maxEntries: 1000, maxCharacters: 8_000_000 };

/**
 * Renders, or remembers what another pod of the same workload got. A rendering is kept only if it never looked at what
 * tells two pods of a workload apart, so that remembering gives what rendering would have given.
 */
export function rememberRendering(
  injection: Injection,
  configuration: InjectConfiguration,
  render: (injection: Injection) => readonly RenderedTemplate[],
): readonly RenderedTemplate[] {
  const view = volatileView(injection.pod, injection.workload === null ? injection.namespace : '');
  const cache = cacheOf(configuration);
  const key = keyOf(injection, view.key);
  const known = cache.get(key);
  if (known !== undefined) {
    return known;
  }
  const rendered = render({ ...injection, pod: view.pod() });
  if (!view.wasRead()) {
    cache.set(key, rendered);
  }
  return rendered;
}

function cacheOf(configuration: InjectConfiguration): BoundedCache<readonly RenderedTemplate[]> {
  const cache = memory.get(configuration) ?? new BoundedCache<readonly RenderedTemplate[]>(limits);
  memory.set(configuration, cache);
  return cache;
}

/** Everything that a rendering may look at beside the configuration. */
function keyOf({ namespace, address, namespaceObject, workload }: Injection, pod: string): string {
  const place = [namespace, ...address].flat();
  return `${pod}\n${stringifyJson([place, namespaceObject, workload === null ? null : { ...workload }])}`;
}
