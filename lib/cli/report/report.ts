import type { JsonObject } from '../../json/json-value.ts';
import { valueAt } from '../../json/member.ts';
import { ownerOf } from '../../kube/pod/owner.ts';
import type { Workload } from '../cluster/created-pod.ts';
import { objectIn, objectsIn, textIn } from '../cluster/json-path.ts';
import type { AddedRequests } from './added-requests.ts';
import { type Judgement, judgePod, type PodState, podStates, type ReportGround } from './pod-state.ts';

/** Pods of one workload that are in one state for one reason. */
export interface ReportItem {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly state: PodState;
  readonly why: string;
  readonly pods: readonly string[];
  /** For all these pods together. */
  readonly adds: AddedRequests;
}

/** What a whole cluster's pods came to. */
export interface Report {
  /** By namespace, then workload, the worst state first. */
  readonly items: readonly ReportItem[];
  /** Pods by state. */
  readonly totals: Readonly<Record<PodState, number>>;
  /** Pods that have ended or are being deleted, and were not judged. */
  readonly ended: number;
}

const noPods: Readonly<Record<PodState, number>> = {
  ...{ stripped: 0, missing: 0, refused: 0, outdated: 0, unknown: 0, current: 0, 'not-wanted': 0 },
};

/** Whether a pod has ended or is about to: nothing is to be done about it. */
function hasEnded({ object }: Workload): boolean {
  const phase = textIn(object, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed' || valueAt(object, 'metadata', 'deletionTimestamp') !== undefined;
}

/**
 * Judges all pods. Pods that differ in nothing but what the API server gives each of them are judged once.
 * @param progress called with how many of the pods are done
 */
export function makeReport(pods: readonly Workload[], ground: ReportGround, progress: (done: number) => void): Report {
  const running = pods.filter((pod) => !hasEnded(pod));
  const judged = new Map<string, Judgement>();
  const items = new Map<string, GrowingItem>();
  const totals = { ...noPods };
  running.forEach((pod, index) => {
    progress(index);
    const key = contentKey(pod);
    const judgement = judged.get(key) ?? judgePod(pod, ground);
    judged.set(key, judgement);
    totals[judgement.state] += 1;
    addTo(items, pod, judgement);
  });
  return { items: [...items.values()].sort(compareItems), totals, ended: pods.length - running.length };
}

/** An item to which pods are still added. */
type GrowingItem = Omit<ReportItem, 'pods' | 'adds'> & { readonly pods: string[]; adds: AddedRequests };

function addTo(
  items: Map<string, GrowingItem>,
  { pod, namespace, name }: Workload,
  { state, why, adds }: Judgement,
): void {
  const owner = ownerOf(pod, namespace);
  const key = [namespace, owner.kind, owner.name, state, why].join('\n');
  const fresh: GrowingItem = {
    ...{ namespace, kind: owner.kind, name: owner.name, state, why },
    pods: [],
    adds: { cpu: 0n, memory: 0n },
  };
  const item = items.get(key) ?? fresh;
  item.pods.push(name);
  item.adds = { cpu: item.adds.cpu + adds.cpu, memory: item.adds.memory + adds.memory };
  items.set(key, item);
}

function compareItems(one: ReportItem, other: ReportItem): number {
  const keys = ({ namespace, kind, name, state }: ReportItem) => [
    namespace,
    name,
    kind,
    String(podStates.indexOf(state)),
  ];
  const [left, right] = [keys(one), keys(other)];
  const index = left.findIndex((key, at) => key !== right[at]);
  return index < 0 ? 0 : (left[index] ?? '') < (right[index] ?? '') ? -1 : 1;
}

const tokenVolume = /^kube-api-access-[a-z0-9]{5}$/;

/** The pod as text, without what differs between the pods of a workload; its name counts where anything repeats it. */
function contentKey({ pod, namespace, name }: Workload): string {
  const { metadata: _metadata, status: _status, ...rest } = pod;
  const { labels, annotations, generateName, ownerReferences } = objectIn(pod, 'metadata');
  const { nodeName: _node, hostname: _hostname, ...spec } = objectIn(pod, 'spec');
  const owner = ownerOf(pod, namespace);
  const shown = {
    ...rest,
    spec,
    labels,
    annotations,
    generateName,
    owners: ownerKinds(ownerReferences),
    owner: owner.name,
  };
  const token = objectsIn(pod, 'spec', 'volumes').find((volume) => tokenVolume.test(textIn(volume, 'name')));
  const text = `${namespace}\n${JSON.stringify(shown)}`;
  const anonymous = token === undefined ? text : text.replaceAll(textIn(token, 'name'), 'kube-api-access');
  return name !== '' && anonymous.includes(name) ? `${name}\n${anonymous}` : anonymous;
}

function ownerKinds(owners: JsonObject[string] | undefined): readonly string[] {
  return objectsIn({ owners: owners ?? null }, 'owners').map(
    (owner) => `${textIn(owner, 'kind')}/${textIn(owner, 'name')}`,
  );
}
