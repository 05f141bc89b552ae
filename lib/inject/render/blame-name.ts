import type { Injection } from '../../contract/injection.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { memberOf } from '../../json/member.ts';
import type { InjectError } from '../errors.ts';

/** What stands in no name, label or version of Kubernetes: blanks, quotes, control characters and the like. */
const odd = /[^A-Za-z0-9._:/-]/;
const maxShown = 60;

/**
 * Whether a failed template may have failed by a name in the pod that is none. Names are looked at by Kubernetes after
 * webhooks, and some of an owner not at all, so anyone who creates pods can put text into them that breaks what
 * templates make of it. Undefined where all names are in order: then the template is at fault.
 */
export function blameName(failure: InjectError, injection: Injection): string | undefined {
  const found = namesOf(injection).find(([, value]) => typeof value === 'string' && odd.test(value));
  if (found === undefined) {
    return undefined;
  }
  const [path, value] = found;
  const text = String(value);
  const shown = JSON.stringify(text.length > maxShown ? `${text.slice(0, maxShown)}…` : text);
  return `${path} is ${shown}, which no name may be, and with which ${failure.message}. Correct it.`;
}

type Named = readonly [path: string, value: JsonValue | undefined];

function namesOf({ pod, namespace }: Injection): readonly Named[] {
  const metadata = memberOf(pod, 'metadata');
  const spec = memberOf(pod, 'spec');
  return [
    ['the namespace of the request', namespace],
    ...members(metadata, 'metadata', ['name', 'generateName', 'namespace']),
    ...members(spec, 'spec', ['serviceAccountName', 'nodeName', 'hostname', 'subdomain']),
    ...pairs(memberOf(metadata, 'labels')),
    ...items(metadata, 'metadata.ownerReferences', ['apiVersion', 'kind', 'name']),
    ...['initContainers', 'containers', 'volumes'].flatMap((list) => items(spec, `spec.${list}`, ['name'])),
  ];
}

function members(object: JsonValue | undefined, path: string, keys: readonly string[]): readonly Named[] {
  return keys.map((key) => [`${path}.${key}`, memberOf(object, key)]);
}

function pairs(labels: JsonValue | undefined): readonly Named[] {
  const entries = typeof labels === 'object' && labels !== null ? Object.entries(labels) : [];
  return entries.flatMap(([key, value]): Named[] => [
    ['a key of metadata.labels', key],
    ['a value of metadata.labels', value],
  ]);
}

function items(object: JsonValue | undefined, path: string, keys: readonly string[]): readonly Named[] {
  const list = memberOf(object, path.slice(path.indexOf('.') + 1));
  return Array.isArray(list) ? list.flatMap((item: JsonValue, index) => members(item, `${path}[${index}]`, keys)) : [];
}
