import { oncePerObject } from '../../base/once-per-object.ts';
import type { ConfigProblem } from '../config-problem.ts';
import { ValueError } from '../errors.ts';
import { lookupPaths } from '../parameter-names.ts';
import type { Parameter, ParameterReading } from '../source/source.ts';
import { decodeValue } from './decode-value.ts';

/** A parameter as it applies to a cluster: its own or the default's, with its text decoded. */
export interface EffectiveParameter {
  /** Full name: `prod/template`. */
  readonly name: string;
  readonly text: string;
  readonly version: number;
}

/** A stored parameter, decoded, or why it cannot be. */
export type DecodedParameter =
  | { readonly kind: 'value'; readonly parameter: EffectiveParameter }
  | { readonly kind: 'broken'; readonly problem: ConfigProblem };

/** What stands at a name: a parameter, none, or one that cannot be used. */
export type EffectiveValue = DecodedParameter | { readonly kind: 'absent' };

/**
 * Finds a parameter by its name below the cluster, `template` or `templates/gateway`. A cluster's own one hides the
 * default's whole, also where it cannot be read: what a cluster asked for is not silently something else.
 */
export function effectiveParameter(cluster: string, name: string, reading: ParameterReading): EffectiveValue {
  for (const path of lookupPaths(cluster, name)) {
    const failure = reading.failures.get(path);
    if (failure !== undefined) {
      return { kind: 'broken', problem: { code: 'unreadable', parameter: path, message: failure.message } };
    }
    const parameter = reading.parameters.get(path);
    if (parameter !== undefined) {
      return decodeParameter(parameter);
    }
  }
  return { kind: 'absent' };
}

/** Decodes a stored parameter, once for all clusters and requests that ask for it. */
export const decodeParameter: (parameter: Parameter) => DecodedParameter = oncePerObject(decode);

/** The text of a stored parameter; a value that does not decode stays as it is. */
export function decodeOrRaw(parameter: Parameter): string {
  const result = decodeParameter(parameter);
  return result.kind === 'value' ? result.parameter.text : parameter.value;
}

function decode({ name, value, version }: Parameter): DecodedParameter {
  try {
    return { kind: 'value', parameter: { name, text: decodeValue(value), version } };
  } catch (cause) {
    if (!(cause instanceof ValueError)) {
      throw cause;
    }
    return { kind: 'broken', problem: { code: 'encoding', parameter: name, message: cause.message } };
  }
}
