import { isObject, type JsonValue } from '../../json/json-value.ts';
import { containerLists, itemsOf, nameOf } from '../../kube/pod/containers.ts';
import type { BuiltInPod } from '../trial/built-in-pods.ts';
import type { FailedTrial, Trial } from '../trial/try-pod.ts';
import type { Rendering } from '../trial/watched-templates.ts';
import { type Finding, finding } from './finding.ts';
import { failureFinding, placeOfValue, readRendered, renderedFindings } from './rendered-findings.ts';

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
  const { trial, renderings, refusals } = tried;
  const place = { parameter: renderings.at(-1)?.template.parameter.name ?? 'template' };
  const { outcome } = trial;
  switch (outcome.kind) {
    case 'failed':
      return [failed(tried, outcome)];
    case 'refused':
      return refusals ? [finding('SI0209', place, `the pod is refused: ${outcome.message}`)] : [];
    case 'injected':
      return withoutImage(tried);
    default:
      return [];
  }
}

const securityRules: ReadonlySet<string> = new Set(['host-network-rendered', 'namespace-rendered']);

function failed({ renderings }: Try, { message, fault }: FailedTrial): Finding {
  const last = renderings.at(-1);
  const place = { parameter: last?.template.parameter.name ?? 'template' };
  if (securityRules.has(fault.code)) {
    return finding('SI0211', place, message);
  }
  return last === undefined ? finding('SI0201', place, message) : failureFinding(last, fault.cause, message);
}

/** Containers that the pod did not bring and that came out without an image. */
function withoutImage({ trial, pod, renderings }: Try): readonly Finding[] {
  const own = new Set(containerLists.flatMap((list) => itemsOf(pod.pod, list).map(nameOf)));
  return containerLists
    .flatMap((list) => itemsOf(trial.pod, list))
    .filter((container) => !own.has(nameOf(container)) && !isImage(container.image))
    .map((container) => imageFinding(nameOf(container), renderings));
}

function isImage(image: JsonValue | undefined): boolean {
  return typeof image === 'string' && image.trim() !== '' && image !== 'auto';
}

function imageFinding(name: string, renderings: readonly Rendering[]): Finding {
  const message = `container ${JSON.stringify(name)} has no image, and the pod brings none; add "image"`;
  const [place] = renderings.flatMap((rendering) => {
    const value = readRendered(rendering.text ?? '');
    return isObject(value) ? containerLists.flatMap((list) => placeOfNamed(rendering, { list, name })) : [];
  });
  return finding('SI0207', place ?? { parameter: renderings.at(-1)?.template.parameter.name ?? 'template' }, message);
}

function placeOfNamed(
  rendering: Rendering,
  { list, name }: { readonly list: (typeof containerLists)[number]; readonly name: string },
) {
  const value = readRendered(rendering.text ?? '');
  const index = isObject(value) ? itemsOf(value, list).findIndex((item) => nameOf(item) === name) : -1;
  return index < 0 ? [] : [placeOfValue(rendering, ['spec', list, index, 'name'])];
}
