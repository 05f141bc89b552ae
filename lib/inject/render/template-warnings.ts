import { podSchema } from '../../kube/pod-schema.ts';
import type { RenderedTemplate } from './render-template.ts';

/** What stands in `spec` of a Pod. */
const specFields: ReadonlySet<string> = new Set(podSchema['v1.PodSpec']?.fields?.map(({ json }) => json));

/** A mapping without members, written as one: who writes it means it. */
const emptyMapping = /^\s*(?:#.*\s)*\{\s*\}\s*$/;

/**
 * What a template's author should know of what it gave: parts of `spec` that stand beside it have no effect, as in
 * Istio, what is no field in any letter case is dropped, and a template that gives nothing adds nothing.
 */
export function templateWarnings({ name, text, result }: RenderedTemplate): readonly string[] {
  const fields = Object.keys(result.raw);
  const stray = fields.filter((field) => specFields.has(field));
  const said = `template ${JSON.stringify(name)}`;
  const unknown = result.unknown.filter(({ path }) => !specFields.has(path));
  return [
    ...stray.map((field) => `${said} renders "${field}" beside "spec": a Pod has it in spec, so it has no effect`),
    ...unknown.map(({ path, nearest }) => `${said}: Kubernetes has no field ${path}${hintOf(nearest)}`),
    ...(fields.length === 0 && !emptyMapping.test(text) ? [`${said} rendered nothing for this pod`] : []),
  ];
}

function hintOf(nearest: string | undefined): string {
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}
