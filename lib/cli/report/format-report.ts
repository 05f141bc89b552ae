import { createColors } from 'picocolors';
import { formatTable } from '../output/format-table.ts';
import { plural } from '../output/plural.ts';
import { type PodState, podStates } from './pod-state.ts';
import type { ReportItem } from './report.ts';

/** Shown only where all are asked for: nothing is to be done about them. */
const fine: ReadonlySet<PodState> = new Set(['current', 'not-wanted']);
const paints = {
  stripped: 'red',
  missing: 'red',
  refused: 'red',
  outdated: 'yellow',
  unknown: 'yellow',
  current: 'green',
  'not-wanted': 'gray',
} as const;

/** A row for each workload and state. */
export function formatItems(
  items: readonly ReportItem[],
  { all, color }: { readonly all: boolean; readonly color: boolean },
): string {
  const paint = createColors(color);
  const shown = items.filter(({ state }) => all || !fine.has(state));
  if (shown.length === 0) {
    return '';
  }
  const rows = shown.map(({ namespace, kind, name, state, pods, why }) => [
    ...[namespace, `${kind}/${name}`, state, String(pods.length), why],
  ]);
  return formatTable([['NAMESPACE', 'WORKLOAD', 'STATE', 'PODS', 'WHY'], ...rows], (cell, { row, column }) => {
    const state = shown[row - 1]?.state;
    return state === undefined || column !== 2 ? cell : paint[paints[state]](cell);
  });
}

/** `12 pods: 10 current, 2 outdated`. */
export function formatTotals(totals: Readonly<Record<PodState, number>>): string {
  const counted = podStates.filter((state) => totals[state] > 0).map((state) => `${totals[state]} ${state}`);
  const sum = podStates.reduce((all, state) => all + totals[state], 0);
  return `${plural(sum, 'pod')}: ${counted.join(', ')}\n`;
}
