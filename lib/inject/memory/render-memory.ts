import { BoundedCache } from '../../base/bounded-cache.ts';
import type { Injection } from '../../contract/injection.ts';
import type { InjectConfiguration } from '../injection-types.ts';
import type { RenderedTemplate } from '../render/render-template.ts';
import type { ConfigurationNumbers } from './configuration-numbers.ts';
import { type VolatileView, volatileView } from './volatile-view.ts';

/** A pod whose rendering is looked for. */
export interface AskedRendering {
  /** What is rendered of, so that it shows whether the result is good for the whole workload. */
  readonly view: VolatileView;
  /** Undefined where renderings are not kept. */
  readonly key: string | undefined;
}

/**
 * What templates rendered for pods of a workload. A rendering is kept only if it never looked at what tells two pods of
 * a workload apart, so that remembering gives what rendering would have given; and only if a record of the pod is made
 * of it, since otherwise the whole outcome is remembered.
 */
export class RenderMemory {
  readonly #numbers: ConfigurationNumbers;
  readonly #renderings = new BoundedCache<readonly RenderedTemplate[]>({
    maxEntries: 600,
    maxCharacters: 4_000_000,
    charactersOf: (templates) => templates.reduce((sum, { text }) => sum + text.length, 0),
  });

  constructor(numbers: ConfigurationNumbers) {
    this.#numbers = numbers;
  }

  ask(
    injection: Injection,
    configuration: InjectConfiguration,
    { isKept }: { readonly isKept: boolean },
  ): AskedRendering {
    const view = volatileView(injection.pod, injection.workload === null ? injection.namespace : '');
    const isLookedFor = isKept && configuration.behaviour.keepsRecord;
    return { view, key: isLookedFor ? this.#numbers.keyOf(injection, configuration, view.key()) : undefined };
  }

  find({ key }: AskedRendering): readonly RenderedTemplate[] | undefined {
    return key === undefined ? undefined : this.#renderings.get(key);
  }

  /** Keeps what holds for every pod of the workload. */
  keep({ key }: AskedRendering, templates: readonly RenderedTemplate[]): void {
    if (key !== undefined) {
      this.#renderings.set(key, templates);
    }
  }
}
