import type { TrialEvent } from './built-in-events.ts';

/** What a version said to one event: the payload, or what Lambda says went wrong. */
export type Invocation =
  | { readonly kind: 'answered'; readonly payload: string }
  | { readonly kind: 'failed'; readonly cause: string };

/** What CodeDeploy sends a hook. */
export interface HookEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
}

/** What the hook needs of AWS. */
export interface HookParts {
  readonly newVersion: string;
  readonly liveVersion: string;
  readonly invoke: (version: string, event: object) => Promise<Invocation>;
  readonly report: (event: HookEvent, status: 'Succeeded' | 'Failed') => Promise<void>;
  /** Writes one line of JSON, without its end. */
  readonly log: (line: string) => void;
}

/** How one built-in review went. */
interface Trial {
  readonly name: string;
  readonly newVersion: string;
  readonly liveVersion: string;
  readonly isWorse: boolean;
}

/**
 * Makes the hook that CodeDeploy calls before a new version gets traffic. It sends the built-in reviews to the new
 * version and to the one that serves now, and refuses a version that leaves a review without an answer where the one
 * that serves gives one. Where both leave it without, parameters are the reason: that is not held against the code.
 */
export function createBeforeTraffic(
  parts: HookParts,
  events: readonly TrialEvent[],
): (event: HookEvent) => Promise<void> {
  return async (event) => {
    const trials: Trial[] = [];
    for (const { name, event: review } of events) {
      trials.push(await trialOf(name, review, parts));
    }
    const isWorse = trials.some((trial) => trial.isWorse);
    parts.log(JSON.stringify({ level: isWorse ? 'error' : 'info', event: 'before-traffic', trials }));
    await parts.report(event, isWorse ? 'Failed' : 'Succeeded');
  };
}

async function trialOf(name: string, review: object, parts: HookParts): Promise<Trial> {
  const [newVersion, liveVersion] = await Promise.all([
    verdictOf(parts.invoke(parts.newVersion, review)),
    verdictOf(parts.invoke(parts.liveVersion, review)),
  ]);
  return { name, newVersion, liveVersion, isWorse: newVersion !== answered && liveVersion === answered };
}

const answered = 'answered';

async function verdictOf(invocation: Promise<Invocation>): Promise<string> {
  const result = await invocation.catch((error: unknown): Invocation => ({ kind: 'failed', cause: String(error) }));
  return result.kind === 'failed' ? result.cause : verdictOfPayload(result.payload);
}

/** A review is answered with 200 and a body; what the answer is depends on parameters. */
function verdictOfPayload(payload: string): string {
  const answer = parse(payload);
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
    return 'no answer to an HTTP request';
  }
  return answer.statusCode === 200 ? answered : `status ${String(answer.statusCode)}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
