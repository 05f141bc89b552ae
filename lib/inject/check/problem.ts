import type { JsonObject } from '../../json/json-value.ts';
import { member } from '../../json/member.ts';

/** What a problem is about: a container or volume by its name, or the pod as a whole. */
export interface Subject {
  readonly kind: 'container' | 'volume' | 'pod';
  readonly name: string;
  /** Members below it, items of lists by their names: `volumeMounts`, `data`. Where it is all of the subject, none. */
  readonly path?: readonly string[];
}

/** Something for which Kubernetes' validation refuses a pod (k8s.io/kubernetes v1.36, and the releases since 1.33). */
export interface Problem {
  /** Tells two problems apart: one that the pod had before the injection is not the injection's. */
  readonly key: string;
  readonly subject: Subject;
  /** What is wrong, without a full stop. */
  readonly text: string;
  /** What the pod's author can do about it, as a request. */
  readonly fix: string;
}

/** What a pod had before: containers and volumes as the very same objects, its labels and annotations, and all of it. */
export interface KnownItems {
  readonly pod?: JsonObject;
  readonly labels?: JsonObject;
  readonly annotations?: JsonObject;
  has(item: JsonObject): boolean;
}

/** Looks at a pod. What is in `known` needs no look: it was there before. */
export type Rule = (pod: JsonObject, known: KnownItems) => readonly Problem[];

const maxShown = 80;

/** A text of the pod in quotes, cut. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > maxShown ? `${text.slice(0, maxShown)}…` : text);
}

/** What occurs more than once, each once. */
export function duplicatesOf(values: readonly string[]): readonly string[] {
  return [...sharedBy(values, (value) => value).keys()];
}

/** Items by key, where more than one has it, which hardly ever is. */
export function sharedBy<T extends NonNullable<unknown>>(
  items: readonly T[],
  keyOf: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const firsts = new Map<string, T>();
  const shared = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const first = firsts.get(key);
    const group = shared.get(key);
    if (first === undefined) {
      firsts.set(key, item);
    } else if (group === undefined) {
      shared.set(key, [first, item]);
    } else {
      group.push(item);
    }
  }
  return shared;
}

/** The names of the members that are there: null is what Go leaves out. */
export function presentKeys(object: JsonObject, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => isPresent(object, key));
}

/** Whether a member is there: null is what Go leaves out. */
export function isPresent(object: JsonObject, key: string): boolean {
  const value = member(object, key);
  return value !== undefined && value !== null;
}
