import type { AnnotationProblem } from '../contract/behaviour.ts';
import { RefusedAnnotationError } from '../contract/errors.ts';
import type { Injection } from '../contract/injection.ts';
import type { JsonObject } from '../json/json-value.ts';
import { checkPodDecodes } from '../kube/check-decodes.ts';
import { KubeError } from '../kube/errors.ts';
import { containerLists, itemsOf, nameOf } from '../kube/pod/containers.ts';
import { annotationOf, withMetadata } from '../kube/pod/metadata.ts';
import { type EarlierInjection, earlierInjection } from './again/earlier-injection.ts';
import { decodeOverrides, noOverrides, type Overrides } from './again/overrides.ts';
import { settle } from './again/settle.ts';
import { statusAnnotation } from './again/status.ts';
import { doubtfulNames, putBackVolumes, type StripOptions, strip, turnedNative } from './again/strip.ts';
import { blameAnnotation } from './blame.ts';
import { checkSecurity, findConflict } from './check.ts';
import { InjectError } from './errors.ts';
import { finishPod } from './finish.ts';
import type { InjectConfiguration, InjectOutcome, InjectRequest } from './injection-types.ts';
import { type MadeOutcome, rememberOutcome, withManagedFields, withoutManagedFields } from './memory/outcome-memory.ts';
import { type RememberedRendering, rememberRendering } from './memory/render-memory.ts';
import { mergeTemplates } from './merge/merge-templates.ts';
import { reapplyOwnContainers } from './merge/reapply.ts';
import { patchTo } from './patch-to.ts';
import { type RenderedTemplate, renderTemplate } from './render/render.ts';
import { selectTemplates, unknownTemplate } from './render/select-templates.ts';

/** Longer values are cut in messages. */
const maxShownValue = 120;

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
  try {
    return rememberOutcome(request, configuration, () => {
      checkPodDecodes(withoutManagedFields(request.pod));
      return earlier === null
        ? injectStripped(request, configuration, {
            user: request.pod,
            recorded: overrides.overrides,
            stripped: null,
            rendering: null,
          })
        : injectAgain(request, configuration, { earlier, overrides: overrides.overrides });
    });
  } catch (error) {
    if (error instanceof RefusedAnnotationError) {
      return { kind: 'refused', message: problemText(error) };
    }
    if (error instanceof KubeError) {
      return { kind: 'refused', message: `the pod is not one that Kubernetes takes: ${error.message}.` };
    }
    throw error;
  }
}

/** What a pod's author is told about an annotation. */
function problemText({ annotation, value, message }: AnnotationProblem): string {
  const shown = value.length > maxShownValue ? `${value.slice(0, maxShownValue)}…` : value;
  return `annotation ${annotation} has the value ${JSON.stringify(shown)}: ${message}.`;
}

/** What is known of the pod before anything is rendered. */
interface Start {
  /** As its author wrote it. */
  readonly user: JsonObject;
  /** Overrides that were not put back into `user`. */
  readonly recorded: Overrides;
  /** How the pod was stripped; null where it was not injected before. */
  readonly stripped: StripOptions | null;
  /** What was rendered for `user` already. */
  readonly rendering: Rendering | null;
}

interface Again {
  readonly earlier: EarlierInjection;
  readonly overrides: Overrides;
}

/**
 * A status annotation may name the user's own containers. Those that no template renders are put back, and the pod is
 * rendered once more with them.
 */
function injectAgain(request: InjectRequest, configuration: InjectConfiguration, known: Again): MadeOutcome {
  const options = { ...known, behaviour: configuration.behaviour, keep: new Set<string>() };
  const doubtful = doubtfulNames(request.pod, options);
  const start = (keep: ReadonlySet<string>): Start => ({
    user: strip(request.pod, { ...options, keep }),
    recorded: noOverrides,
    stripped: { ...options, keep },
    rendering: null,
  });
  if (doubtful.length > 0) {
    const first = start(options.keep);
    const rendered = renderedNames(injectionOf(request, configuration, first.user), configuration);
    const keep = new Set(doubtful.filter((name) => !rendered.names.has(name)));
    const again = keep.size === 0 ? { ...first, rendering: rendered.rendering } : start(keep);
    const made = injectStripped(request, configuration, again);
    return { ...made, isOfWorkload: made.isOfWorkload && rendered.isOfWorkload };
  }
  return injectStripped(request, configuration, start(options.keep));
}

interface RenderedNames {
  readonly names: ReadonlySet<string>;
  readonly isOfWorkload: boolean;
  readonly rendering: Rendering | null;
}

function renderedNames(injection: Injection, configuration: InjectConfiguration): RenderedNames {
  try {
    const rendering = renderAll(injection, configuration);
    const { templates, isOfWorkload } =
      rendering.kind === 'rendered' ? rendering : { templates: [], isOfWorkload: false };
    const pods = templates.map(({ result }) => result.normal);
    const containers = pods.flatMap((pod) => containerLists.flatMap((list) => itemsOf(pod, list)));
    return { names: new Set(containers.map(nameOf)), isOfWorkload, rendering };
  } catch (error) {
    if (error instanceof InjectError) {
      return { names: new Set(), isOfWorkload: false, rendering: null };
    }
    throw error;
  }
}

function injectStripped(request: InjectRequest, configuration: InjectConfiguration, start: Start): MadeOutcome {
  const injection = injectionOf(request, configuration, start.user);
  const problems = configuration.behaviour.validate(injection);
  if (problems.length > 0) {
    return refused(problems.map(problemText).join(' '));
  }
  const outcome = start.rendering ?? renderOrBlame(injection, configuration);
  if (outcome.kind === 'refused') {
    return refused(outcome.message);
  }
  const { user, brought } = mergeBase(request.pod, { injection, configuration, start, templates: outcome.templates });
  const merged = mergeTemplates(user, outcome.templates, configuration.behaviour.ownContainers ?? new Set());
  const { rendered } = merged;
  const own = reapplyOwnContainers(merged.pod, { user, rendered, recorded: start.recorded, brought });
  const fresh = finishPod(own, { injection, rendered, user, configuration, isStale: request.isStale ?? false });
  const pod = start.stripped === null ? fresh : settle(fresh, request.pod, start.stripped.earlier);
  checkSecurity(pod, request.pod);
  const conflict = findConflict(fresh, user, rendered);
  if (conflict !== undefined) {
    return refused(conflict);
  }
  const names = outcome.templates.map(({ name }) => name);
  return { outcome: patchTo(request.pod, pod, names), isOfWorkload: outcome.isOfWorkload };
}

function refused(message: string): MadeOutcome {
  return { outcome: { kind: 'refused', message }, isOfWorkload: false };
}

interface MergeBase {
  readonly user: JsonObject;
  readonly brought: ReadonlySet<string>;
}

interface Rendered {
  readonly injection: Injection;
  readonly configuration: InjectConfiguration;
  readonly start: Start;
  readonly templates: readonly RenderedTemplate[];
}

/** What the templates are merged onto: the pod that they saw, but for sidecars that turn native. */
function mergeBase(original: JsonObject, { injection, configuration, start, templates }: Rendered): MergeBase {
  const pod = withManagedFields(injection.pod, original);
  const { stripped } = start;
  if (stripped === null) {
    return { user: pod, brought: new Set() };
  }
  const brought = new Set(templates.flatMap(({ result }) => [...turnedNative(original, result.normal, stripped)]));
  const keep = new Set([...stripped.keep, ...brought]);
  const kept = brought.size === 0 ? pod : withStatus(strip(original, { ...stripped, keep }), original);
  const base = brought.size === 0 ? kept : prepared({ ...injection, pod: kept }, configuration);
  const rendered =
    templates.length === 1 ? templates[0]?.result.normal : mergeTemplates({}, templates, new Set()).rendered;
  return { user: putBackVolumes(base, original, rendered ?? {}, stripped.earlier), brought };
}

/** Stages tell by the status annotation that a sidecar has been at work before. */
function withStatus(pod: JsonObject, original: JsonObject): JsonObject {
  return withMetadata(pod, 'annotations', { [statusAnnotation]: annotationOf(original, statusAnnotation) ?? null });
}

function prepared(injection: Injection, { behaviour }: InjectConfiguration): JsonObject {
  return behaviour.prepare === undefined ? injection.pod : behaviour.prepare(injection);
}

function injectionOf(request: InjectRequest, configuration: InjectConfiguration, user: JsonObject): Injection {
  const { settings, values } = configuration;
  const injection: Injection = {
    pod: withoutManagedFields(user),
    namespace: request.namespace,
    namespaceObject: request.namespaceObject ?? null,
    address: request.address,
    settings,
    values,
    workload: request.workload ?? null,
  };
  return { ...injection, pod: prepared(injection, configuration) };
}

type Rendering =
  | ({ readonly kind: 'rendered' } & RememberedRendering)
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
  const unknown = choice.names.find((name) => !configuration.templates.has(name));
  if (unknown !== undefined && !choice.byAnnotation) {
    throw missingTemplate(unknown, configuration);
  }
  if (unknown !== undefined) {
    return { kind: 'refused', message: unknownTemplate(unknown, configuration.templates.keys()) };
  }
  const rendered = rememberRendering(injection, configuration, (seen) =>
    choice.names.flatMap((name) => {
      const template = configuration.templates.get(name);
      return template === undefined ? [] : [renderTemplate(name, template, configuration, seen)];
    }),
  );
  return { kind: 'rendered', ...rendered };
}

function missingTemplate(name: string, { templates }: InjectConfiguration): InjectError {
  const known = [...templates.keys()].sort().join(', ') || 'none';
  return new InjectError(
    'template-missing',
    `the settings ask for template ${JSON.stringify(name)}, which does not exist; known: ${known}. Add the parameter or correct defaultTemplates and aliases`,
  );
}
