import { structuredPatch } from 'diff';
import { recordAnnotation } from '../../inject/again/record.ts';
import { statusAnnotation } from '../../inject/again/status.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { withMetadata } from '../../kube/pod/metadata.ts';
import { formatYaml } from '../../yaml/format-yaml.ts';
import { formatDiff } from '../text-diff.ts';
import type { Trial } from './try-pod.ts';

/** What a change means for a pod: it comes out otherwise, is newly refused, or its injection newly fails. */
export type ChangeKind = 'changed' | 'refused' | 'failed';

/** Pods that change alike. */
export interface PodChange {
  readonly kind: ChangeKind;
  /** Names, as they were added. */
  readonly members: readonly string[];
  /** How many pods the members stand for. */
  readonly pods: number;
  /** Of one of them, as a unified diff. */
  readonly diff: string;
}

/** How many pods stay equal, and the others in groups, the largest first. */
export interface PodComparison {
  readonly equal: number;
  readonly changes: readonly PodChange[];
}

/** One pod under two configurations. */
export interface ComparedPod {
  readonly name: string;
  /** How many pods it stands for; 1 by default. */
  readonly count?: number;
  readonly before: Outcome;
  readonly after: Outcome;
}

/** What became of a pod, or why there was no configuration for it. */
export type Outcome = Pick<Trial, 'pod'> & { readonly outcome: Trial['outcome'] | NoConfiguration };

interface NoConfiguration {
  readonly kind: 'no-configuration';
  readonly message: string;
}

interface Group {
  readonly kind: ChangeKind;
  readonly members: string[];
  readonly diff: () => string;
  pods: number;
}

/** Compares pods one by one, and groups equal changes. */
export class PodComparer {
  readonly #groups = new Map<string, Group>();
  readonly #color: boolean;
  #equal = 0;

  constructor(color: boolean) {
    this.#color = color;
  }

  add({ name, count = 1, before, after }: ComparedPod): void {
    // Where there was nothing before, the pod as it came tells best what it gets.
    const from = isWithoutConfiguration(before) ? podText(before) : textOf(before);
    const to = isWithoutConfiguration(before) && isWithoutConfiguration(after) ? from : textOf(after);
    if (from === to) {
      this.#equal += count;
      return;
    }
    const kind = kindOf(before, after);
    const key = JSON.stringify([kind, ...changedLines(from, to)]);
    const options = { from: `${name} (before)`, to: `${name} (after)`, color: this.#color };
    const group = this.#groups.get(key) ?? { kind, members: [], pods: 0, diff: () => formatDiff(from, to, options) };
    group.members.push(name);
    group.pods += count;
    this.#groups.set(key, group);
  }

  result(): PodComparison {
    const changes = [...this.#groups.values()].map(({ diff, ...group }) => ({ ...group, diff: diff() }));
    return { equal: this.#equal, changes: changes.sort((a, b) => b.pods - a.pods) };
  }
}

function kindOf(before: Outcome, after: Outcome): ChangeKind {
  if (after.outcome.kind === 'refused' && before.outcome.kind !== 'refused') {
    return 'refused';
  }
  const fails = after.outcome.kind === 'failed' || isWithoutConfiguration(after);
  return fails && before.outcome.kind !== 'failed' ? 'failed' : 'changed';
}

/** What can be compared of an outcome: the pod without our bookkeeping, or why there is none. */
function textOf(tried: Outcome): string {
  const { outcome } = tried;
  switch (outcome.kind) {
    case 'refused':
      return `refused: ${outcome.message}\n`;
    case 'failed':
      return `fails: ${outcome.message}\n`;
    case 'no-configuration':
      return `no configuration: ${outcome.message}\n`;
    default:
      return podText(tried);
  }
}

function podText({ pod }: Outcome): string {
  return formatYaml(withoutBookkeeping(pod));
}

function isWithoutConfiguration({ outcome }: Outcome): boolean {
  return outcome.kind === 'no-configuration';
}

/** A pod without the annotations in which an injection records what it did: those follow from the rest. */
export function withoutBookkeeping(pod: JsonObject): JsonObject {
  return withMetadata(pod, 'annotations', { [statusAnnotation]: null, [recordAnnotation]: null });
}

/** Lines that go and come, without the unchanged ones around them: equal for pods that change alike. */
function changedLines(from: string, to: string): readonly string[] {
  const { hunks } = structuredPatch('', '', from, to, '', '', { context: 0 });
  return hunks.flatMap(({ lines }) => lines);
}
