import type { Decision, DecisionConfiguration, TraceEntry, Undecided, Verdict } from './decision.ts';
import { configuredRules, type Finding, requestRules } from './rules.ts';
import type { Subject } from './subject.ts';

/** A rule with its inputs already given. */
interface BoundRule {
  readonly name: TraceEntry['rule'];
  readonly look: () => Finding;
}

/**
 * Decides about one pod: the first rule that applies wins, and every rule that was looked at is in the trace. Without
 * configuration (null) only what the request alone decides is decided, so that no fault of the configuration can hold
 * up the pods that are never injected.
 */
export function decide(subject: Subject, configuration: DecisionConfiguration): Decision;
export function decide(subject: Subject, configuration: null): Decision | Undecided;
export function decide(subject: Subject, configuration: DecisionConfiguration | null): Decision | Undecided {
  const trace: TraceEntry[] = [];
  const warnings: string[] = [];
  for (const { name, look } of boundRules(subject, configuration)) {
    const { verdict, saw, warning } = look();
    trace.push({ rule: name, applies: verdict !== null, saw });
    warnings.push(...(warning === undefined ? [] : [warning]));
    if (verdict !== null) {
      return { ...verdict, trace, warnings };
    }
  }
  return { kind: 'undecided' };
}

/** The trace on one line: `pod-creation CREATE /v1/pods; host-network no; …; policy enabled => inject`. */
export function formatTrace({ kind, trace }: Verdict & { readonly trace: readonly TraceEntry[] }): string {
  return `${trace.map(({ rule, saw }) => `${rule} ${saw}`).join('; ')} => ${kind}`;
}

function boundRules(subject: Subject, configuration: DecisionConfiguration | null): readonly BoundRule[] {
  const first = requestRules.map(({ name, look }) => ({ name, look: () => look(subject) }));
  return configuration === null
    ? first
    : [...first, ...configuredRules.map(({ name, look }) => ({ name, look: () => look(subject, configuration) }))];
}
