import { decodeSelector, matchesSelector } from '../../kube/label-selector.ts';
import { CommandError } from '../errors.ts';
import { namespaceSelector } from '../manifest/webhook-configuration.ts';

/** Whether the API server would call the webhook at all; `unknown` without the namespace's labels. */
export type Selection = 'called' | 'not-called' | 'unknown';

/** A namespace, and the label that opts in. */
export interface NamespaceOptions {
  readonly namespace: string;
  /** `KEY=VALUE,KEY=VALUE`. */
  readonly namespaceLabels?: string;
  readonly namespaceLabel: string;
}

/** Evaluates the namespaceSelector of the generated manifest, as the API server does. */
export function selectNamespace({ namespace, namespaceLabels, namespaceLabel }: NamespaceOptions): Selection {
  if (namespaceLabels === undefined) {
    return 'unknown';
  }
  // Every namespace carries its name as a label.
  const labels = { ...parseLabels(namespaceLabels), 'kubernetes.io/metadata.name': namespace };
  return matchesSelector(decodeSelector(namespaceSelector(namespaceLabel)), labels) ? 'called' : 'not-called';
}

function parseLabels(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(pairs.map(parseLabel));
}

function parseLabel(pair: string): readonly [string, string] {
  const equals = pair.indexOf('=');
  if (equals < 1) {
    const problem = `--namespace-labels: ${JSON.stringify(pair)} is not KEY=VALUE`;
    throw new CommandError(`${problem}; write them as sidecar-injection=enabled,team=shop`, { code: 'usage' });
  }
  return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
}
