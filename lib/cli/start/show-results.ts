import Table from 'cli-table3';
import jsonPatch from 'fast-json-patch';
import { createColors } from 'picocolors';
import { stringifyJson } from '../../json/json-text.ts';
import type { JsonArray, JsonObject } from '../../json/json-value.ts';
import { formatYaml } from '../../yaml/format-yaml.ts';
import { formatDiff } from '../text-diff.ts';
import type { RowResult } from './demonstration.ts';

/** The rows as a table: row, decision, reason, latency. */
export function formatResults(results: readonly RowResult[], color: boolean): string {
  const paint = createColors(color);
  const table = new Table({
    head: ['row', 'decision', 'reason', 'latency'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'left', 'right'],
  });
  for (const { row, reply } of results) {
    const decision = reply === null ? 'not called' : verdictOf(reply);
    const shown = decision === 'inject' ? paint.green(decision) : decision;
    const latency = reply === null ? '-' : `${reply.milliseconds.toFixed(1)} ms`;
    const reason = reply === null ? 'namespace-selector' : reply.reason || reply.problem;
    table.push([row.name, isAsExpected({ row, reply }) ? shown : paint.red(shown), reason, latency]);
  }
  return `${table.toString()}\n`;
}

/** Whether a row came out as the truth table has it. */
export function isAsExpected({ row, reply }: RowResult): boolean {
  const isInjected = reply !== null && reply.status === 200 && reply.allowed && reply.operations.length > 0;
  const isAnswered = reply === null || (reply.status === 200 && reply.allowed);
  return isAnswered && isInjected === row.injected;
}

/** The first injected pod before and after, as a diff; empty where none was injected. */
export function formatExample(results: readonly RowResult[], color: boolean): string {
  const injected = results.find(({ reply }) => reply !== null && reply.operations.length > 0);
  if (injected === undefined || injected.reply === null) {
    return '';
  }
  const { row, reply } = injected;
  const after = decodePatched(row.pod, reply.operations);
  return `${formatDiff(formatYaml(row.pod), formatYaml(after), { from: 'the pod', to: 'the pod, injected', color })}\n`;
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
