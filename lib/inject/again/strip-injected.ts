import type { Injection } from '../../contract/injection.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { containerLists, itemsOf, nameOf } from '../../kube/pod/containers.ts';
import { InjectError } from '../errors.ts';
import type { InjectConfiguration } from '../injection-types.ts';
import type { Means } from '../means.ts';
import { type Rendering, renderUnexplained } from '../render/render-selected.ts';
import { doubtfulNames, type StripOptions, strip } from './strip.ts';

export interface StripInjectedOptions extends Omit<StripOptions, 'keep'> {
  /** What templates see of a stripped pod. */
  readonly toInjection: (user: JsonObject) => Injection;
  readonly configuration: InjectConfiguration;
  readonly means: Means;
}

/** A pod stripped of an earlier injection, and what finding out what to keep gave. */
export interface Stripped {
  readonly user: JsonObject;
  /** Names that the status annotation lists and that are the user's own all the same. */
  readonly keep: ReadonlySet<string>;
  /** What was rendered for the pod with nothing kept, where nothing is. */
  readonly rendering: Rendering | null;
  readonly isOfWorkload: boolean;
}

const none: ReadonlySet<string> = new Set();

/**
 * A status annotation may name the user's own containers. Whether it does shows in what the templates render: those
 * that no template renders are kept.
 */
export function stripInjected(pod: JsonObject, options: StripInjectedOptions): Stripped {
  const user = strip({ ...options, keep: none });
  const doubtful = doubtfulNames(pod, { ...options, keep: none });
  if (doubtful.length === 0) {
    return { user, keep: none, rendering: null, isOfWorkload: true };
  }
  const rendering = renderIfPossible(options.toInjection(user), options);
  const rendered = rendering === null ? none : containerNames(rendering);
  const keep = new Set(doubtful.filter((name) => !rendered.has(name)));
  const isOfWorkload = rendering?.kind === 'rendered' && rendering.isOfWorkload;
  return keep.size === 0
    ? { user, keep, rendering, isOfWorkload }
    : { user: strip({ ...options, keep }), keep, rendering: null, isOfWorkload };
}

/** Null where the templates fail: that is reported for the pod that is injected in the end, if it fails there too. */
function renderIfPossible(injection: Injection, options: StripInjectedOptions): Rendering | null {
  try {
    return renderUnexplained(injection, options.configuration, options.means);
  } catch (error) {
    if (error instanceof InjectError) {
      return null;
    }
    throw error;
  }
}

function containerNames(rendering: Rendering): ReadonlySet<string> {
  const pods = rendering.kind === 'rendered' ? rendering.templates.map(({ result }) => result.normal) : [];
  return new Set(pods.flatMap((pod) => containerLists.flatMap((list) => itemsOf(pod, list).map(nameOf))));
}
