import type { Subject } from '../../inject/check/problem.ts';
import { InjectError } from '../../inject/errors.ts';
import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { containerLists, itemsOf, nameOf } from '../../kube/pod/containers.ts';
import type { BuiltInPod } from '../trial/built-in-pods.ts';
import type { FailedTrial, Trial } from '../trial/try-pod.ts';
import type { Rendering } from '../trial/watched-templates.ts';
import { type Finding, type FindingPlace, finding } from './finding.ts';
import { failureFinding, failurePlace, renderedFindings } from './rendered-findings.ts';
import { subjectPlace } from './subject-place.ts';

/** One try of a configuration's templates on a pod. */
export interface Try {
  readonly pod: BuiltInPod;
  readonly trial: Trial;
  /** The first rendering of each template: blame and second looks render again, on pods that nobody sent. */
  readonly renderings: readonly Rendering[];
  /** Whether a refusal is the template's fault, and not the pod's. */
  readonly refusals: boolean;
}

/** What is wrong with a try: with what was rendered, and with what came of it. */
export function trialFindings(tried: Try): readonly Finding[] {
  return [...tried.renderings.flatMap(renderedFindings), ...outcomeFindings(tried)];
}

function outcomeFindings(tried: Try): readonly Finding[] {
  const { outcome } = tried.trial;
  switch (outcome.kind) {
    case 'failed':
      return [failed(tried, outcome)];
    case 'refused': {
      const message = `the pod is refused: ${outcome.message}`;
      return tried.refusals ? [finding('SI0209', placeOf(tried, outcome.about), message)] : [];
    }
    case 'injected':
      return withoutImage(tried);
    default:
      return [];
  }
}

/**
 * The place of what is wrong in the template that wrote it, or at which rendering failed; else the beginning of the
 * last template that was rendered.
 */
function placeOf({ renderings }: Pick<Try, 'renderings'>, about: Subject | undefined): FindingPlace {
  const [place] = renderings.flatMap(
    (rendering) => (about === undefined ? failurePlace(rendering) : subjectPlace(rendering, about)) ?? [],
  );
  return place ?? { parameter: renderings.at(-1)?.template.parameter.name ?? 'template', line: 1, column: 1 };
}

function failed(tried: Try, { message, fault }: FailedTrial): Finding {
  if (fault instanceof InjectError && fault.about !== undefined) {
    return finding('SI0211', placeOf(tried, fault.about), message);
  }
  const last = tried.renderings.at(-1);
  return last === undefined
    ? finding('SI0201', placeOf(tried, undefined), message)
    : failureFinding(last, fault.cause, message);
}

/** Containers that the pod did not bring and that came out without an image. */
function withoutImage({ trial, pod, renderings }: Try): readonly Finding[] {
  const own = new Set(containerLists.flatMap((list) => itemsOf(pod.pod, list).map(nameOf)));
  return containerLists
    .flatMap((list) => itemsOf(trial.pod, list))
    .filter((container) => !own.has(nameOf(container)) && !isImage(container.image))
    .map((container) => imageFinding(container, renderings));
}

function isImage(image: JsonValue | undefined): boolean {
  return typeof image === 'string' && image.trim() !== '' && image !== 'auto';
}

function imageFinding(container: JsonObject, renderings: readonly Rendering[]): Finding {
  const name = nameOf(container);
  const advice = Object.hasOwn(container, 'image') ? 'its "image" is empty; give it one' : 'add "image"';
  const message = `container ${JSON.stringify(name)} has no image, and the pod brings none; ${advice}`;
  return finding('SI0207', placeOf({ renderings }, { kind: 'container', name, path: ['image'] }), message);
}
