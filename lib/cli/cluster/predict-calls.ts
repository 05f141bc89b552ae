import type { JsonObject } from '../../json/json-value.ts';
import { KubeError } from '../../kube/errors.ts';
import { decodeSelector, type LabelSelector, matchesSelector } from '../../kube/label-selector.ts';
import { matchConditionsHold } from '../manifest/match-conditions.ts';
import { labelsIn } from './json-path.ts';
import { asksForPods, type Webhook } from './webhook.ts';

/** Whether the API server calls a webhook for a pod, and what decided that. */
export interface Call {
  readonly webhook: Webhook;
  readonly called: 'yes' | 'no' | 'unknown';
  readonly because: CallReason;
  /** Names of match conditions that were not evaluated: they are not ours. */
  readonly notEvaluated: readonly string[];
}

export type CallReason =
  | 'matches'
  | 'rules'
  | 'namespace-selector'
  | 'object-selector'
  | 'match-condition'
  | 'namespace-unknown'
  | 'bad-selector';

/** A pod that is created, and where. */
export interface Creation {
  readonly pod: JsonObject;
  readonly namespace: string;
  /** Undefined where they are not known. */
  readonly namespaceLabels: Readonly<Record<string, string>> | undefined;
}

/** The label that every namespace carries with its own name. */
export const namespaceNameLabel = 'kubernetes.io/metadata.name';

/**
 * What an API server would do, as k8s.io/apiserver's generic webhook admission decides: selectors, rules, then match
 * conditions. Labels that an earlier webhook changes are not foreseen, and neither are match conditions of others:
 * those are taken to hold, and named.
 */
export function predictCalls(webhooks: readonly Webhook[], creation: Creation): readonly Call[] {
  return webhooks.map((webhook) => predictCall(webhook, creation));
}

function predictCall(webhook: Webhook, creation: Creation): Call {
  const made = (called: Call['called'], because: CallReason, notEvaluated: readonly string[] = []): Call => ({
    ...{ webhook, called, because, notEvaluated },
  });
  if (!asksForPods(webhook)) {
    return made('no', 'rules');
  }
  try {
    const selected = selectsNamespace(decode(webhook.namespaceSelector), creation);
    if (selected === 'no') {
      return made('no', 'namespace-selector');
    }
    if (!matchesSelector(decode(webhook.objectSelector), labelsIn(creation.pod, 'metadata', 'labels'))) {
      return made('no', 'object-selector');
    }
    const { holds, notEvaluated } = matchConditionsHold(webhook.matchConditions, creation.pod);
    if (!holds) {
      return made('no', 'match-condition', notEvaluated);
    }
    return made(selected, selected === 'unknown' ? 'namespace-unknown' : 'matches', notEvaluated);
  } catch (error) {
    if (error instanceof KubeError) {
      return made('unknown', 'bad-selector');
    }
    throw error;
  }
}

function decode(selector: JsonObject): LabelSelector {
  return decodeSelector(selector) ?? {};
}

/** With labels not known, what asks for the namespace's name alone can still be answered. */
function selectsNamespace(selector: LabelSelector, { namespace, namespaceLabels }: Creation): Call['called'] {
  const named = { ...namespaceLabels, [namespaceNameLabel]: namespace };
  if (namespaceLabels !== undefined) {
    return matchesSelector(selector, named) ? 'yes' : 'no';
  }
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const byName = {
    matchLabels: Object.fromEntries(Object.entries(matchLabels).filter(([key]) => key === namespaceNameLabel)),
    matchExpressions: matchExpressions.filter(({ key }) => key === namespaceNameLabel),
  };
  if (!matchesSelector(byName, named)) {
    return 'no';
  }
  const asked = Object.keys(matchLabels).length + matchExpressions.length;
  const answered = Object.keys(byName.matchLabels).length + byName.matchExpressions.length;
  return asked === answered ? 'yes' : 'unknown';
}
