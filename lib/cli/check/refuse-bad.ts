import { decodeParameter } from '../../config/load/effective-parameters.ts';
import { tokensParameter } from '../../config/parameter-names.ts';
import type { CommandIo } from '../command.ts';
import type { Parameters } from '../parameters/validate.ts';
import { parameterSet } from '../trial/parameter-set.ts';
import { checkSet, type PodsFor } from './check-set.ts';
import { type Finding, sortFindings } from './finding.ts';
import { countFindings, formatFindings } from './format-findings.ts';
import { staticFindings } from './static-findings.ts';

/** What is about to be in force. */
export interface Checked {
  readonly parameters: Parameters;
  /** For messages. */
  readonly description: string;
  readonly podsFor?: PodsFor;
}

/**
 * Checks what is about to be written, and tells errors. With `--no-check` only what could not even be loaded counts:
 * that would not take effect anyway.
 * @returns whether nothing may be written
 */
export async function refuseBad(
  io: CommandIo,
  { parameters, description, podsFor }: Checked,
  { check, output }: { readonly check: boolean; readonly output: string },
): Promise<boolean> {
  const set = await parameterSet({ description, reading: { parameters, failures: new Map() } });
  const all = check ? await checkSet(set, parameters, podsFor) : sortFindings(await staticFindings(parameters));
  return refuse(io, { findings: all, parameters, description }, output);
}

/** What was found in which parameters. */
export interface FoundIn {
  readonly findings: readonly Finding[];
  readonly parameters: Parameters;
  readonly description: string;
}

/** Tells errors, and that nothing is written because of them; warnings do no harm. @returns whether there are any */
export function refuse(io: CommandIo, { findings, parameters, description }: FoundIn, output: string): boolean {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) {
    return false;
  }
  if (output === 'json') {
    io.out(`${JSON.stringify({ written: [], problems: errors }, null, 2)}\n`);
  } else {
    io.out(formatFindings(errors, { color: io.color, textOf: (name) => shownText(name, parameters) }));
    io.out(`${countFindings(errors)} in ${description}: nothing was written; mend these first\n`);
  }
  return true;
}

/** What stands in a parameter; of secrets nothing is shown. */
export function shownText(name: string, parameters: Parameters): string | undefined {
  const stored = name.endsWith(`/${tokensParameter}`) ? undefined : parameters.get(name);
  const decoded = stored && decodeParameter(stored);
  return decoded?.kind === 'value' ? decoded.parameter.text : undefined;
}
