import { sortByBytes } from '../go/bytes.ts';
import { boxOf, integerOf, isIntegerKind, makeInteger } from '../go/numbers.ts';
import { formatValue } from '../go/print.ts';
import { kindOf } from '../go/type-name.ts';
import type { GoArray, GoMap, GoSlice, GoTypedMap, GoValue } from '../go/value.ts';
import type { Store } from './compile-variable.ts';
import type { ExpressionCompiler } from './compiler.ts';
import type { BranchNode, Node } from './node.ts';
import { indirect } from './reflect.ts';
import { broken, type Completion, completed, type Operand, type Run, type Walk } from './run.ts';

/** The body of a range with the variables that every turn sets. */
interface Loop {
  readonly body: Walk;
  readonly stores: readonly Store[];
}

/** Where a loop stands: `done` if it had any turn at all. */
type Turns = 'none' | 'done';

/** What a range needs of the compiler of its template. */
export interface ListCompiler {
  readonly expressions: ExpressionCompiler;
  compileScope(nodes: readonly Node[], branch: { readonly at: number; readonly arm: 'list' | 'else' }): Walk;
}

/** Compiles a range over a list, map or whole number. */
export function compileRange(compiler: ListCompiler, node: BranchNode): Walk {
  const { evaluate, stores } = compiler.expressions.compilePipe(node.pipe);
  const body = compiler.compileScope(node.list, { at: node.at, arm: 'list' });
  const otherwise = compiler.compileScope(node.elseList ?? [], { at: node.at, arm: 'else' });
  const loop: Loop = { body, stores };
  return (run) => {
    run.step();
    run.node = node;
    const value = indirect(evaluate(run));
    const { dot, dotBoxed } = run;
    const turns = walkItems(run, value, loop);
    run.dot = dot;
    run.dotBoxed = dotBoxed;
    return turns === 'none' ? otherwise(run) : completed;
  };
}

function walkItems(run: Run, value: Operand, loop: Loop): Turns {
  if (value === undefined) {
    return 'none';
  }
  if (Array.isArray(value)) {
    return walkArray(run, value, loop);
  }
  if (value instanceof Map) {
    return walkMap(run, value, loop);
  }
  const box = boxOf(value);
  if (box?.kind === 'slice') {
    return walkSlice(run, box, loop);
  }
  if (box?.kind === 'map') {
    return walkTypedMap(run, box, loop);
  }
  const count = integerOf(value);
  return count === undefined ? run.fail(`range can't iterate over ${formatValue(value)}`) : walkCount(run, value, loop);
}

function walkArray(run: Run, list: GoArray, loop: Loop): Turns {
  const { length } = list;
  for (let index = 0; index < length; index++) {
    if (turn(run, loop, { index, value: list[index] ?? null, boxed: true }) === broken) {
      break;
    }
  }
  return length === 0 ? 'none' : 'done';
}

function walkSlice(run: Run, slice: GoSlice, loop: Loop): Turns {
  const boxed = slice.elem === 'interface {}';
  for (let index = 0; index < slice.length; index++) {
    if (turn(run, loop, { index, value: slice.at(index), boxed }) === broken) {
      break;
    }
  }
  return slice.length === 0 ? 'none' : 'done';
}

/** The entries are taken before the first turn, as Go does: what the body changes in the map is not seen. */
function walkMap(run: Run, map: GoMap, loop: Loop): Turns {
  const entries = sortByBytes(map.keys()).map((key) => ({ index: key, value: map.get(key) ?? null, boxed: true }));
  return walkEntries(run, entries, loop);
}

function walkTypedMap(run: Run, map: GoTypedMap, loop: Loop): Turns {
  const boxed = map.elem === 'interface {}';
  const entries = sortByBytes(map.keys()).map((key) => ({
    index: map.key === 'string' ? key : ({ kind: 'named', type: map.key, value: key } as const),
    value: map.get(key) ?? null,
    boxed,
  }));
  return walkEntries(run, entries, loop);
}

function walkEntries(run: Run, entries: readonly Item[], loop: Loop): Turns {
  for (const entry of entries) {
    if (turn(run, loop, entry) === broken) {
      break;
    }
  }
  return entries.length === 0 ? 'none' : 'done';
}

function walkCount(run: Run, value: GoValue, loop: Loop): Turns {
  const count = integerOf(value) ?? 0n;
  const kind = kindOf(value);
  if (loop.stores.length > 1) {
    run.fail(`can't use ${count} to iterate over more than one variable`);
  }
  for (let at = 0n; at < count; at++) {
    const item = isIntegerKind(kind) ? makeInteger(at, kind) : at;
    if (turn(run, loop, { index: undefined, value: item, boxed: false }) === broken) {
      break;
    }
  }
  return count > 0n ? 'done' : 'none';
}

interface Item {
  /** The key of a map, the place in a list, nothing for a count. */
  readonly index: GoValue | undefined;
  readonly value: GoValue;
  readonly boxed: boolean;
}

/** One turn. With one variable it gets the item, with two the first one gets the index. */
function turn(run: Run, { body, stores }: Loop, { index, value, boxed }: Item): Completion {
  run.step();
  const [first, second] = stores;
  if (second !== undefined) {
    first?.(run, typeof index === 'number' ? BigInt(index) : index, false);
    second(run, value, boxed);
  } else {
    first?.(run, value, boxed);
  }
  run.dot = value;
  run.dotBoxed = boxed;
  return body(run);
}
