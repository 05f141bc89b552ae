import type { GoFunc, GoValue } from './value.ts';

/** The Go types that a function takes and returns. `result` may be left out: only `%T` of the function shows it. */
export interface Signature {
  readonly params?: readonly string[];
  readonly result?: string;
}

/** A function in data, or a method bound to its receiver. */
export function goFunc({ params = [], result }: Signature, call: (args: readonly GoValue[]) => GoValue): GoFunc {
  const type = `func(${params.join(', ')})`;
  return { kind: 'func', type: result === undefined ? type : `${type} ${result}`, params, variadic: false, call };
}
