import { stringifyJson } from '../../json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { formatYaml } from '../../yaml/format-yaml.ts';
import type { CommandIo } from '../command.ts';
import { formatDiff } from '../text-diff.ts';
import type { FilePart } from './inject-file.ts';

/** What `-o` takes where files are changed. */
export const partFormats = ['yaml', 'json', 'diff'] as const;

/** The parts of all files as text; `what` says what became of those that changed. */
export function formatParts(
  parts: readonly FilePart[],
  format: string,
  { color, what }: Pick<CommandIo, 'color'> & { readonly what: string },
): string {
  if (format === 'json') {
    return formatAsJson(parts);
  }
  return format === 'diff' ? parts.map((part) => diffOf(part, color, what)).join('') : parts.map(textOf).join('');
}

function textOf(part: FilePart): string {
  return part.kind === 'document' && part.injected !== undefined ? formatYaml(part.injected) : part.text;
}

/** One document as it is; more of them as a List, so that the output is JSON in any case. */
function formatAsJson(parts: readonly FilePart[]): string {
  const values = parts.flatMap((part) => (part.kind === 'document' ? [part.injected ?? part.value] : []));
  const [only, ...more] = values;
  const whole: JsonValue =
    only !== undefined && more.length === 0 ? only : { apiVersion: 'v1', kind: 'List', items: values };
  return `${stringifyJson(whole)}\n`;
}

/** Both sides are written by us, so that only what was changed differs. */
function diffOf(part: FilePart, color: boolean, what: string): string {
  if (part.kind === 'between' || part.injected === undefined) {
    return '';
  }
  const name = nameOf(part.value);
  const sides = { from: `${name} (as it came)`, to: `${name} (${what})` };
  return `${formatDiff(formatYaml(part.value), formatYaml(part.injected), { ...sides, color })}\n`;
}

/** `Deployment shop/web`, or as much of it as there is. */
function nameOf(value: JsonValue): string {
  const { kind, metadata }: JsonObject = isObject(value) ? value : {};
  const { namespace, name }: JsonObject = isObject(metadata) ? metadata : {};
  const path = [namespace, name].filter((part) => typeof part === 'string').join('/');
  return `${kind} ${path}`.trim();
}

/** Several files are one stream of documents: what does not begin with a separator gets one. */
export function joinFiles(files: readonly (readonly FilePart[])[]): readonly FilePart[] {
  return files.flatMap((parts, index) => {
    const [first] = parts;
    const isApart = index === 0 || first === undefined || (first.kind === 'between' && first.text.startsWith('---'));
    const before = files[index - 1]?.at(-1)?.text ?? '\n';
    const separator = before.endsWith('\n') ? '---\n' : '\n---\n';
    return isApart ? parts : [{ kind: 'between' as const, text: separator }, ...parts];
  });
}
