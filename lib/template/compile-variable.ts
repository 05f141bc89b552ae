import type { VariableNode } from './node.ts';
import { type Evaluate, type Operand, type Run, unset } from './run.ts';
import type { Slot } from './variables.ts';

/** Stores a value in a variable. */
export type Store = (run: Run, value: Operand, boxed: boolean) => void;

/** The store of a variable that is declared. */
export function declaringStore(index: number): Store {
  return (run, value, boxed) => storeAt(run, index, { value, boxed });
}

/** The store of a variable that was declared: at run time the first of its places that has a value. */
export function assigningStore(name: string, slots: readonly Slot[]): Store {
  return (run, value, boxed) => {
    const slot = slots.find(({ index, conditional }) => !conditional || run.slots[index] !== unset);
    storeAt(run, slot?.index ?? run.fail(`undefined variable: ${name}`), { value, boxed });
  };
}

function storeAt(
  run: Run,
  index: number,
  { value, boxed }: { readonly value: Operand; readonly boxed: boolean },
): void {
  run.slots[index] = value;
  run.boxes[index] = boxed;
}

/** Reads a variable from the first of its places that has a value. */
export function readVariable(node: VariableNode, slots: readonly Slot[]): Evaluate {
  const [first] = slots;
  if (first !== undefined && !first.conditional) {
    const { index } = first;
    return (run) => {
      run.node = node;
      const value = run.slots[index];
      run.boxed = run.boxes[index] === true;
      return value === unset ? undefined : value;
    };
  }
  return (run) => {
    run.node = node;
    for (const { index } of slots) {
      const value = run.slots[index];
      if (value !== unset) {
        run.boxed = run.boxes[index] === true;
        return value;
      }
    }
    return run.fail(`undefined variable: ${node.name}`);
  };
}
