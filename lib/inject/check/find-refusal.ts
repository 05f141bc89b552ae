import type { Settings } from '../../contract/settings.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { containerLists, findNamed, itemsOf, nameOf } from '../../kube/pod/containers.ts';
import type { RenderedTemplate } from '../render/render-template.ts';
import { containerProblems } from './container-problems.ts';
import { knownItems, nothingKnown } from './known-items.ts';
import { annotationProblems, labelProblems } from './metadata-problems.ts';
import { emptyProblems, hostPortProblems, nameProblems } from './name-problems.ts';
import { type Problem, quoted, type Rule, type Subject } from './problem.ts';
import { podResourceProblems, resourceProblems } from './resource-problems.ts';
import { hostProblems, securityProblems, systemProblems } from './security-problems.ts';
import { claimProblems, mountProblems, volumeNameProblems, volumeProblems } from './volume-problems.ts';

const rules: readonly Rule[] = [
  nameProblems,
  emptyProblems,
  volumeProblems,
  volumeNameProblems,
  mountProblems,
  claimProblems,
  (pod, known) => containerProblems(pod, known),
  resourceProblems,
  securityProblems,
  hostPortProblems,
  hostProblems,
  systemProblems,
  (pod) => annotationProblems(pod),
  labelProblems,
];

export interface InjectedPod {
  /** The pod as it would leave. */
  readonly pod: JsonObject;
  /** The pod as it came. */
  readonly before: JsonObject;
  readonly templates: readonly RenderedTemplate[];
  /** By `leave`, what the containers need is not compared with what the pod as a whole asks for. */
  readonly podResources: Settings['podResources'];
}

/** Why a pod would be refused. */
export interface Refusal {
  /** For the pod's author: it names the pod's side, the templates and the way out. */
  readonly message: string;
  readonly about: Subject;
}

/**
 * For what Kubernetes' validation would refuse a pod that it would have taken before the injection. Undefined where
 * nothing is wrong.
 */
export function findRefusal(injected: InjectedPod): Refusal | undefined {
  return refusalBy(injected.podResources === 'leave' ? rules : allRules, injected);
}

/**
 * The same for annotations alone, before those are written that an injection always writes anew (`written`): what the
 * author's containers come to there may be too much, and nothing further needs to be worked out.
 */
export function findAnnotationRefusal(injected: InjectedPod, written: ReadonlySet<string>): Refusal | undefined {
  const found = annotationProblems(injected.pod, written);
  return refusalFor(
    newProblem(found, () => annotationProblems(injected.before)),
    injected,
  );
}

function refusalBy(looked: readonly Rule[], injected: InjectedPod): Refusal | undefined {
  const known = knownItems(injected);
  for (const rule of looked) {
    const problem = newProblem(rule(injected.pod, known), () => rule(injected.before, nothingKnown));
    if (problem !== undefined) {
      return refusalFor(problem, injected);
    }
  }
  return undefined;
}

function refusalFor(problem: Problem | undefined, injected: InjectedPod): Refusal | undefined {
  return problem && { message: messageOf(problem, injected), about: problem.subject };
}

/** The first problem that was not there before. */
function newProblem(found: readonly Problem[], findBefore: () => readonly Problem[]): Problem | undefined {
  if (found.length === 0) {
    return undefined;
  }
  const known = new Set(findBefore().map(({ key }) => key));
  return found.find(({ key }) => !known.has(key));
}

const allRules: readonly Rule[] = [...rules, podResourceProblems];

function messageOf({ subject, text, fix }: Problem, { before, templates }: InjectedPod): string {
  const brought = templates.filter(({ result }) => hasSubject(result.normal, subject));
  const names = (brought.length === 0 ? templates : brought).map((template) => sideOf(template, subject));
  const sides = [...(hasSubject(before, subject) ? [podSide(subject)] : []), ...names];
  const clash =
    sides.length > 1 ? `${sides.join(' and ')} do not go together` : `${sides.join('')} does not go with the pod`;
  return `${clash}, Kubernetes would refuse the result: ${text}. Please ${fix}, correct the template, or opt out with the label sidecar.istio.io/inject: "false".`;
}

function podSide({ kind, name }: Subject): string {
  return kind === 'pod' ? 'the pod' : `the pod's own ${kind} ${quoted(name)}`;
}

function sideOf({ name, result }: RenderedTemplate, subject: Subject): string {
  const lists = containerLists.filter((list) => findNamed(itemsOf(result.normal, list), subject.name) !== undefined);
  const where = subject.kind === 'container' && lists.length > 0 ? ` (in ${lists.join(' and ')})` : '';
  return `template ${quoted(name)}${where}`;
}

function hasSubject(pod: JsonObject, { kind, name }: Subject): boolean {
  switch (kind) {
    case 'container':
      return containerLists.some((list) => findNamed(itemsOf(pod, list), name) !== undefined);
    case 'volume':
      return itemsOf(pod, 'volumes').some((volume) => nameOf(volume) === name);
    case 'pod':
      return true;
  }
}
