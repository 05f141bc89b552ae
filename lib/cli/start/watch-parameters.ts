import { createColors } from 'picocolors';
import { describeProblem } from '../../config/config-problem.ts';
import type { SnapshotAnswer, SnapshotProvider } from '../../config/snapshot-provider.ts';
import { describeSwitch } from '../../config/switch.ts';
import { finishedAnswer } from '../open-provider.ts';

/** Between two looks at the files, in milliseconds. */
const lookMs = 400;

/** What is served. */
export interface WatchedParameters {
  readonly provider: SnapshotProvider;
  readonly clusters: readonly string[];
}

/** Tells whenever a saved file makes a cluster's configuration another one, or a bad one, until it is stopped. */
export function watchParameters(
  { provider, clusters }: WatchedParameters,
  tell: (line: string) => void,
  color: boolean,
): { readonly stop: () => void } {
  const known = new Map<string, string>();
  let isStopped = false;
  const look = async (): Promise<void> => {
    for (const cluster of clusters) {
      const line = describeAnswer(cluster, await finishedAnswer(provider, cluster), color);
      if (known.has(cluster) && known.get(cluster) !== line && !isStopped) {
        tell(line);
      }
      known.set(cluster, line);
    }
  };
  const timer = setInterval(() => void look().catch(() => undefined), lookMs);
  timer.unref();
  void look().catch(() => undefined);
  return {
    stop: () => {
      isStopped = true;
      clearInterval(timer);
    },
  };
}

/** `default: good, configuration ab12…`, or what is wrong and what goes on being served. */
function describeAnswer(cluster: string, answer: SnapshotAnswer, color: boolean): string {
  const paint = createColors(color);
  const off = answer.switch.kind === 'off' ? paint.yellow(`; ${describeSwitch(answer.switch)}`) : '';
  switch (answer.kind) {
    case 'fresh':
      return `${cluster}: ${paint.green('good')}, configuration ${answer.snapshot.fingerprint}${off}`;
    case 'stale':
      return `${cluster}: ${paint.red('bad')}, still serving ${answer.snapshot.fingerprint}: ${answer.cause}${off}`;
    case 'unavailable':
      return `${cluster}: ${paint.red('bad')}, nothing to serve: ${answer.problems.map(describeProblem).join('; ') || answer.cause}`;
  }
}
