import { parseJson } from '../../json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { objectAt, textAt } from '../../json/member.ts';
import { ownerOf } from '../../kube/pod/owner.ts';
import { CommandError } from '../errors.ts';
import { notText } from '../explain/hints.ts';
import type { InputText } from '../input/read-inputs.ts';
import { readObjects } from '../input/read-objects.ts';
import { podOfWorkload, type WorkloadPod } from '../trial/pod-of-workload.ts';

/** A pod of a fleet, and the workload that it belongs to. */
export type FleetPod = WorkloadPod;

/**
 * The pods of some texts: Pods and Lists as kubectl prints them, workloads, each with one pod, and AdmissionReviews, one
 * a line. What makes no pods is passed over.
 * @throws CommandError with the place for what cannot be read.
 */
export function readPods(inputs: readonly InputText[]): readonly FleetPod[] {
  return inputs.flatMap((input) => {
    const lines = jsonLines(input);
    const objects = lines ?? readObjects([input]).map(({ object }) => object);
    return objects.flatMap(podOf).map((pod) => readable(pod, input));
  });
}

/** What an API server would not decode is never injected. */
function readable(pod: FleetPod, { name }: InputText): FleetPod {
  const [bad] = notText(pod.pod);
  if (bad !== undefined) {
    throw new CommandError(`${name}: ${pod.workload}: ${bad}`);
  }
  return pod;
}

/** The AdmissionReviews of a text that has one on each line; undefined for any other text. */
function jsonLines({ name, text }: InputText): readonly JsonObject[] | undefined {
  const end = text.indexOf('\n');
  const first = parseObject(end < 0 ? text : text.slice(0, end));
  if (first?.kind !== 'AdmissionReview') {
    return undefined;
  }
  return text.split('\n').flatMap((line, index) => {
    const value = line.trim() === '' ? null : parseLine(line, `${name}:${index + 1}`);
    return isObject(value) ? [value] : [];
  });
}

/** Undefined for what is no object. */
function parseObject(line: string): JsonObject | undefined {
  try {
    const value = line.startsWith('{') && line.includes('"AdmissionReview"') ? parseJson(line) : null;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function parseLine(line: string, place: string): JsonValue {
  try {
    return parseJson(line);
  } catch (cause) {
    throw new CommandError(`${place}: is no JSON: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
}

function podOf(object: JsonObject): readonly FleetPod[] {
  if (object.kind === 'AdmissionReview') {
    return ofReview(objectAt(object, 'request'));
  }
  if (object.kind === 'Pod') {
    return ofPod(object, textAt(objectAt(object, 'metadata'), 'namespace') || 'default');
  }
  const made = podOfWorkload(object);
  return made === undefined ? [] : [made];
}

/** Only creations of pods are answered with an injection. */
function ofReview(request: JsonObject): readonly FleetPod[] {
  const isCreation = request.operation === 'CREATE' && objectAt(request, 'resource').resource === 'pods';
  return isCreation ? ofPod(objectAt(request, 'object'), textAt(request, 'namespace')) : [];
}

function ofPod(pod: JsonObject, namespace: string): readonly FleetPod[] {
  const { kind, name } = ownerOf(pod, namespace);
  return isObject(pod.spec) ? [{ pod: asCreated(pod), namespace, workload: `${namespace}/${kind}/${name}` }] : [];
}

const ofServer = ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'selfLink', 'generation'];
const tokenVolume = /^kube-api-access-[a-z0-9]{5}$/;

/**
 * A pod as it was when it was created: without what the API server, the scheduler and the kubelet added since, and
 * with names in the place of random ones, so that the pods of a workload are equal.
 */
function asCreated(pod: JsonObject): JsonObject {
  const metadata = objectAt(pod, 'metadata');
  const { nodeName: _node, ...spec } = objectAt(pod, 'spec');
  const isGenerated = textAt(metadata, 'generateName') !== '';
  const kept = Object.entries(metadata).filter(([key]) => !ofServer.includes(key) && !(isGenerated && key === 'name'));
  return { apiVersion: 'v1', kind: 'Pod', metadata: Object.fromEntries(kept), spec: withFixedToken(spec) };
}

function withFixedToken(spec: JsonObject): JsonObject {
  const volumes = Array.isArray(spec.volumes) ? spec.volumes : [];
  const token = volumes
    .map((volume) => (isObject(volume) ? textAt(volume, 'name') : ''))
    .find((each) => tokenVolume.test(each));
  return token === undefined ? spec : renamed(spec, token);
}

/** The volume and its mounts under a name that is the same for all pods. */
function renamed(spec: JsonObject, token: string): JsonObject {
  const rename = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) {
      return value.map(rename);
    }
    if (!isObject(value)) {
      return value;
    }
    const members = Object.entries(value).map(([key, each]) => {
      return [key, key === 'name' && each === token ? 'kube-api-access-00000' : rename(each)] as const;
    });
    return Object.fromEntries(members);
  };
  const lists = ['volumes', 'containers', 'initContainers'].filter((list) => spec[list] !== undefined);
  return { ...spec, ...Object.fromEntries(lists.map((list) => [list, rename(spec[list] ?? null)])) };
}
