import { codeFrameColumns } from '@babel/code-frame';
import { createColors } from 'picocolors';
import { wrapText } from '../output/format-table.ts';
import { plural } from '../output/plural.ts';
import type { Finding, FindingPlace } from './finding.ts';

/** What is printed around findings. */
export interface FindingsView {
  readonly color: boolean;
  /** The text of a parameter; undefined where it is not to be shown. */
  readonly textOf: (parameter: string) => string | undefined;
}

/** Findings for people: code, place and message of each, and the lines around its place. */
export function formatFindings(findings: readonly Finding[], view: FindingsView): string {
  return findings.map((each) => formatFinding(each, view)).join('\n');
}

/** `2 errors, 1 warning`. */
export function countFindings(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return `${plural(errors, 'error')}, ${plural(findings.length - errors, 'warning')}`;
}

/** Whether a command that found this ends with exit code 1. */
export function isBad(findings: readonly Finding[], strict: boolean): boolean {
  return findings.some(({ severity }) => strict || severity === 'error');
}

function formatFinding(each: Finding, view: FindingsView): string {
  const paint = createColors(view.color);
  const severity = each.severity === 'error' ? paint.red('error') : paint.yellow('warning');
  const message = wrapText(each.message, 78).map((line) => `  ${line}\n`);
  return `${paint.bold(each.code)} ${severity} ${placeOf(each)}\n${message.join('')}${seenOn(each)}${frameOf(each, view)}`;
}

function seenOn({ seenOn: pods = [] }: Finding): string {
  const [first, ...more] = pods;
  return first === undefined ? '' : `  seen on ${first}${more.length === 0 ? '' : ` and ${more.length} more`}\n`;
}

function placeOf({ parameter, line, column }: FindingPlace): string {
  return [parameter, line, column].filter((part) => part !== undefined).join(':');
}

function frameOf({ parameter, line, column }: Finding, { textOf }: FindingsView): string {
  const text = line === undefined ? undefined : textOf(parameter);
  if (text === undefined || line === undefined) {
    return '';
  }
  const start = column === undefined ? { line } : { line, column };
  const frame = codeFrameColumns(text, { start }, { linesAbove: 1, linesBelow: 1 });
  return `${frame
    .split('\n')
    .map((each) => `  ${each}`.trimEnd())
    .join('\n')}\n`;
}
