import type { InjectConfiguration } from '../../inject/injection-types.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { documentSeparator } from '../../yaml/split-documents.ts';
import { CommandError } from '../errors.ts';
import type { InputText } from '../input/read-inputs.ts';
import { parseInput } from '../parse-input.ts';
import { injectObject, type ObjectOutcome, type SkipRule } from './inject-object.ts';
import { offlineConfiguration, offlineSkipRule } from './offline.ts';
import { typedObject } from './typed-object.ts';

/** A document of a file, or the text between two: separators, comments. Joined, the texts are the file. */
export type FilePart =
  | { readonly kind: 'between'; readonly text: string }
  | {
      readonly kind: 'document';
      readonly text: string;
      readonly value: JsonValue;
      /** The object as injected; undefined where the text stays as it is. */
      readonly injected: JsonObject | undefined;
      readonly notes: readonly string[];
    };

/**
 * Injects every workload of a file with one or more YAML or JSON documents, as `istioctl kube-inject` does. Documents
 * that are no workloads keep their text byte for byte.
 *
 * @param skipRule which workloads are left alone: those that the webhook leaves alone, with its own configuration;
 *   without it, all are injected that may be, as istioctl has it
 * @throws CommandError for what is no YAML (with line and column) and for pods whose annotations are wrong.
 */
export function injectFile(
  { text, name }: InputText,
  configuration: InjectConfiguration,
  skipRule?: SkipRule,
): readonly FilePart[] {
  const used = skipRule === undefined ? offlineConfiguration(configuration) : configuration;
  return changeFile({ text, name }, (object) => injectObject(object, used, skipRule ?? offlineSkipRule(configuration)));
}

/**
 * Goes through the documents of a file, and changes the objects in them.
 * @throws CommandError for what is no YAML, with line and column, and for an object that is refused.
 */
export function changeFile(
  { text, name }: InputText,
  change: (object: JsonObject) => ObjectOutcome,
): readonly FilePart[] {
  return partsOf(text).map(({ text: part, line, isBetween }) => {
    // Empty lines in front keep the line numbers of the whole file in messages.
    const value = isBetween ? null : typedObject(parseInput('\n'.repeat(line) + part, name, { wholesAsBigint: true }));
    if (value === null) {
      return { kind: 'between', text: part };
    }
    const outcome = isObject(value) ? change(value) : { kind: 'foreign' as const };
    return { kind: 'document', text: part, value, ...resultOf(outcome, name) };
  });
}

function resultOf(
  outcome: ObjectOutcome,
  name: string,
): { injected: JsonObject | undefined; notes: readonly string[] } {
  switch (outcome.kind) {
    case 'foreign':
      return { injected: undefined, notes: [] };
    case 'skipped':
      return { injected: undefined, notes: outcome.notes };
    case 'injected':
      return { injected: outcome.object, notes: outcome.notes };
    case 'refused':
      throw new CommandError(`${name}: ${outcome.message}`);
  }
}

interface Part {
  readonly text: string;
  /** Lines of the file before it. */
  readonly line: number;
  readonly isBetween: boolean;
}

/** The file in documents and separator lines; nothing is left out. */
function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let lines: string[] = [];
  let line = 0;
  const close = () => {
    if (lines.length > 0) {
      parts.push({ text: lines.join(''), line: line - lines.length, isBetween: false });
    }
    lines = [];
  };
  for (const each of text.split(/(?<=\n)/)) {
    if (documentSeparator.test(each.replace(/\n$/, ''))) {
      close();
      parts.push({ text: each, line, isBetween: true });
    } else {
      lines.push(each);
    }
    line += 1;
  }
  close();
  return parts;
}
