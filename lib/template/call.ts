import type { GoFunc, GoValue } from '../go/value.ts';
import { type Argument, anyOperand, validate } from './argument.ts';
import type { TemplateFunction } from './function.ts';
import type { IdentifierNode, LocatedNode } from './node.ts';
import type { Evaluate, Operand, Run } from './run.ts';
import type { RenderWatch } from './watch.ts';

/** What is wrong with the number of arguments, in Go's words; undefined if it fits. */
export function countProblem(
  name: string,
  signature: { readonly params: readonly string[]; readonly variadic?: boolean },
  count: { readonly args: number; readonly hasFinal: boolean },
): string | undefined {
  const given = count.args + (count.hasFinal ? 1 : 0);
  const wanted = signature.params.length;
  if (signature.variadic === true) {
    return given < wanted - 1
      ? `wrong number of args for ${name}: want at least ${wanted - 1} got ${count.args}`
      : undefined;
  }
  return given === wanted ? undefined : `wrong number of args for ${name}: want ${wanted} got ${given}`;
}

/** The type of the parameter that an argument of some rank goes to. */
export function parameterType(params: readonly string[], index: number): string {
  return params[Math.min(index, params.length - 1)] ?? anyOperand;
}

/** Computes all arguments of a call; `final` is what comes down the pipeline. */
export type ComputeAll = (run: Run, final: Operand) => readonly GoValue[];

/** Which call of a function it is. */
export interface CallPlace {
  readonly identifier: IdentifierNode;
  /** What errors of the call point to. */
  readonly node: LocatedNode;
  /** Who looks on. */
  readonly called: RenderWatch['called'];
}

/** What calls a function of the table with its arguments, and leaves its result as an operand. */
export function functionCaller(fn: TemplateFunction, place: CallPlace, computeAll: ComputeAll): Evaluate {
  const isInterface = fn.result === 'interface {}';
  const { identifier, node, called } = place;
  const { name, at } = identifier;
  return (run, final) => {
    run.node = identifier;
    const args = computeAll(run, final);
    run.step();
    run.read(args);
    try {
      const result = fn.call(args, run.context);
      run.made(result);
      run.boxed = isInterface || result === null;
      called?.({ name, source: run.tree.source, at, args, result });
      return result;
    } catch (cause) {
      return run.failCall(cause, { name, node });
    }
  };
}

/** The last field of a chain with what was given to it: only a method takes arguments. */
export interface FieldCall {
  readonly name: string;
  readonly node: LocatedNode;
  readonly args: readonly Argument[];
  /** Whether a value comes down the pipeline. */
  readonly hasFinal: boolean;
}

/** A field on its own. */
export interface PlainField {
  readonly name: string;
  readonly node: undefined;
}

/** A field on its own, or one with arguments and what comes down the pipeline. */
export type FieldAccess = PlainField | (FieldCall & { readonly final: Operand });

/** Calls a method, or a function held in data, with the arguments of a field. */
export function callFunc(run: Run, func: GoFunc, access: FieldAccess): Operand {
  const { name } = access;
  const given = access.node === undefined ? { args: [], hasFinal: false } : access;
  const problem = countProblem(name, func, { args: given.args.length, hasFinal: given.hasFinal });
  if (problem !== undefined) {
    run.fail(problem);
  }
  const node = access.node ?? run.node;
  const args = given.args.map((argument, index) => {
    const value = argument(run, undefined) ?? null;
    return validate(run, value, parameterType(func.params, index));
  });
  if (access.node !== undefined && access.hasFinal) {
    run.boxed = false;
    args.push(validate(run, access.final, parameterType(func.params, args.length)));
  }
  run.step();
  try {
    const result = func.call(args);
    run.boxed = result === null;
    return result;
  } catch (cause) {
    return node === undefined ? run.fail(`error calling ${name}`, { cause }) : run.failCall(cause, { name, node });
  }
}
