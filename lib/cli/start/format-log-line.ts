import { createColors } from 'picocolors';
import { parseJson } from '../../json/json-text.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { valueAt } from '../../json/member.ts';
import { textIn } from '../cluster/json-path.ts';

/** Outcomes that people look for, and their colours; others are red. */
const paints: Readonly<Record<string, 'green' | 'yellow' | 'gray'>> = {
  injected: 'green',
  skipped: 'yellow',
  health: 'gray',
};

/**
 * One line of our log for a terminal: time, outcome, whose pod, why, and how long it took. What is wrong with the
 * configuration or the request stands at its end.
 * @param line JSON, as `formatRequestLine` writes it
 */
export function formatLogLine(line: string, color: boolean): string {
  const paint = createColors(color);
  const entry = parseJson(line);
  const outcome = textIn(entry, 'outcome');
  const whose = [textIn(entry, 'namespace'), textIn(entry, 'workload')].filter((part) => part !== '').join('/');
  const cluster = textIn(entry, 'cluster');
  const parts = [
    textIn(entry, 'time').slice(11, 19),
    paint[paints[outcome] ?? 'red'](outcome.padEnd(8)),
    whose,
    cluster === '' || cluster === 'default' ? '' : `[${cluster}]`,
    textIn(entry, 'reason'),
    `${String(valueAt(entry, 'milliseconds') ?? 0)} ms`,
    paint.red(troubleOf(entry)),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function troubleOf(entry: JsonValue): string {
  const trouble = [
    textIn(entry, 'problem'),
    textIn(entry, 'error', 'message'),
    textIn(entry, 'error', 'cause', 'message'),
    textIn(entry, 'stale', 'cause'),
  ];
  return [...new Set(trouble)]
    .filter((part) => part !== '')
    .join(': ')
    .replaceAll('\n', ' ');
}
