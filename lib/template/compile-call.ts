import { stringOf } from '../go/numbers.ts';
import { isTrue } from '../go/truth.ts';
import { typeName } from '../go/type-name.ts';
import { type Argument, anyInterface, anyOperand, validate } from './argument.ts';
import { builtins, callValue } from './builtins.ts';
import { type ComputeAll, countProblem, functionCaller, parameterType } from './call.ts';
import { failing } from './compile-constant.ts';
import type { FunctionTable, TemplateFunction } from './function.ts';
import { type IdentifierNode, type LocatedNode, nodeText, type OperandNode } from './node.ts';
import type { Evaluate, Operand } from './run.ts';
import type { RenderWatch } from './watch.ts';

/** A function with what is given to it. */
export interface FunctionCall {
  /** What errors of the call point to: the command, or the function where it is an argument. */
  readonly node: LocatedNode;
  readonly identifier: IdentifierNode;
  readonly args: readonly OperandNode[];
  readonly hasFinal: boolean;
}

/** What calls need of the compiler of their template. */
export interface ArgumentCompiler {
  compileArgument(node: OperandNode, type: string): Argument;
  /** As `compileArgument`, for one that a run may not reach. */
  compileSkippable(node: OperandNode, type: string): Argument;
}

/** Compiles a call. The caller's functions replace builtins of their name, `and` and `or` included. */
export function compileFunctionCall(
  { functions, watch }: { readonly functions: FunctionTable; readonly watch?: RenderWatch },
  call: FunctionCall,
  compiler: ArgumentCompiler,
): Evaluate {
  const { identifier } = call;
  const { name } = identifier;
  const own = functions.get(name);
  const fn = own ?? builtins.get(name);
  if (fn === undefined) {
    return failing(identifier, `"${name}" is not a defined function`);
  }
  const problem = countProblem(name, fn, { args: call.args.length, hasFinal: call.hasFinal });
  if (problem !== undefined) {
    return failing(identifier, problem);
  }
  if (own === undefined && (name === 'and' || name === 'or')) {
    return compileLogic(call, compiler, name === 'or');
  }
  return own === undefined && name === 'call'
    ? compileCallValue(call, compiler)
    : compileCall(fn, call, { compiler, watch });
}

function compileCall(
  fn: TemplateFunction,
  call: FunctionCall,
  { compiler, watch }: { readonly compiler: ArgumentCompiler; readonly watch: RenderWatch | undefined },
): Evaluate {
  const { identifier, hasFinal } = call;
  const args = call.args.map((node, index) => compiler.compileArgument(node, parameterType(fn.params, index)));
  const given = hasFinal ? [...args, finalArgument(parameterType(fn.params, args.length))] : args;
  return functionCaller(fn, { identifier, node: call.node, called: watch?.called }, computeArguments(given));
}

/** The value that comes down the pipeline, as the last argument. */
function finalArgument(type: string): Argument {
  return (run, final) => {
    run.boxed = false;
    return validate(run, final, type);
  };
}

/** Computes arguments in their order: one to three of them, as most calls have, without a loop. */
function computeArguments(given: readonly Argument[]): ComputeAll {
  const [first, second, third, ...others] = given;
  if (first === undefined || others.length > 0) {
    return (run, final) => given.map((argument) => argument(run, final) ?? null);
  }
  if (second === undefined) {
    return (run, final) => [first(run, final) ?? null];
  }
  return third === undefined
    ? (run, final) => [first(run, final) ?? null, second(run, final) ?? null]
    : (run, final) => [first(run, final) ?? null, second(run, final) ?? null, third(run, final) ?? null];
}

/** `and` and `or` return the first operand that decides and compute none after it. */
function compileLogic(call: FunctionCall, compiler: ArgumentCompiler, deciding: boolean): Evaluate {
  const { identifier, hasFinal } = call;
  const args = call.args.map((node, index) =>
    index > 0 ? compiler.compileSkippable(node, anyOperand) : compiler.compileArgument(node, anyOperand),
  );
  return (run, final) => {
    run.node = identifier;
    run.step();
    let value: Operand;
    for (const argument of args) {
      value = argument(run, undefined) ?? null;
      if (isTrue(value) === deciding) {
        return value;
      }
    }
    if (hasFinal) {
      run.boxed = false;
      return final;
    }
    return value;
  };
}

/** `call`: its messages name the function as the template spells it, or as it came down the pipeline. */
function compileCallValue(call: FunctionCall, compiler: ArgumentCompiler): Evaluate {
  const args = call.args.map((node) => compiler.compileArgument(node, anyInterface));
  const [callee] = call.args;
  return (run, final) => {
    run.node = call.identifier;
    const values = args.map((argument) => argument(run, undefined) ?? null);
    if (call.hasFinal) {
      values.push(final ?? null);
    }
    const name = callee === undefined ? valueName(final) : nodeText(callee);
    try {
      const result = callValue(name, values);
      run.boxed = result === null;
      return result;
    } catch (cause) {
      return run.failCall(cause, { name: call.identifier.name, node: call.node });
    }
  };
}

/** What reflect's String makes of a value: the text of a string, else its type. */
function valueName(value: Operand): string {
  return value === undefined ? '<invalid Value>' : (stringOf(value) ?? `<${typeName(value)} Value>`);
}
