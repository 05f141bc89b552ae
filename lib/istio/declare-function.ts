import type { GoValue } from '../go/value.ts';
import type { TemplateFunction } from '../template/function.ts';
import type { IstioFacts } from './version/changes.ts';

/** What the functions depend on besides their arguments. */
export interface FunctionSources {
  readonly facts: IstioFacts;
  /** What `env` answers; for every other name it gives the template's default. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A function under its name. */
export type FunctionRow = readonly [string, TemplateFunction];

export const any = 'interface {}';
export const map = 'map[string]string';

type Call = TemplateFunction['call'];
/** What a function is called with. */
export type Args = readonly GoValue[];

/** A function as Istio declares it. */
export function define(params: readonly string[], result: string, call: Call): TemplateFunction {
  return { params, result, call };
}

/** One whose last parameter may come any number of times. */
export function variadic(params: readonly string[], result: string, call: Call): TemplateFunction {
  return { params, variadic: true, result, call };
}

/** Remembers what comes of lists and maps that stay as they are: templates print the values for pod after pod. */
export function lasting(call: Call): Call {
  const known = new WeakMap<object, GoValue>();
  return (args, run) => {
    const [value] = args;
    if (run.keepsData !== true || !(value instanceof Map || Array.isArray(value))) {
      return call(args, run);
    }
    let result = known.get(value);
    if (result === undefined) {
      result = call(args, run);
      known.set(value, result);
    }
    return result;
  };
}

/** A text; for anything else the empty one. */
export function textOf(value: GoValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
