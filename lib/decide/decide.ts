import type { Decision, DecisionConfiguration, TraceEntry, Undecided, Verdict } from './decision.ts';
import { type ConfiguredRule, configuredRules, type Finding, type RequestRule, requestRules } from './rules.ts';
import type { Subject } from './subject.ts';

const allRules: readonly ConfiguredRule[] = [...requestRules, ...configuredRules];

/**
 * Decides about one pod: the first rule that applies wins, and every rule that was looked at is in the trace. Without
 * configuration (null) only what the request alone decides is decided, so that no fault of the configuration can hold
 * up the pods that are never injected.
 */
export function decide(subject: Subject, configuration: DecisionConfiguration): Decision;
export function decide(subject: Subject, configuration: null): Decision | Undecided;
export function decide(subject: Subject, configuration: DecisionConfiguration | null): Decision | Undecided {
  return configuration === null
    ? decideBy(requestRules, ({ look }) => look(subject))
    : decideBy(allRules, ({ look }) => look(subject, configuration));
}

function decideBy<Rule extends Pick<RequestRule, 'name'>>(
  rules: readonly Rule[],
  look: (rule: Rule) => Finding,
): Decision | Undecided {
  const trace: TraceEntry[] = [];
  const warnings: string[] = [];
  for (const rule of rules) {
    const { verdict, saw, warning } = look(rule);
    trace.push({ rule: rule.name, applies: verdict !== null, saw });
    if (warning !== undefined) {
      warnings.push(warning);
    }
    if (verdict !== null) {
      return { ...verdict, trace, warnings };
    }
  }
  return { kind: 'undecided' };
}

/** The trace on one line: `pod-creation CREATE /v1/pods; host-network no; …; policy enabled => inject`. */
export function formatTrace({ kind, trace }: Verdict & { readonly trace: readonly TraceEntry[] }): string {
  let text = '';
  for (const { rule, saw } of trace) {
    text += `${text === '' ? '' : '; '}${rule} ${saw}`;
  }
  return `${text} => ${kind}`;
}
