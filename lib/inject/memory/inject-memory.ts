import { RenderedTexts } from '../render/rendered-texts.ts';
import { ConfigurationNumbers } from './configuration-numbers.ts';
import { OutcomeMemory } from './outcome-memory.ts';
import { RenderMemory } from './render-memory.ts';

/**
 * What injecting remembers between pods. One for all configurations, so that it is bounded however many clusters there
 * are; its maker decides which injections share it.
 */
export interface InjectMemory {
  /** Patches of whole pods, where a behaviour keeps no records. */
  readonly outcomes: OutcomeMemory;
  /** What templates rendered for pods of a workload, where records are kept. */
  readonly renderings: RenderMemory;
  /** Blocks of rendered YAML, and what Go makes of them. */
  readonly texts: RenderedTexts;
}

/** A memory in which nothing is remembered yet. It takes 2 MB when it is full of outcomes, and as much of texts. */
export function createInjectMemory(): InjectMemory {
  const numbers = new ConfigurationNumbers();
  return {
    outcomes: new OutcomeMemory(numbers),
    renderings: new RenderMemory(numbers),
    texts: new RenderedTexts(),
  };
}
