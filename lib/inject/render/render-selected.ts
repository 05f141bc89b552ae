import { BudgetError } from '../../base/budget.ts';
import type { Injection } from '../../contract/injection.ts';
import { InjectError } from '../errors.ts';
import type { InjectConfiguration } from '../injection-types.ts';
import type { Means } from '../means.ts';
import { blameAnnotation } from './blame.ts';
import { blameName } from './blame-name.ts';
import { type RenderedTemplate, renderTemplate } from './render-template.ts';
import { selectTemplates, unknownTemplate } from './select-templates.ts';

/** What the templates of a pod gave, in order, or why the pod cannot have them. */
export type Rendering =
  | {
      readonly kind: 'rendered';
      readonly templates: readonly RenderedTemplate[];
      /** Whether it is good for every pod of the workload. */
      readonly isOfWorkload: boolean;
    }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Renders the templates that a pod asks for. Where they fail because of an annotation or a name of the pod, the pod is refused.
 * @throws InjectError where the templates themselves are at fault.
 */
export function renderSelected(injection: Injection, configuration: InjectConfiguration, means: Means): Rendering {
  try {
    return renderUnexplained(injection, configuration, means);
  } catch (error) {
    if (!(error instanceof InjectError)) {
      throw error;
    }
    const message =
      blameWithinBudget(error, injection, (other) => renderUnexplained(other, configuration, means)) ??
      blameName(error, injection);
    if (message === undefined) {
      throw error;
    }
    return { kind: 'refused', message };
  }
}

/** Looking for who is at fault renders again and again; where that becomes too much, the failure itself is reported. */
function blameWithinBudget(...[failure, injection, render]: Parameters<typeof blameAnnotation>): string | undefined {
  try {
    return blameAnnotation(failure, injection, render);
  } catch (error) {
    if (error instanceof BudgetError) {
      return undefined;
    }
    throw error;
  }
}

/** Renders the templates that a pod asks for. @throws InjectError where one fails, because of the template or the pod. */
export function renderUnexplained(injection: Injection, configuration: InjectConfiguration, means: Means): Rendering {
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
  return renderAll(choice.names, { injection, configuration, means });
}

interface Around {
  readonly injection: Injection;
  readonly configuration: InjectConfiguration;
  readonly means: Means;
}

function renderAll(names: readonly string[], { injection, configuration, means }: Around): Rendering {
  const { memory, budget, isKept } = means;
  const asked = memory.renderings.ask(injection, configuration, { isKept });
  const known = memory.renderings.find(asked);
  if (known !== undefined) {
    return { kind: 'rendered', templates: known, isOfWorkload: true };
  }
  const seen = { ...injection, pod: asked.view.pod() };
  const { behaviour } = configuration;
  const templates: RenderedTemplate[] = [];
  for (const name of names) {
    const template = configuration.templates.get(name);
    if (template !== undefined) {
      templates.push(renderTemplate({ name, template, behaviour }, seen, { texts: memory.texts, budget }));
    }
  }
  const isOfWorkload = !asked.view.wasRead();
  if (isOfWorkload) {
    memory.renderings.keep(asked, templates);
  }
  return { kind: 'rendered', templates, isOfWorkload };
}

function missingTemplate(name: string, { templates }: InjectConfiguration): InjectError {
  const known = [...templates.keys()].sort().join(', ') || 'none';
  return new InjectError(
    'template-missing',
    `the settings ask for template ${JSON.stringify(name)}, which does not exist; known: ${known}. Add the parameter or correct defaultTemplates and aliases`,
  );
}
