import type { JsonObject } from '../go/json.ts';
import type { Injection } from '../istio/behaviour.ts';
import { blameAnnotation } from './blame.ts';
import { checkSecurity, findConflict } from './check.ts';
import { InjectError } from './errors.ts';
import { finishPod } from './finish.ts';
import type { InjectConfiguration, InjectOutcome, InjectRequest } from './injection-types.ts';
import { mergeTemplates } from './merge-templates.ts';
import { decodeOverrides, noOverrides, type Overrides } from './overrides.ts';
import { patchTo } from './patch-to.ts';
import { itemsOf, nameOf, objectAt } from './pod-parts.ts';
import { reapplyOwnContainers } from './reapply.ts';
import { type RenderedTemplate, renderTemplate } from './render.ts';
import { selectTemplates, unknownTemplate } from './select-templates.ts';
import { settle } from './settle.ts';
import { doubtfulNames, type EarlierInjection, earlierInjection, strip } from './strip.ts';

/**
 * Injects one pod that was decided to be injected: strip, render, merge, stages, check, diff, verify. A pure function
 * of its arguments; neither is changed. It follows what Istio's injector does with a pod, and where a pod was injected
 * before, gives what a fresh injection would have given.
 *
 * @throws InjectError where the configuration or this program is at fault.
 */
export function inject(request: InjectRequest, configuration: InjectConfiguration): InjectOutcome {
  const overrides = decodeOverrides(request.pod);
  if (overrides.kind === 'refused') {
    return overrides;
  }
  const earlier = earlierInjection(request.pod);
  if (earlier === null) {
    return injectStripped(request, configuration, { user: request.pod, recorded: overrides.overrides, earlier });
  }
  return injectAgain(request, configuration, { earlier, overrides: overrides.overrides });
}

/** What is known of the pod before anything is rendered. */
interface Start {
  /** As its author wrote it. */
  readonly user: JsonObject;
  /** Overrides that were not put back into `user`. */
  readonly recorded: Overrides;
  readonly earlier: EarlierInjection | null;
}

interface Again {
  readonly earlier: EarlierInjection;
  readonly overrides: Overrides;
}

/**
 * A status annotation may name the user's own containers. Those that no template renders are put back, and the pod is
 * rendered once more with them.
 */
function injectAgain(request: InjectRequest, configuration: InjectConfiguration, again: Again): InjectOutcome {
  const options = { ...again, behaviour: configuration.behaviour, keep: new Set<string>() };
  const doubtful = doubtfulNames(request.pod, options);
  const start = (keep: ReadonlySet<string>): Start => ({
    user: strip(request.pod, { ...options, keep }),
    recorded: noOverrides,
    earlier: again.earlier,
  });
  if (doubtful.length > 0) {
    const rendered = renderedNames(injectionOf(request, configuration, start(options.keep).user), configuration);
    const keep = new Set(doubtful.filter((name) => !rendered.has(name)));
    return injectStripped(request, configuration, start(keep));
  }
  return injectStripped(request, configuration, start(options.keep));
}

function renderedNames(injection: Injection, configuration: InjectConfiguration): ReadonlySet<string> {
  try {
    const outcome = renderAll(injection, configuration);
    const results = outcome.kind === 'rendered' ? outcome.templates.map(({ result }) => result.normal) : [];
    return new Set(
      results.flatMap((pod) => [...itemsOf(pod, 'containers'), ...itemsOf(pod, 'initContainers')].map(nameOf)),
    );
  } catch (error) {
    if (error instanceof InjectError) {
      return new Set();
    }
    throw error;
  }
}

function injectStripped(request: InjectRequest, configuration: InjectConfiguration, start: Start): InjectOutcome {
  const injection = injectionOf(request, configuration, start.user);
  const problems = configuration.behaviour.validate(injection);
  if (problems.length > 0) {
    return { kind: 'refused', message: problems.map(({ message }) => message).join(' ') };
  }
  const outcome = renderOrBlame(injection, configuration);
  if (outcome.kind === 'refused') {
    return outcome;
  }
  const user = withManagedFields(injection.pod, request.pod);
  const merged = mergeTemplates(user, outcome.templates, configuration.behaviour.ownContainers ?? new Set());
  const own = reapplyOwnContainers(merged.pod, { user, rendered: merged.rendered, recorded: start.recorded });
  const fresh = finishPod(own, { injection, rendered: merged.rendered, user, configuration });
  const pod = start.earlier === null ? fresh : settle(fresh, request.pod, start.earlier);
  checkSecurity(pod, request.pod);
  const conflict = findConflict(pod, user, merged.rendered);
  if (conflict !== undefined) {
    return { kind: 'refused', message: conflict };
  }
  return patchTo(
    request.pod,
    pod,
    outcome.templates.map(({ name }) => name),
  );
}

function injectionOf(request: InjectRequest, { settings, values, behaviour }: InjectConfiguration, user: JsonObject) {
  const injection: Injection = {
    pod: withoutManagedFields(user),
    namespace: request.namespace,
    namespaceObject: request.namespaceObject ?? null,
    address: request.address,
    settings,
    values,
    workload: request.workload ?? null,
  };
  return behaviour.prepare === undefined ? injection : { ...injection, pod: behaviour.prepare(injection) };
}

type Rendering =
  | { readonly kind: 'rendered'; readonly templates: readonly RenderedTemplate[] }
  | { readonly kind: 'refused'; readonly message: string };

function renderOrBlame(injection: Injection, configuration: InjectConfiguration): Rendering {
  try {
    return renderAll(injection, configuration);
  } catch (error) {
    if (!(error instanceof InjectError)) {
      throw error;
    }
    const message = blameAnnotation(error, injection, (other) => renderAll(other, configuration));
    if (message === undefined) {
      throw error;
    }
    return { kind: 'refused', message };
  }
}

function renderAll(injection: Injection, configuration: InjectConfiguration): Rendering {
  const choice = selectTemplates(injection.pod, configuration.settings);
  if (choice.kind === 'refused') {
    return choice;
  }
  const templates: RenderedTemplate[] = [];
  for (const name of choice.names) {
    const template = configuration.templates.get(name);
    if (template !== undefined) {
      templates.push(renderTemplate(name, template, configuration, injection));
    } else if (choice.byAnnotation) {
      return { kind: 'refused', message: unknownTemplate(name, configuration.templates.keys()) };
    } else {
      throw missingTemplate(name, configuration);
    }
  }
  return { kind: 'rendered', templates };
}

function missingTemplate(name: string, { templates }: InjectConfiguration): InjectError {
  const known = [...templates.keys()].sort().join(', ') || 'none';
  return new InjectError(
    'template-missing',
    `the settings ask for template ${JSON.stringify(name)}, which does not exist; known: ${known}. Add the parameter or correct defaultTemplates and aliases`,
  );
}

/** `managedFields` may be larger than the rest of the pod, and no template sees them. */
function withoutManagedFields(pod: JsonObject): JsonObject {
  const { managedFields, ...metadata } = objectAt(pod, 'metadata');
  return managedFields === undefined ? pod : { ...pod, metadata };
}

function withManagedFields(pod: JsonObject, original: JsonObject): JsonObject {
  const { managedFields } = objectAt(original, 'metadata');
  return managedFields === undefined ? pod : { ...pod, metadata: { ...objectAt(pod, 'metadata'), managedFields } };
}
