import type { JsonObject } from '../../json/json-value.ts';
import { parseAddress } from '../../webhook/address.ts';
import { ownWebhookName } from '../manifest/webhook-configuration.ts';
import { objectIn, objectsIn, textIn, textsIn } from './json-path.ts';
import { otherInjectorOf } from './other-injectors.ts';

/** A webhook of a MutatingWebhookConfiguration, as far as it decides about the creation of pods. */
export interface Webhook {
  readonly configuration: string;
  readonly name: string;
  /** Absent selectors select everything, as the API server's defaults have it. */
  readonly namespaceSelector: JsonObject;
  readonly objectSelector: JsonObject;
  readonly rules: readonly Rule[];
  readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
  readonly failurePolicy: string;
  /** The URL's path as ours reads it; null where the webhook is not this injector. */
  readonly own: OwnAddress | null;
  /** The name of another sidecar injector whose webhook it is. */
  readonly otherInjector: string | undefined;
}

/** What the address of our own webhook says. */
export interface OwnAddress {
  readonly cluster: string;
  readonly pairs: ReadonlyMap<string, string>;
}

interface Rule {
  readonly operations: readonly string[];
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
  readonly scope: string;
}

/** All webhooks, in the order in which API servers call them: by name of the configuration, then as they stand in it. */
export function webhooksOf(configurations: readonly JsonObject[]): readonly Webhook[] {
  const names = new Map(configurations.map((each) => [each, textIn(each, 'metadata', 'name')]));
  const inOrder = [...configurations].sort((one, other) => compare(names.get(one) ?? '', names.get(other) ?? ''));
  return inOrder.flatMap((configuration) =>
    objectsIn(configuration, 'webhooks').map((hook) => decodeWebhook(names.get(configuration) ?? '', hook)),
  );
}

/** By bytes, as Go compares; names are ASCII. */
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function decodeWebhook(configuration: string, hook: JsonObject): Webhook {
  const name = textIn(hook, 'name');
  return {
    configuration,
    name,
    namespaceSelector: objectIn(hook, 'namespaceSelector'),
    objectSelector: objectIn(hook, 'objectSelector'),
    rules: objectsIn(hook, 'rules').map((rule) => ({
      operations: textsIn(rule, 'operations'),
      apiGroups: textsIn(rule, 'apiGroups'),
      apiVersions: textsIn(rule, 'apiVersions'),
      resources: textsIn(rule, 'resources'),
      scope: textIn(rule, 'scope') || '*',
    })),
    matchConditions: objectsIn(hook, 'matchConditions').map((condition) => ({
      name: textIn(condition, 'name'),
      expression: textIn(condition, 'expression'),
    })),
    failurePolicy: textIn(hook, 'failurePolicy') || 'Fail',
    own: ownAddress(name, textIn(hook, 'clientConfig', 'url')),
    otherInjector: otherInjectorOf(configuration, name),
  };
}

/** Ours are known by their name; or, where they were renamed, by an address with our token. */
function ownAddress(name: string, url: string): OwnAddress | null {
  const address = URL.canParse(url) ? parseAddress(new URL(url).pathname) : undefined;
  const isOwn = name === ownWebhookName || (address?.kind === 'inject' && address.token !== null);
  if (!isOwn) {
    return null;
  }
  return address?.kind === 'inject' ? address : { cluster: 'default', pairs: new Map() };
}

/** Whether the rules ask for the creation of pods. */
export function asksForPods({ rules }: Webhook): boolean {
  return rules.some(
    ({ operations, apiGroups, apiVersions, resources, scope }) =>
      includesOr(operations, 'CREATE') &&
      includesOr(apiGroups, '') &&
      includesOr(apiVersions, 'v1') &&
      resources.some(isPods) &&
      scope !== 'Cluster',
  );
}

function includesOr(values: readonly string[], wanted: string): boolean {
  return values.includes('*') || values.includes(wanted);
}

/** `pods`, `*`, `pods/*` and `*` before or after a slash take pods; `pods/status` takes a subresource alone. */
function isPods(resource: string): boolean {
  const [name = '', subresource = ''] = resource.split('/', 2);
  return (name === '*' || name === 'pods') && (subresource === '*' || subresource === '');
}
