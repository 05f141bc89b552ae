import { plural } from '../output/plural.ts';
import { formatRequests } from './added-requests.ts';
import type { ReportItem } from './report.ts';

/** Kinds that `kubectl rollout restart` takes. */
const restartable: ReadonlySet<string> = new Set(['Deployment', 'DaemonSet', 'StatefulSet']);

/** One workload whose pods have to be made anew. */
export interface PlanStep {
  readonly namespace: string;
  /** For a shell; a comment where kubectl has no command for it. */
  readonly command: string;
  readonly pods: number;
  readonly adds: string;
}

/** What brings all pods to their present sidecar, by namespace, each workload once. */
export function restartPlan(items: readonly ReportItem[]): readonly PlanStep[] {
  const due = items.filter(({ state }) => state === 'outdated' || state === 'missing' || state === 'stripped');
  const steps = new Map<string, ReportItem>();
  for (const item of due) {
    const key = [item.namespace, item.kind, item.name].join('\n');
    const before = steps.get(key);
    steps.set(key, before === undefined ? item : together(before, item));
  }
  return [...steps.values()].map((item) => ({
    ...{ namespace: item.namespace, command: commandFor(item), pods: item.pods.length },
    adds: formatRequests(item.adds),
  }));
}

function together(one: ReportItem, other: ReportItem): ReportItem {
  const adds = { cpu: one.adds.cpu + other.adds.cpu, memory: one.adds.memory + other.adds.memory };
  return { ...one, adds, pods: [...one.pods, ...other.pods] };
}

function commandFor({ namespace, kind, name }: ReportItem): string {
  if (restartable.has(kind)) {
    return `kubectl rollout restart ${kind.toLowerCase()}/${name} -n ${namespace}`;
  }
  return kind === 'Job' || kind === 'CronJob'
    ? `# ${kind} ${namespace}/${name}: its next run gets the present sidecar`
    : `# ${kind} ${namespace}/${name}: delete its pods and create them again`;
}

/** The plan as lines for a shell, a comment above each namespace and workload. */
export function formatPlan(steps: readonly PlanStep[]): string {
  const lines = steps.flatMap(({ namespace, command, pods, adds }, index) => [
    ...(steps[index - 1]?.namespace === namespace ? [] : [`# namespace ${namespace}`]),
    `${command}  # ${plural(pods, 'pod')}: ${adds}`,
  ]);
  return lines.map((line) => `${line}\n`).join('');
}
