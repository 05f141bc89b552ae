import type { PlainField } from './call.ts';
import { evalField } from './field.ts';
import type { Evaluate, Operand, Run } from './run.ts';

/** What a chain of fields leads to. */
export function evalFields(run: Run, receiver: Operand, fields: readonly PlainField[]): Operand {
  let value = receiver;
  for (const field of fields) {
    value = evalField(run, value, field);
  }
  return value;
}

/**
 * A chain of several fields. What it leads to through maps that nothing changes is kept until another map is met: most
 * chains go into the values, which the pods of a configuration share. A map that is no field of a struct is not kept,
 * for it may be made of one pod's data.
 */
export function keptFields(base: Evaluate, first: PlainField, others: readonly PlainField[]): Evaluate {
  let kept: { readonly map: Operand; readonly value: Operand; readonly boxed: boolean } | undefined;
  return (run) => {
    const struct = base(run, undefined);
    const map = evalField(run, struct, first);
    if (kept !== undefined && kept.map === map) {
      run.boxed = kept.boxed;
      return kept.value;
    }
    let value = map;
    let hasMapsOnly = run.context.keepsData === true && !(struct instanceof Map);
    for (const field of others) {
      hasMapsOnly &&= value instanceof Map;
      value = evalField(run, value, field);
    }
    if (hasMapsOnly) {
      kept = { map, value, boxed: run.boxed };
    }
    return value;
  };
}
