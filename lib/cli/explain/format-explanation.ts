import { createColors } from 'picocolors';
import type { Call } from '../cluster/predict-calls.ts';
import { formatTable, wrapText } from '../output/format-table.ts';
import { describeChange, podChange } from '../trial/describe-change.ts';
import type { Explanation, VerdictKind } from './explanation.ts';
import { callTexts } from './reasons.ts';

/** What the last line begins with. */
const verdictWords: Readonly<Record<VerdictKind, string>> = {
  injected: 'INJECTED',
  'not-injected': 'NOT INJECTED',
  refused: 'REFUSED',
  fails: 'FAILS',
};

const paints = { injected: 'green', 'not-injected': 'yellow', refused: 'red', fails: 'red' } as const;

/** What surrounds an explanation. */
export interface Surroundings {
  readonly cluster: string;
  readonly fingerprint: string;
  readonly isAssumed: boolean;
  readonly notes: readonly string[];
  readonly color: boolean;
}

/** The whole story of one workload, and its verdict at the end. */
export function formatStory(explanation: Explanation, surroundings: Surroundings): string {
  const { workload, calls, decision } = explanation;
  const lines = [
    `${nameOf(explanation)} in namespace ${workload.namespace}`,
    `cluster ${surroundings.cluster}, configuration ${surroundings.fingerprint}`,
    '',
    ...callLines(calls, surroundings.isAssumed),
    ...(decision === null ? [] : ['', ...ruleLines(explanation, surroundings.color)]),
    ...changeLines(explanation),
    ...surroundings.notes.flatMap((note) => wrapText(`note: ${note}`)),
    '',
    ...verdictLines(explanation, surroundings.color),
  ];
  return `${lines.join('\n')}\n`;
}

/** One row for each workload. */
export function formatRows(explanations: readonly Explanation[], color: boolean): string {
  const paint = createColors(color);
  const rows = explanations.map((each) => [
    each.workload.namespace,
    nameOf(each),
    verdictWords[each.verdict],
    each.message,
  ]);
  return formatTable([['NAMESPACE', 'WORKLOAD', 'VERDICT', 'WHY'], ...rows], (cell, { row, column }) => {
    const verdict = explanations[row - 1]?.verdict;
    return verdict === undefined || column !== 2 ? cell : paint[paints[verdict]](cell);
  });
}

/** `Deployment web`. */
export function nameOf({ workload: { kind, name } }: Pick<Explanation, 'workload'>): string {
  return `${kind} ${name || '(no name)'}`;
}

function callLines(calls: readonly Call[], isAssumed: boolean): readonly string[] {
  const head = isAssumed
    ? 'The API server, with the webhook configuration that manifest prints (none was given):'
    : 'The API server calls, in this order:';
  const shown = calls.filter(({ because, webhook }) => because !== 'rules' || webhook.own !== null);
  const rows = shown.map((call) => [`  ${call.webhook.configuration}`, calledWords[call.called], whyCalled(call)]);
  return [...wrapText(head), ...(rows.length === 0 ? ['  nothing'] : formatTable(rows).trimEnd().split('\n'))];
}

const calledWords = { yes: 'called', no: 'not called', unknown: 'called?' } as const;

function whyCalled({ webhook, because, notEvaluated }: Call): string {
  const own = webhook.own === null ? (webhook.otherInjector ?? webhook.name) : 'this injector';
  const open = notEvaluated.length === 0 ? '' : `; matchConditions not evaluated: ${notEvaluated.join(', ')}`;
  return `${own}: ${callTexts[because]}${open}`;
}

function ruleLines({ decision }: Explanation, color: boolean): readonly string[] {
  const paint = createColors(color);
  const trace = decision?.trace ?? [];
  const width = Math.max(...trace.map(({ rule }) => rule.length));
  const rules = trace.map(
    ({ rule, saw, applies }) => `${applies ? paint.bold('=>') : '  '} ${rule.padEnd(width)}  ${saw}`,
  );
  return ['The webhook looks at its rules; the first that applies decides:', ...rules];
}

function changeLines({ outcome, workload }: Explanation): readonly string[] {
  if (outcome?.kind !== 'injected') {
    return [];
  }
  const what = describeChange(podChange(workload.pod, outcome.pod));
  return ['', ...wrapText(`Template ${outcome.templates.join(', ')}: ${what}.`)];
}

function verdictLines({ verdict, message }: Explanation, color: boolean): readonly string[] {
  const paint = createColors(color);
  const word = verdictWords[verdict];
  const [first = '', ...more] = wrapText(`${word}: ${message}`);
  return [first.replace(word, paint.bold(paint[paints[verdict]](word))), ...more];
}
