import { stringOf } from '../go/numbers.ts';
import { isTrue } from '../go/truth.ts';
import { typeName } from '../go/type-name.ts';
import type { GoValue } from '../go/value.ts';
import { type Argument, anyInterface, anyOperand, validate } from './argument.ts';
import { builtins, callValue } from './builtins.ts';
import { countProblem, functionCaller, parameterType } from './call.ts';
import { failing } from './compile-constant.ts';
import type { FunctionTable, TemplateFunction } from './function.ts';
import { type IdentifierNode, type LocatedNode, nodeText, type OperandNode } from './node.ts';
import type { Evaluate, Operand, Run } from './run.ts';
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
  const invoke = functionCaller(fn, { name: identifier.name, node: call.node });
  const given = hasFinal ? [...args, finalArgument(parameterType(fn.params, args.length))] : args;
  const computeAll = computeArguments(given);
  const called = watch?.called;
  if (called !== undefined) {
    return (run, final) => {
      run.node = identifier;
      const values = computeAll(run, final);
      const result = invoke(run, values);
      called({ name: identifier.name, source: run.tree.source, at: identifier.at, args: values, result });
      return result;
    };
  }
  return (run, final) => {
    run.node = identifier;
    return invoke(run, computeAll(run, final));
  };
}

/** An argument, or the value that comes down the pipeline as the last of them. */
type Given = (run: Run, final: Operand) => GoValue;

function finalArgument(type: string): Given {
  return (run, final) => {
    run.boxed = false;
    return validate(run, final, type);
  };
}

/** Computes arguments in their order: one to three of them, as most calls have, without a loop. */
function computeArguments(given: readonly Given[]): (run: Run, final: Operand) => readonly GoValue[] {
  const [first, second, third, ...others] = given;
  if (first === undefined || others.length > 0) {
    return (run, final) => given.map((argument) => argument(run, final));
  }
  if (second === undefined) {
    return (run, final) => [first(run, final)];
  }
  return third === undefined
    ? (run, final) => [first(run, final), second(run, final)]
    : (run, final) => [first(run, final), second(run, final), third(run, final)];
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
      value = argument(run);
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
    const values = args.map((argument) => argument(run));
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
