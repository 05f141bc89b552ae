import type { RenderableTemplate } from '../../contract/template.ts';
import type { FunctionSources } from '../../istio/declare-function.ts';
import { istioGroups } from '../../istio/function-groups.ts';
import { TemplateError } from '../../template/errors.ts';
import { createFunctionLibrary } from '../../template/function-library.ts';
import type { Limits } from '../../template/limits.ts';
import { sprigGroups } from '../../template/sprig/sprig-library.ts';
import { parseTemplateText } from '../../template/template.ts';
import type { RenderWatch } from '../../template/watch.ts';
import type { ConfigProblem } from '../config-problem.ts';
import type { EffectiveParameter } from './effective-parameters.ts';
import type { SharedByContent } from './shared-parts.ts';

/** What templates are compiled with. */
export interface TemplateSources extends FunctionSources {
  readonly limits: Limits;
  /** Who looks on while a template is rendered; nobody without it. */
  readonly watchFor?: WatchFor | undefined;
  /** What other clusters compiled. */
  readonly shared: SharedByContent<RenderableTemplate>;
}

/** Who looks on while the template of that name, from that parameter, is rendered. */
export type WatchFor = (name: string, parameter: EffectiveParameter) => RenderWatch;

/**
 * Compiles templates by name. What they may call is sprig's functions, and over them Istio's; those that they name are
 * loaded first. Templates that do not compile are missing from the result, and go into `problems` with the place that
 * their author has to look at.
 */
export async function compileTemplates(
  texts: ReadonlyMap<string, EffectiveParameter>,
  sources: TemplateSources,
  problems: ConfigProblem[],
): Promise<ReadonlyMap<string, RenderableTemplate>> {
  const compiled = new Map<string, RenderableTemplate>();
  const library = createFunctionLibrary([...sprigGroups, ...istioGroups(sources)]);
  const { limits, watchFor, shared, facts, environment } = sources;
  for (const [name, effective] of texts) {
    const { name: parameter, text } = effective;
    const content = [name, text, limits, facts, environment];
    const known = watchFor === undefined ? shared.find(content) : undefined;
    if (known?.part !== undefined) {
      compiled.set(name, known.part);
      continue;
    }
    try {
      const watch = watchFor === undefined ? {} : { watch: watchFor(name, effective) };
      const parsed = parseTemplateText({ name, text, isFunction: library.has, limits, ...watch });
      const template = parsed.compile(await library.load(parsed.functionNames));
      compiled.set(name, template);
      known?.keep(template);
    } catch (cause) {
      if (!(cause instanceof TemplateError)) {
        throw cause;
      }
      problems.push(templateProblem(parameter, cause));
    }
  }
  return compiled;
}

/** Go counts columns in bytes from 0, and parse errors have none. */
function templateProblem(parameter: string, { message, line, column }: TemplateError): ConfigProblem {
  const place = column === undefined ? { line } : { line, column: column + 1 };
  return { code: 'template', parameter, ...place, message: `${message}${hintOn(message)}` };
}

/** Functions that Helm adds, and what to write instead. */
const helmFunctions = new Map([
  ['include', 'use {{ template "NAME" . }}, whose result cannot be piped, or write the text out'],
  ['tpl', 'write the text out; values are not rendered here'],
  ['required', 'use {{ fail "MESSAGE" }} in an {{ if }}'],
  ['lookup', 'nothing can be looked up here; put it into the parameter values'],
]);

function hintOn(message: string): string {
  const name = /function "(\w+)" not defined/.exec(message)?.[1] ?? '';
  const advice = helmFunctions.get(name);
  return advice === undefined ? '' : `; "${name}" is Helm's: ${advice}`;
}
