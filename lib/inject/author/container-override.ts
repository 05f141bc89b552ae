import type { AuthorMay } from '../../contract/author-rules.ts';
import { stringifyJson } from '../../json/json-text.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { containerLists, findNamed, itemsOf, nameOf } from '../../kube/pod/containers.ts';
import { ownContainers, type ReapplyOptions } from '../merge/reapply.ts';
import { overriddenField } from './overridden-field.ts';

/** Longer values are cut in messages. */
const maxShown = 120;

/**
 * What a pod's author reads where a container of theirs, in the pod or in the annotation with overrides, changes
 * more of a template's than they may; undefined where none does.
 */
export function containerOverride(options: ReapplyOptions, authorMay: AuthorMay): string | undefined {
  const own = ownContainers(options);
  for (const list of containerLists) {
    for (const container of own[list]) {
      const name = nameOf(container);
      const found = overriddenField(container, findNamed(itemsOf(options.rendered, list), name) ?? {}, authorMay);
      if (found !== undefined) {
        return `container ${JSON.stringify(name)} is a template's, and the pod sets its ${found.field} to ${shown(found.own)} where the template has ${shown(found.templates)}; ${ruleText(authorMay)}. Remove it from the pod.`;
      }
    }
  }
  return undefined;
}

/** The rule, for the author of a refused pod. */
export function ruleText(authorMay: AuthorMay): string {
  const what = authorMay === 'resources' ? 'only resources may be changed' : 'nothing may be changed';
  return `${what} here ("authorMay: ${authorMay}", a setting or a parameter of the deployment)`;
}

function shown(value: JsonValue): string {
  const text = value === null ? 'nothing' : stringifyJson(value);
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}
