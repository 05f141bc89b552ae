import type { PlainField } from './call.ts';
import { evalField } from './field.ts';
import { indirect } from './reflect.ts';
import type { Evaluate, Operand, Run } from './run.ts';
import type { RenderWatch } from './watch.ts';

/** Tells of a key that a map lacks. */
export type TellLack = NonNullable<RenderWatch['lacked']>;

/** A chain of fields that tells of each key that a map lacks. */
export function tellingFields(lacked: TellLack, base: Evaluate, fields: readonly PlainField[]): Evaluate {
  return (run) =>
    fields.reduce(
      (receiver, field) => {
        tellLack(lacked, run, { receiver, key: field.name });
        return evalField(run, receiver, field);
      },
      base(run, undefined),
    );
}

function tellLack(lacked: TellLack, run: Run, { receiver, key }: { readonly receiver: Operand; readonly key: string }) {
  const map = indirect(receiver);
  if (map instanceof Map && !map.has(key) && run.node !== undefined) {
    lacked({ source: run.tree.source, at: run.node.at, key, keys: [...map.keys()] });
  }
}
