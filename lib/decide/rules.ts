import { type LabelSelector, matchesSelector } from '../kube/label-selector.ts';
import type { DecisionConfiguration, RuleName, Verdict } from './decision.ts';
import { injectionRequest, injectKey } from './injection-request.ts';
import type { Subject } from './subject.ts';
import { isSystemNamespace } from './system-namespaces.ts';

/** What a rule found: a verdict, or null to go on; what it saw; perhaps a warning. */
export interface Finding {
  readonly verdict: Verdict | null;
  readonly saw: string;
  readonly warning?: string;
}

/** A rule that looks at the request alone. */
export interface RequestRule {
  readonly name: RuleName;
  readonly look: (subject: Subject) => Finding;
}

/** A rule that needs the cluster's configuration. */
export interface ConfiguredRule {
  readonly name: RuleName;
  readonly look: (subject: Subject, configuration: DecisionConfiguration) => Finding;
}

const podCreation = 'CREATE /v1/pods';
const maxShown = 40;

/**
 * The first part of the decision order. The two security rules stand here: nothing that a configuration or a pod says
 * is looked at before them.
 */
export const requestRules: readonly RequestRule[] = [
  {
    name: 'pod-creation',
    look: ({ operation, target }) => {
      const what = `${operation} ${target}`;
      return finding(what === podCreation ? null : skip('not-a-pod-creation'), show(what));
    },
  },
  {
    name: 'host-network',
    look: ({ hostNetwork }) => finding(hostNetwork ? skip('host-network') : null, hostNetwork ? 'yes' : 'no'),
  },
  {
    name: 'system-namespace',
    look: ({ namespace }) => finding(isSystemNamespace(namespace) ? skip('system-namespace') : null, show(namespace)),
  },
];

/** The second part of the decision order; the last rule always decides. */
export const configuredRules: readonly ConfiguredRule[] = [
  {
    name: 'switch',
    look: (_, { policy, switchedOff }) => {
      const off = switchedOff === undefined ? undefined : show(`${switchedOff.parameter} off: ${switchedOff.reason}`);
      const saw = off ?? (policy === 'off' ? 'policy off' : undefined);
      return saw === undefined ? finding(null, 'on') : finding(skip('switched-off'), saw);
    },
  },
  { name: 'request', look: lookAtRequest },
  { name: 'request-value', look: lookAtRequestValue },
  {
    name: 'never-selector',
    look: ({ labels }, { settings }) =>
      lookAtSelectors(settings.neverInjectSelector, { labels, verdict: skip('never-selector') }),
  },
  {
    name: 'always-selector',
    look: ({ labels }, { settings }) =>
      lookAtSelectors(settings.alwaysInjectSelector, {
        labels,
        verdict: { kind: 'inject', reason: 'always-selector' },
      }),
  },
  {
    name: 'policy',
    look: (_, { policy }) =>
      finding(policy === 'enabled' ? { kind: 'inject', reason: 'policy-enabled' } : skip('policy-disabled'), policy),
  },
];

function lookAtRequest(subject: Subject, { settings }: DecisionConfiguration): Finding {
  const { kind, source, value } = injectionRequest(subject, settings.asksExactly);
  const saw = source === 'neither' ? 'none' : `${source} ${quote(value)}`;
  const warned =
    value === kind || source === 'neither'
      ? {}
      : { warning: `${source} ${injectKey}: ${quote(value)} is ${kind} up to Istio 1.26 only; write "${kind}"` };
  switch (kind) {
    case 'true':
      return { ...finding({ kind: 'inject', reason: 'requested' }, saw), ...warned };
    case 'false':
      return { ...finding(skip('opted-out'), saw), ...warned };
    default:
      return finding(null, saw);
  }
}

function lookAtRequestValue(subject: Subject, { settings }: DecisionConfiguration): Finding {
  const { kind, source, value } = injectionRequest(subject, settings.asksExactly);
  if (kind !== 'unclear') {
    return finding(null, 'nothing to warn of');
  }
  const warning = `${source} ${injectKey}: ${quote(value)} is ignored; write "true" or "false"`;
  return { ...finding(null, `ignored ${quote(value)}`), warning };
}

function lookAtSelectors(
  selectors: readonly LabelSelector[],
  { labels, verdict }: { readonly labels: Subject['labels']; readonly verdict: Verdict },
): Finding {
  const index = selectors.findIndex((selector) => !isEmpty(selector) && matchesSelector(selector, labels));
  return index < 0 ? finding(null, `none of ${selectors.length}`) : finding(verdict, `number ${index + 1}`);
}

/** In Kubernetes an empty selector matches everything; here, as in Istio, nothing. */
function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

function finding(verdict: Verdict | null, saw: string): Finding {
  return { verdict, saw };
}

function skip(reason: Extract<Verdict, { kind: 'skip' }>['reason']): Verdict {
  return { kind: 'skip', reason };
}

function quote(value: string): string {
  return JSON.stringify(show(value));
}

/** Bounded, for traces and warnings: label values are short, annotations need not be. */
function show(value: string): string {
  return value.length > maxShown ? `${value.slice(0, maxShown).toWellFormed()}…` : value;
}
