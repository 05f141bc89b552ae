import type { JsonObject } from '../json/json-value.ts';
import { keepChanges } from './again/keep-changes.ts';
import { mergeBase } from './again/merge-base.ts';
import { annotationProblemText } from './annotation-problem-text.ts';
import { annotationOverride } from './author/annotation-override.ts';
import { containerOverride } from './author/container-override.ts';
import { checkSecurity } from './check/check-security.ts';
import { findAnnotationRefusal, findRefusal, type Refusal } from './check/find-refusal.ts';
import { finishPod } from './finish.ts';
import { checkForbidden, type ForbiddenOptions } from './forbidden.ts';
import type { InjectConfiguration, InjectOutcome, InjectRequest } from './injection-types.ts';
import { withManagedFields } from './managed-fields.ts';
import type { Means } from './means.ts';
import { type MergedTemplates, mergeBytes, mergeTemplates } from './merge/merge-templates.ts';
import { reapplyOwnContainers } from './merge/reapply.ts';
import { type OutcomeNotes, patchTo } from './patch-to.ts';
import { type Prepared, prepare } from './prepare.ts';
import { type Rendering, renderSelected } from './render/render-selected.ts';
import { templateWarnings } from './render/template-warnings.ts';
import { tooLargeTogether, writtenAnew } from './too-large.ts';

/** How a pod came out, and whether that holds for the other pods of its workload. */
export interface PipelineResult {
  readonly outcome: InjectOutcome;
  /**
   * Neither templates nor anything before them looked at what tells two pods of a workload apart. Not said of refusals,
   * of which nothing is kept.
   */
  readonly isOfWorkload?: boolean;
}

/**
 * The way of one pod: prepare → select → render → merge → overlay → stages → check → patch. Each step takes what the
 * steps before it found, and adds its own.
 *
 * @throws InjectError where the configuration or this program is at fault; RefusedAnnotationError and KubeError where
 * the pod is; BudgetError where the work is too much, whether template or pod is the cause.
 */
export function runPipeline(request: InjectRequest, configuration: InjectConfiguration, means: Means): PipelineResult {
  const { budget } = means;
  budget.enter('prepare');
  const prepared = prepare(request, configuration, means);
  if (prepared.kind === 'refused') {
    return refused(prepared.message);
  }
  budget.enter('validate');
  const problems = configuration.behaviour.validate(prepared.injection);
  if (problems.length > 0) {
    return refused(problems.map(annotationProblemText).join(' '));
  }
  const rendering = prepared.rendering ?? renderSelected(prepared.injection, configuration, means);
  if (rendering.kind === 'refused') {
    return refused(rendering.message);
  }
  budget.enter('merge');
  budget.spend({ bytes: mergeBytes(prepared.bytes, rendering.templates) });
  const merged = merge(prepared, rendering, configuration);
  const overridden = findOverride(prepared, merged, { configuration, means });
  if (overridden !== undefined) {
    return refused(overridden);
  }
  budget.enter('overlay');
  const overlaid = overlay(prepared, merged);
  const { templates } = rendering;
  const around = { before: prepared.original, templates, podResources: configuration.settings.podResources };
  const ofAnnotations = findAnnotationRefusal({ pod: overlaid, ...around }, writtenAnew);
  if (ofAnnotations !== undefined) {
    return refusedFor(ofAnnotations, overlaid);
  }
  budget.enter('stages');
  const fresh = finish(prepared, { ...merged, pod: overlaid }, configuration);
  const tooLarge = tooLargeTogether(fresh, { own: prepared.bytes, added: renderedBytes(rendering) });
  if (tooLarge !== undefined) {
    return refused(tooLarge);
  }
  const pod = keepChangesOfOthers(fresh, prepared, merged);
  budget.enter('check');
  checkRules({ pod, fresh }, prepared, { ...configuration.settings, templates });
  const refusal = findRefusal({ pod, ...around });
  if (refusal !== undefined) {
    return refusedFor(refusal, pod);
  }
  budget.enter('patch');
  const options = { ...notesOn(templates), cut: means.cut };
  const outcome = patchTo(request.pod, withManagedFields(pod, request.pod), options);
  return { outcome, isOfWorkload: prepared.isOfWorkload && rendering.isOfWorkload };
}

interface Merged extends MergedTemplates {
  /** What the templates were merged onto. */
  readonly user: Prepared['user'];
  /** Names of containers in `user` that an earlier injection brought. */
  readonly brought: ReadonlySet<string>;
}

type Rendered = Extract<Rendering, { kind: 'rendered' }>;

function renderedBytes({ templates }: Rendered): number {
  return templates.reduce((bytes, { text }) => bytes + text.length, 0);
}

function merge(prepared: Prepared, { templates }: Rendered, configuration: InjectConfiguration): Merged {
  const { user, brought } = mergeBase(prepared, templates, configuration);
  return { ...mergeTemplates(user, templates, configuration.behaviour.ownContainers ?? new Set()), user, brought };
}

/** What the configuration must not do, whatever its templates say. @throws InjectError */
function checkRules(
  { pod, fresh }: { readonly pod: JsonObject; readonly fresh: JsonObject },
  { original, recorded }: Prepared,
  rules: ForbiddenOptions,
): void {
  checkSecurity(pod, original);
  // What the pod had when it came, in containers and in the annotation that overrides them.
  checkForbidden(fresh, [original, { spec: recorded }], rules);
}

interface Around {
  readonly configuration: InjectConfiguration;
  readonly means: Means;
}

function findOverride(prepared: Prepared, merged: Merged, { configuration, means }: Around): string | undefined {
  const { authorMay } = configuration.settings;
  return authorMay === 'all'
    ? undefined
    : (containerOverride({ ...merged, recorded: prepared.recorded }, authorMay) ??
        annotationOverride(prepared.injection, configuration, means));
}

function overlay({ recorded }: Prepared, { pod, user, rendered, brought }: Merged): Merged['pod'] {
  return reapplyOwnContainers(pod, { user, rendered, recorded, brought });
}

function finish(
  { injection, isStale }: Prepared,
  { pod, user, rendered }: Merged,
  configuration: InjectConfiguration,
): Merged['pod'] {
  return finishPod(pod, { injection, rendered, user, configuration, isStale });
}

function notesOn(templates: Rendered['templates']): OutcomeNotes {
  return { templates: templates.map(({ name }) => name), warnings: templates.flatMap(templateWarnings) };
}

function keepChangesOfOthers(
  fresh: JsonObject,
  { original, stripped, injection }: Prepared,
  { rendered }: Merged,
): JsonObject {
  const { authorMay } = injection.settings;
  return stripped === null ? fresh : keepChanges(fresh, original, { earlier: stripped.earlier, rendered, authorMay });
}

/** `pod` is what Kubernetes would refuse. */
function refusedFor({ message, about }: Refusal, pod: JsonObject): PipelineResult {
  return { outcome: { kind: 'refused', message, pod, about } };
}

function refused(message: string): PipelineResult {
  return { outcome: { kind: 'refused', message } };
}
