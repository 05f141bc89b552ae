import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { valueAt } from '../../json/member.ts';
import { objectIn, textIn } from './json-path.ts';

/** A workload of a file or a cluster, and the pod that the API server would be asked to create for it. */
export interface Workload {
  readonly kind: string;
  readonly name: string;
  /** `default` where neither the object nor the caller names one. */
  readonly namespace: string;
  /** With the owner, the labels and the generated name that the kind's controller gives. */
  readonly pod: JsonObject;
  /** As it was read. */
  readonly object: JsonObject;
  readonly file: string;
}

/** Where a kind keeps the template of its pods, and what its controller makes of it. */
interface Layout {
  /** Path to the object that has `metadata` and `spec` of the pods; empty for the object itself. */
  readonly template: readonly string[];
  readonly created: (workload: Named) => Created;
}

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** What a controller adds to the template. */
interface Created {
  readonly name?: string;
  readonly generateName?: string;
  readonly owner?: Named;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Stands for the hash that a Deployment's controller makes of a template. */
const templateHash = '5d5f6c7d88';
/** Stands for the minute at which a CronJob starts a Job, in minutes since 1970. */
const scheduledAt = '29000000';

const plainTemplate = ['spec', 'template'];

const ownedDirectly = (owner: Named): Created => ({ generateName: `${owner.name}-`, owner });

const layouts: ReadonlyMap<string, Layout> = new Map<string, Layout>([
  ['Pod', { template: [], created: () => ({}) }],
  ['PodTemplate', { template: ['template'], created: ({ name }) => ({ generateName: `${name}-` }) }],
  [
    'Deployment',
    {
      template: plainTemplate,
      created: ({ name }) => ({
        generateName: `${name}-${templateHash}-`,
        owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-${templateHash}` },
        labels: { 'pod-template-hash': templateHash },
      }),
    },
  ],
  [
    'Rollout',
    {
      template: plainTemplate,
      created: ({ name }) => ({
        generateName: `${name}-${templateHash}-`,
        owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-${templateHash}` },
        labels: { 'rollouts-pod-template-hash': templateHash },
      }),
    },
  ],
  ['ReplicaSet', { template: plainTemplate, created: ownedDirectly }],
  ['ReplicationController', { template: plainTemplate, created: ownedDirectly }],
  ['DeploymentConfig', { template: plainTemplate, created: deploymentConfigPod }],
  [
    'DaemonSet',
    {
      template: plainTemplate,
      created: (owner) => ({ ...ownedDirectly(owner), labels: { 'controller-revision-hash': templateHash } }),
    },
  ],
  [
    'StatefulSet',
    {
      template: plainTemplate,
      created: (owner) => ({
        name: `${owner.name}-0`,
        generateName: `${owner.name}-`,
        owner,
        labels: { 'statefulset.kubernetes.io/pod-name': `${owner.name}-0`, 'apps.kubernetes.io/pod-index': '0' },
      }),
    },
  ],
  ['Job', { template: plainTemplate, created: jobPod }],
  [
    'CronJob',
    {
      template: ['spec', 'jobTemplate', 'spec', 'template'],
      created: ({ apiVersion, name }) => jobPod({ apiVersion, kind: 'Job', name: `${name}-${scheduledAt}` }),
    },
  ],
]);

function jobPod(owner: Named): Created {
  return { ...ownedDirectly(owner), labels: { 'batch.kubernetes.io/job-name': owner.name, 'job-name': owner.name } };
}

function deploymentConfigPod({ name }: Named): Created {
  const owner = { apiVersion: 'v1', kind: 'ReplicationController', name: `${name}-1` };
  return { ...ownedDirectly(owner), labels: { deploymentconfig: name, deployment: owner.name } };
}

/** A kind that nobody here knows, with a pod template where most kinds have it: a Knative Service, say. */
const otherLayout: Layout = { template: plainTemplate, created: ownedDirectly };

function layoutOf(object: JsonObject): Layout | undefined {
  const known = layouts.get(textIn(object, 'kind'));
  const isLikeOthers = Array.isArray(valueAt(object, ...plainTemplate, 'spec', 'containers'));
  return known ?? (isLikeOthers ? otherLayout : undefined);
}

/** Kinds that make pods, for messages. */
export const workloadKinds: readonly string[] = [...layouts.keys()];

/** Path to the metadata that counts, as its author writes it: `spec.template.metadata`. */
export function metadataPath(kind: string): string {
  return [...(layouts.get(kind)?.template ?? plainTemplate), 'metadata'].join('.');
}

/**
 * The pod that an object of a cluster stands for; undefined for what makes no pods. Controllers are not run: owners,
 * hashes and generated names are stand-ins of the right form.
 * @param defaultNamespace where objects go that name none
 */
export function workloadOf(object: JsonObject, file: string, defaultNamespace = 'default'): Workload | undefined {
  const kind = textIn(object, 'kind');
  const layout = layoutOf(object);
  const template = layout && (layout.template.length === 0 ? object : valueAt(object, ...layout.template));
  if (layout === undefined || valueAt(template, 'spec') === undefined) {
    return undefined;
  }
  const name = textIn(object, 'metadata', 'name') || textIn(object, 'metadata', 'generateName');
  const namespace = textIn(object, 'metadata', 'namespace') || defaultNamespace;
  const created = layout.created({ apiVersion: textIn(object, 'apiVersion'), kind, name });
  const pod = podFrom(objectIn(template), created);
  return { kind, name, namespace, pod: withNamespace(pod, namespace), object, file };
}

function podFrom(template: JsonObject, { name, generateName, owner, labels }: Created): JsonObject {
  const metadata = objectIn(template, 'metadata');
  const owners: JsonValue =
    owner === undefined ? [] : [{ ...owner, uid: '', controller: true, blockOwnerDeletion: true }];
  const added: JsonObject = {
    ...(name === undefined ? {} : { name }),
    ...(generateName === undefined ? {} : { generateName }),
    ...(labels === undefined ? {} : { labels: { ...objectIn(metadata, 'labels'), ...labels } }),
    ...(owner === undefined ? {} : { ownerReferences: owners }),
  };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, ...added }, spec: template.spec ?? {} };
}

function withNamespace(pod: JsonObject, namespace: string): JsonObject {
  return { ...pod, metadata: { ...objectIn(pod, 'metadata'), namespace } };
}
