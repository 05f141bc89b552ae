import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import type { ApiClient } from './api-client.ts';

const registration = { apiVersion: 'admissionregistration.k8s.io/v1' };
const registrationPath = '/apis/admissionregistration.k8s.io/v1';
const namespacesPath = '/api/v1/namespaces';
const label = 'marker';
const turning = 'turning-marker';
/** More than any machine needs; a test waits only as long as it takes. */
const longestMs = 60_000;

const configMaps = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] };

/** Objects that refuse certain config maps, each with the resource by which it is written. */
type Marker = readonly (readonly [resource: string, object: JsonObject])[];

let count = 0;

/**
 * Waits until the API server obeys the webhook configurations or the admission policies that were written so far. It has
 * no call that tells, but it watches each kind in the order of writing: once it obeys a marker that is written now, it
 * obeys what came before.
 *
 * @throws Error when it does not within a minute
 */
export async function untilObeyed(client: ApiClient, kind: 'webhooks' | 'policies'): Promise<void> {
  count += 1;
  const name = `marker-${count}`;
  const selector = { objectSelector: { matchLabels: { [label]: name } } };
  const marker = kind === 'webhooks' ? refusingWebhook(name, selector) : refusingPolicy(name, selector);
  await write(client, marker);
  await eventually(`obeys new ${kind}`, async () => !(await takesConfigMap(client, 'default', name)));
  for (const [resource] of marker) {
    await client.call({ method: 'DELETE', path: `${registrationPath}/${resource}/${name}` });
  }
}

/** The same for labels of namespaces: a marker among them turns, and what is refused there with it. */
export async function untilLabelsAreObeyed(client: ApiClient): Promise<void> {
  const made = await client.call({ method: 'GET', path: `${namespacesPath}/${turning}` });
  if (made.status === 404) {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: turning, labels: { [label]: 'takes' } } };
    await client.call({ method: 'POST', path: namespacesPath, body });
    await write(client, refusingPolicy(turning, { namespaceSelector: { matchLabels: { [label]: 'refuses' } } }));
  }
  const takes = (made.body.metadata as JsonObject | undefined)?.labels as JsonObject | undefined;
  const isToTake = takes?.[label] === 'refuses';
  const body = { metadata: { labels: { [label]: isToTake ? 'takes' : 'refuses' } } };
  const contentType = 'application/merge-patch+json';
  await client.call({ method: 'PATCH', path: `${namespacesPath}/${turning}`, contentType, body });
  const isObeyed = async () => (await takesConfigMap(client, turning, turning)) === isToTake;
  await eventually('obeys new labels of namespaces', isObeyed);
}

/** Looks again until there is something, and gives it. @throws Error after a minute, with what was waited for */
export async function eventually<T>(what: string, look: () => Promise<T | false | undefined>): Promise<T> {
  const deadline = Date.now() + longestMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) {
      return found;
    }
    if (Date.now() > deadline) {
      throw new Error(`after ${longestMs / 1000} s the API server still does not do this: ${what}`);
    }
    await delay(50);
  }
}

function refusingWebhook(name: string, selector: JsonObject): Marker {
  const webhook = {
    name: 'marker.example.com',
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    failurePolicy: 'Fail',
    // Nothing listens there, so that the call fails at once.
    clientConfig: { url: 'https://127.0.0.1:9/' },
    rules: [configMaps],
    ...selector,
  };
  const object = { ...registration, kind: 'MutatingWebhookConfiguration', metadata: { name }, webhooks: [webhook] };
  return [['mutatingwebhookconfigurations', object]];
}

function refusingPolicy(name: string, selector: JsonObject): Marker {
  const matchConstraints = { resourceRules: [configMaps], ...selector };
  const spec = { matchConstraints, validations: [{ expression: 'false' }] };
  const policy = { ...registration, kind: 'ValidatingAdmissionPolicy', metadata: { name }, spec };
  const binding = {
    ...{ ...registration, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name } },
    spec: { policyName: name, validationActions: ['Deny'] },
  };
  return [
    ['validatingadmissionpolicies', policy],
    ['validatingadmissionpolicybindings', binding],
  ];
}

async function write(client: ApiClient, marker: Marker): Promise<void> {
  for (const [resource, body] of marker) {
    const answer = await client.call({ method: 'POST', path: `${registrationPath}/${resource}`, body });
    if (answer.status !== 201) {
      throw new Error(`the API server refuses a marker: ${JSON.stringify(answer.body)}`);
    }
  }
}

async function takesConfigMap(client: ApiClient, namespace: string, name: string): Promise<boolean> {
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { [label]: name } } };
  const path = `${namespacesPath}/${namespace}/configmaps?dryRun=All`;
  return (await client.call({ method: 'POST', path, body })).status === 201;
}
