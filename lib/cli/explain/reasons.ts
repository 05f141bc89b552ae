import type { InjectReason, SkipReason } from '../../decide/decision.ts';
import { injectKey } from '../../decide/injection-request.ts';
import type { CallReason } from '../cluster/predict-calls.ts';

/** Why the webhook leaves a pod alone, for the person who wrote it, and what to do. */
export const skipTexts: Readonly<Record<SkipReason, string>> = {
  'not-a-pod-creation': 'only the creation of pods is looked at',
  'host-network': 'hostNetwork is true, and such pods are never injected',
  'system-namespace': 'pods of system namespaces are never injected',
  'switched-off': 'the injector is switched off',
  'opted-out': `${injectKey} is "false"`,
  'never-selector': 'a neverInjectSelector of the settings matches its labels',
  'policy-disabled': `the policy is disabled and the pod does not ask: set the label ${injectKey}: "true"`,
};

/** Why the webhook injects a pod. */
export const injectTexts: Readonly<Record<InjectReason, string>> = {
  requested: `${injectKey} is "true"`,
  'always-selector': 'an alwaysInjectSelector of the settings matches its labels',
  'policy-enabled': 'the policy is enabled',
};

/** Why the API server does not call the webhook, but for selectors, which are shown with what they ask. */
export const callTexts: Readonly<Record<CallReason, string>> = {
  matches: 'rules and selectors match',
  rules: "the webhook's rules do not ask for the creation of pods",
  'namespace-selector': 'its namespaceSelector does not match',
  'object-selector': 'its objectSelector does not match',
  'match-condition': 'a matchCondition of the webhook keeps it out',
  'namespace-unknown': 'the labels of its namespace are not known',
  'bad-selector': 'a selector cannot be read',
};
