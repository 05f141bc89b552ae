import type { JsonObject } from '../../json/json-value.ts';
import { member, objectAt, objectsOf, textAt } from '../../json/member.ts';

/** What a pod belongs to, as templates see it: `TypeMeta` and `DeploymentMeta`. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** What is known of workloads: it depends on the version of Istio. */
export interface OwnerFacts {
  readonly knowsRollouts: boolean;
  /** Whether CronJobs are of batch/v1, instead of batch/v1beta1. */
  readonly cronJobsAreStable: boolean;
}

const newestFacts: OwnerFacts = { knowsRollouts: true, cronJobsAreStable: true };

const cronJobName = /^(.+)-\d{8,10}$/;

/**
 * Guesses a pod's workload from its controller, as Istio does (GetDeployMetaFromPod): a ReplicaSet named after the
 * pod's template hash belongs to a Deployment (or an Argo Rollout), a ReplicationController to a DeploymentConfig, a
 * Job whose name ends in a time to a CronJob. A pod whose name was not generated stands for itself.
 */
export function ownerOf(pod: JsonObject, namespace: string, facts: OwnerFacts = newestFacts): Owner {
  const metadata = objectAt(pod, 'metadata');
  const controller = objectsOf(member(metadata, 'ownerReferences')).find((owner) => owner.controller === true);
  if (textAt(metadata, 'generateName') === '' || controller === undefined) {
    return { apiVersion: 'v1', kind: 'Pod', name: textAt(metadata, 'name'), namespace };
  }
  const direct: Owner = {
    apiVersion: textAt(controller, 'apiVersion'),
    kind: textAt(controller, 'kind'),
    name: textAt(controller, 'name'),
    namespace,
  };
  const owner = { ...direct, ...indirectOwner(direct, objectAt(metadata, 'labels'), facts) };
  // The pod's own name is looked at last: what does not depend on it is the same for all pods of a workload.
  return owner.name === '' ? { ...owner, name: textAt(metadata, 'name') } : owner;
}

function indirectOwner(direct: Owner, labels: JsonObject, facts: OwnerFacts): Partial<Owner> {
  switch (direct.kind) {
    case 'ReplicaSet':
      return ofReplicaSet(direct, labels, facts);
    case 'ReplicationController': {
      const name = textAt(labels, 'deploymentconfig');
      return name === '' ? {} : { name, kind: 'DeploymentConfig' };
    }
    case 'Job': {
      const name = cronJobName.exec(direct.name)?.[1];
      return name === undefined
        ? {}
        : { name, kind: 'CronJob', apiVersion: facts.cronJobsAreStable ? 'batch/v1' : 'batch/v1beta1' };
    }
    default:
      return {};
  }
}

function ofReplicaSet(direct: Owner, labels: JsonObject, facts: OwnerFacts): Partial<Owner> {
  const hash = textAt(labels, 'pod-template-hash');
  if (hash !== '' && direct.name.endsWith(hash)) {
    return { name: trimSuffix(direct.name, `-${hash}`), kind: 'Deployment' };
  }
  const rollout = facts.knowsRollouts ? textAt(labels, 'rollouts-pod-template-hash') : '';
  if (rollout !== '' && direct.name.endsWith(rollout)) {
    return { name: trimSuffix(direct.name, `-${rollout}`), kind: 'Rollout', apiVersion: 'v1alpha1' };
  }
  return {};
}

function trimSuffix(text: string, suffix: string): string {
  return text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}
