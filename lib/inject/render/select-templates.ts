import type { Settings } from '../../contract/settings.ts';
import { trimSpace } from '../../go/space.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { annotationOf } from '../../kube/pod/metadata.ts';

/** The annotation with which a pod asks for templates by name, separated by commas. */
export const templatesAnnotation = 'inject.istio.io/templates';

/** A pod may name that many; each costs a rendering. */
const maxTemplates = 32;

/** No template has a longer name. */
const maxShown = 63;

/** The templates of one pod, in order, or why its wish cannot be met. */
export type TemplateChoice =
  | { readonly kind: 'chosen'; readonly names: readonly string[]; readonly byAnnotation: boolean }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * The names that the pod asks for, or the default ones. An alias stands for its names and is expanded once: a name
 * that comes out of an alias is a template's. An empty annotation asks for one template with an empty name.
 */
export function selectTemplates(pod: JsonObject, settings: Settings): TemplateChoice {
  const asked = annotationOf(pod, templatesAnnotation);
  const wanted = asked === undefined ? settings.defaultTemplates : asked.split(',', maxTemplates + 1).map(trimSpace);
  const withheld =
    asked === undefined ? undefined : wanted.find((name) => settings.offeredTemplates?.includes(name) === false);
  if (withheld !== undefined) {
    return { kind: 'refused', message: withheldTemplate(withheld, settings.offeredTemplates ?? []) };
  }
  const names = settings.aliases.size === 0 ? wanted : wanted.flatMap((name) => settings.aliases.get(name) ?? [name]);
  if (names.length > maxTemplates) {
    return { kind: 'refused', message: `${source(asked)} names more than ${maxTemplates} templates; name fewer.` };
  }
  return { kind: 'chosen', names, byAnnotation: asked !== undefined };
}

/** What a pod's author reads where a template does not exist. */
export function unknownTemplate(name: string, known: Iterable<string>): string {
  const names = [...known].sort();
  return `annotation ${templatesAnnotation} asks for template ${JSON.stringify(name.slice(0, maxShown))}, which does not exist; use ${
    names.length === 0 ? 'none: no template is configured' : `one or more of: ${names.join(', ')}`
  }.`;
}

function withheldTemplate(name: string, offered: readonly string[]): string {
  const use = offered.length === 0 ? 'remove it: none is' : `use one or more of: ${offered.join(', ')}`;
  return `annotation ${templatesAnnotation} asks for template ${JSON.stringify(name.slice(0, maxShown))}, which setting offeredTemplates does not offer; ${use}.`;
}

function source(asked: string | undefined): string {
  return asked === undefined ? 'setting defaultTemplates' : `annotation ${templatesAnnotation}`;
}
