import jsonPatch from 'fast-json-patch';
import { createColors } from 'picocolors';
import { stringifyJson } from '../../json/json-text.ts';
import type { JsonArray, JsonObject } from '../../json/json-value.ts';
import { withMetadata } from '../../kube/pod/metadata.ts';
import { formatYaml } from '../../yaml/format-yaml.ts';
import { formatTable, wrapText } from '../output/format-table.ts';
import { formatDiff } from '../text-diff.ts';
import { bookkeeping, describeChange, podChange } from '../trial/describe-change.ts';
import type { RowResult } from './demonstration.ts';

/** The rows as a table of at most 72 characters. */
export function formatResults(results: readonly RowResult[], color: boolean): string {
  const paint = createColors(color);
  const cells = results.map((result) => {
    const { row, reply } = result;
    const reason = reply === null ? 'namespace-selector' : reply.reason || reply.problem;
    return [row.selector, row.policy, row.annotation, resultOf(result), reason];
  });
  const head = ['SELECTOR', 'POLICY', 'ANNOTATION', 'RESULT', 'WHY'];
  return formatTable([head, ...cells], (cell, { row, column }) => {
    const result = results[row - 1];
    return result === undefined || column !== resultColumn ? cell : paint[colorOf(result)](cell);
  });
}

const resultColumn = 3;

function resultOf({ reply }: RowResult): string {
  return reply === null ? 'not called' : verdictOf(reply);
}

/** Green for pods that are injected, red for what should not be. */
function colorOf(result: RowResult): 'green' | 'yellow' | 'gray' | 'red' {
  if (!isAsExpected(result)) {
    return 'red';
  }
  const { reply } = result;
  return reply === null ? 'gray' : reply.operations.length > 0 ? 'green' : 'yellow';
}

/** Whether a row came out as the truth table has it. */
export function isAsExpected({ row, reply }: RowResult): boolean {
  const isInjected = reply !== null && reply.status === 200 && reply.allowed && reply.operations.length > 0;
  const isAnswered = reply === null || (reply.status === 200 && reply.allowed);
  return isAnswered && isInjected === row.injected;
}

/**
 * The first injected pod: what was added in one sentence, and the pod before and after as a diff, without the
 * annotations in which we keep our books; empty where none was injected.
 */
export function formatExample(results: readonly RowResult[], color: boolean): string {
  const injected = results.find(({ reply }) => reply !== null && reply.operations.length > 0);
  if (injected === undefined || injected.reply === null) {
    return '';
  }
  const { row, reply } = injected;
  const after = withoutBookkeeping(decodePatched(row.pod, reply.operations));
  const sentence = wrapText(`Pod checkout: the injection ${describeChange(podChange(row.pod, after))}.`);
  const diff = formatDiff(formatYaml(row.pod), formatYaml(after), { from: 'the pod', to: 'the pod, injected', color });
  return `${sentence.join('\n')}\n\n${diff}\n`;
}

function withoutBookkeeping(pod: JsonObject): JsonObject {
  const noMore = Object.fromEntries([...bookkeeping].map((key) => [key, null]));
  return withMetadata(pod, 'annotations', noMore);
}

function verdictOf({ status, allowed, decision }: NonNullable<RowResult['reply']>): string {
  if (status !== 200) {
    return `error ${status}`;
  }
  return allowed ? decision : 'refused';
}

/** What a JSON Patch makes of a pod is JSON again. */
function decodePatched(pod: JsonObject, operations: JsonArray): JsonObject {
  const decoded = JSON.parse(stringifyJson(operations)) as jsonPatch.Operation[];
  return jsonPatch.applyPatch(structuredClone(pod), decoded).newDocument as JsonObject;
}
