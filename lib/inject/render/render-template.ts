import { type Budget, BudgetError } from '../../base/budget.ts';
import { RefusedAnnotationError } from '../../contract/errors.ts';
import type { Injection } from '../../contract/injection.ts';
import type { RenderableTemplate } from '../../contract/template.ts';
import { isObject, type JsonObject } from '../../json/json-value.ts';
import { countMembers } from '../../json/member.ts';
import { spellFields } from '../../kube/spell-fields.ts';
import { YamlError } from '../../yaml/errors.ts';
import { InjectError } from '../errors.ts';
import type { InjectConfiguration } from '../injection-types.ts';
import type { TemplateResult } from '../merge/fit-patch.ts';
import { mergeIntoPod } from '../merge/merge-into-pod.ts';
import { hasDirective } from './has-directive.ts';
import { wholeNormalForm } from './normal-forms.ts';
import type { RenderedTexts } from './rendered-texts.ts';

/** What one template gave for one pod. */
export interface RenderedTemplate {
  readonly name: string;
  readonly text: string;
  readonly result: TemplateResult;
}

/** A template to render, and who makes its data. */
export interface TemplateToRender extends Pick<InjectConfiguration, 'behaviour'> {
  readonly name: string;
  readonly template: RenderableTemplate;
}

/** What was read of texts before, and what the rendering may come to. */
export interface RenderMeans {
  readonly texts: RenderedTexts;
  readonly budget: Budget;
}

/**
 * Renders one template for one pod.
 * @throws InjectError (`template-failed`)
 * @throws BudgetError
 */
export function renderTemplate(
  { name, template, behaviour }: TemplateToRender,
  injection: Injection,
  { texts, budget }: RenderMeans,
): RenderedTemplate {
  budget.enter(`render template ${name}`);
  const text = attempt(name, 'failed', () => template.render(behaviour.templateData(injection, template), { budget }));
  budget.enter(`read what template ${name} gave`);
  budget.spend({ bytes: text.length });
  const result = attempt(name, 'gave something that is not a Pod', () => decodeResult(name, text, texts));
  return { name, text, result };
}

function decodeResult(name: string, text: string, texts: RenderedTexts): TemplateResult {
  const raw = texts.parse(text);
  if (raw === null) {
    return { raw: {}, normal: {}, unknown: [] };
  }
  if (!isObject(raw)) {
    throw new TypeError('its YAML is not a mapping of the fields of a Pod');
  }
  const normal = texts.normal(raw);
  return normal === undefined ? decodeSpelled(name, raw) : { raw, normal, unknown: [] };
}

function decodeSpelled(name: string, raw: JsonObject): TemplateResult {
  const { value, unknown } = spellFields('v1.Pod', raw);
  const normal = wholeNormalForm(hasDirective(value) ? mergeIntoPod(goEmptyPod, value, name) : value);
  return { raw: value, normal: withoutEmpty(normal), unknown };
}

/** What Go's encoder makes of a pod in which nothing is: what Istio merges the first template onto. */
const goEmptyPod: JsonObject = { metadata: {}, spec: { containers: null }, status: {} };

function withoutEmpty(pod: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(pod).filter(([, part]) => !isObject(part) || countMembers(part) > 0));
}

/** Places in YAML count lines of the rendered text, which its author never sees: the line is shown. */
function renderedLine(error: Error): string {
  const line = error instanceof YamlError ? shownLine(error) : undefined;
  return line === undefined ? '' : ` (in the rendered text, where this line is: ${line})`;
}

/** The frame marks the line with `>` and its number. */
function shownLine({ frame }: YamlError): string | undefined {
  const marked = frame.split('\n').find((line) => line.startsWith('>'));
  const text = marked?.slice(marked.indexOf('|') + 1).trim();
  return text === undefined || text === '' ? undefined : JSON.stringify(text);
}

function attempt<Result>(name: string, failure: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof RefusedAnnotationError || error instanceof BudgetError) {
      throw error;
    }
    const reason = error instanceof Error ? `${error.message}${renderedLine(error)}` : String(error);
    throw new InjectError('template-failed', `template ${JSON.stringify(name)} ${failure}: ${reason}`, {
      cause: error,
    });
  }
}
