import type { GoStruct, GoValue } from '../../../lib/go/value.ts';

/** A string of a named type. */
export const named: GoValue = { kind: 'named', type: 'x.S', value: 's' };

/** A bool of a named type. */
export const flag: GoValue = { kind: 'named', type: 'x.B', value: false };

export const complex: GoValue = { kind: 'complex', type: 'complex128', real: 0, imaginary: 0 };

/** A struct without fields. */
export const struct: GoStruct = {
  kind: 'struct',
  type: 'v1.T',
  fields: [],
  field: () => undefined,
  fieldType: () => undefined,
};

/** A function that takes nothing and gives nothing. */
export const func: GoValue = { kind: 'func', type: 'func()', params: [], variadic: false, call: () => null };
