import { RefusedAnnotationError } from '../../contract/errors.ts';
import type { Injection } from '../../contract/injection.ts';
import type { RenderableTemplate } from '../../contract/template.ts';
import { isObject, type JsonValue } from '../../json/json-value.ts';
import { InjectError } from '../errors.ts';
import type { InjectConfiguration } from '../injection-types.ts';
import type { TemplateResult } from '../merge/fit-patch.ts';
import { mergeIntoPod } from '../merge/merge-into-pod.ts';
import { normalResult } from './normal-result.ts';
import { parseRendered } from './parse-rendered.ts';

/** What one template gave for one pod. */
export interface RenderedTemplate {
  readonly name: string;
  readonly text: string;
  readonly result: TemplateResult;
}

/** Renders one template for one pod. Throws InjectError (`template-failed`, `host-network-rendered`). */
export function renderTemplate(
  name: string,
  template: RenderableTemplate,
  { behaviour }: Pick<InjectConfiguration, 'behaviour'>,
  injection: Injection,
): RenderedTemplate {
  const text = attempt(name, 'failed', () => template.render(behaviour.templateData(injection, template)));
  const result = attempt(name, 'gave something that is not a Pod', () => decodeResult(name, text));
  return { name, text, result };
}

function decodeResult(name: string, text: string): TemplateResult {
  const raw = parseRendered(text);
  if (raw === null) {
    return { raw: {}, normal: {} };
  }
  if (!isObject(raw)) {
    throw new TypeError('its YAML is not a mapping of the fields of a Pod');
  }
  return { raw, normal: normalResult(hasDirective(raw) ? mergeIntoPod({}, raw, name) : raw) };
}

/** Whether strategic merge does more than copy where there is nothing yet: nulls apart, only a `$` key makes it. */
function hasDirective(value: JsonValue): boolean {
  if (Array.isArray(value)) {
    return value.some(hasDirective);
  }
  if (!isObject(value)) {
    return false;
  }
  for (const key in value) {
    if (key.startsWith('$') || hasDirective(value[key] ?? null)) {
      return true;
    }
  }
  return false;
}

function attempt<Result>(name: string, failure: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof RefusedAnnotationError) {
      throw error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new InjectError('template-failed', `template ${JSON.stringify(name)} ${failure}: ${reason}`, {
      cause: error,
    });
  }
}
