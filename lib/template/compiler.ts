import { type Argument, anyOperand, compileArgument } from './argument.ts';
import type { PlainField } from './call.ts';
import { compileFunctionCall } from './compile-call.ts';
import { constant, failing, idealConstant } from './compile-constant.ts';
import { evalFields, keptFields } from './compile-fields.ts';
import { assigningStore, declaringStore, readVariable, type Store } from './compile-variable.ts';
import { evalField, evalFieldCall } from './field.ts';
import type { FunctionTable } from './function.ts';
import { interned } from './interned.ts';
import {
  type ChainNode,
  type CommandNode,
  type FieldNode,
  type LocatedNode,
  nodeText,
  type OperandNode,
  type PipeNode,
  type VariableNode,
} from './node.ts';
import type { CompiledTree, Evaluate, Operand, Run } from './run.ts';
import { Variables } from './variables.ts';
import type { RenderWatch } from './watch.ts';
import { tellingFields } from './watched-fields.ts';

/** Everything that templates are compiled against. */
export interface Environment {
  readonly functions: FunctionTable;
  readonly trees: ReadonlyMap<string, CompiledTree>;
  /** Who looks on while it is rendered. */
  readonly watch?: RenderWatch;
}

/** A compiled pipeline: `evaluate` computes it and sets its variables; a range sets them again for every item. */
export interface CompiledPipe {
  readonly evaluate: (run: Run) => Operand;
  /** As `evaluate`, where it only counts whether the value is true: nil may be null, and `boxed` says nothing. */
  readonly condition: Evaluate;
  readonly stores: readonly Store[];
}

/** Compiles the expressions of one template. Where Go notes what it executes, for errors, the closures do too. */
export class ExpressionCompiler {
  readonly environment: Environment;
  readonly variables = new Variables();
  /** What the template names, by name: making one takes a microsecond, and most come again and again. */
  readonly #fields = new Map<string, PlainField>();

  constructor(environment: Environment) {
    this.environment = environment;
  }

  compilePipe(pipe: PipeNode): CompiledPipe {
    const condition = this.#compileStages(pipe);
    const value = (run: Run): Operand => {
      const result = condition(run, undefined);
      run.boxed = false;
      return result ?? undefined;
    };
    if (pipe.declarations.length === 0) {
      return { evaluate: value, condition, stores: noStores };
    }
    const stores = pipe.declarations.map((variable) => this.#compileStore(variable, pipe.isAssign));
    const evaluate = (run: Run): Operand => {
      const result = value(run);
      for (const store of stores) {
        store(run, result, false);
      }
      return result;
    };
    return { evaluate, condition: evaluate, stores };
  }

  /** The stages of a pipeline. What the last one gives may sit in an interface. */
  #compileStages(pipe: PipeNode): Evaluate {
    const stages = pipe.commands.map((command, index) => this.#compileCommand(command, index > 0));
    const [first] = stages;
    if (first === undefined) {
      throw new Error('template compiler: a pipeline has a command; please report this');
    }
    const start: Evaluate = pipe.commands[0]?.operands[0]?.kind === 'pipe' ? at(pipe, first) : first;
    return stages.slice(1).reduce(pipeTo, start);
  }

  #compileStore({ name }: VariableNode, isAssign: boolean): Store {
    return isAssign
      ? assigningStore(name, this.variables.resolve(name))
      : declaringStore(this.variables.declare(name).index);
  }

  /** A command by its first word; `hasFinal` tells whether a value comes down the pipeline. */
  #compileCommand(command: CommandNode, hasFinal: boolean): Evaluate {
    const [first] = command.operands;
    if (first === undefined) {
      throw new Error('template compiler: a command has an operand; please report this');
    }
    const args = command.operands.length === 1 ? noOperands : command.operands.slice(1);
    const call: Arguments = { args, hasFinal };
    switch (first.kind) {
      case 'identifier':
        return compileFunctionCall(this.environment, { node: command, identifier: first, args, hasFinal }, this);
      case 'field':
        return this.#compileFields(first, dotAt(first), call);
      case 'chain':
        return this.#compileChain(first, call);
      case 'variable':
        return this.#compileVariable(first, call);
      default:
        return args.length > 0 || hasFinal ? notAFunction(first) : this.#compileSimple(first);
    }
  }

  /** An operand that takes no arguments. */
  #compileSimple(node: OperandNode): Evaluate {
    switch (node.kind) {
      case 'pipe':
        return this.compilePipe(node).evaluate;
      case 'bool':
        return constant(node, node.value);
      case 'string':
        return constant(node, interned(node.text));
      case 'number':
        return idealConstant(node);
      case 'dot':
        return dotAt(node);
      default:
        return failing(node, 'nil is not a command');
    }
  }

  /** An argument, or the head of a chain: as a command, but without arguments of its own. */
  compileArgument(node: OperandNode, type: string): Argument {
    return compileArgument(node, type, node.kind === 'nil' ? undefined : this.#compileOperand(node));
  }

  /** An argument that a run may not reach. */
  compileSkippable(node: OperandNode, type: string): Argument {
    return this.variables.whileConditional(() => this.compileArgument(node, type));
  }

  #compileOperand(node: OperandNode): Evaluate {
    const call = noArguments;
    switch (node.kind) {
      case 'identifier':
        return compileFunctionCall(
          this.environment,
          { node, identifier: node, args: noOperands, hasFinal: false },
          this,
        );
      case 'field':
        return this.#compileFields(node, dotAt(node), call);
      case 'chain':
        return this.#compileChain(node, call);
      case 'variable':
        return this.#compileVariable(node, call);
      default:
        return this.#compileSimple(node);
    }
  }

  #compileChain(node: ChainNode, call: Arguments): Evaluate {
    const base = at(node, this.#compileOperand(node.head));
    return this.#compileFields(node, base, call);
  }

  #compileVariable(node: VariableNode, call: Arguments): Evaluate {
    const base = readVariable(node, this.variables.resolve(node.name));
    if (node.fields.length > 0) {
      return this.#compileFields(node, base, call);
    }
    return call.args.length > 0 || call.hasFinal
      ? (run) => {
          base(run, undefined);
          return failArguments(run, node);
        }
      : base;
  }

  /** A chain of fields; what is given to it goes to the last one. */
  #compileFields(node: FieldsNode, base: Evaluate, call: Arguments): Evaluate {
    if (call.args.length > 0 || call.hasFinal) {
      return this.#compileFieldCall(node, base, call);
    }
    const fields = node.fields.map((name) => this.#plainField(name));
    const lacked = this.environment.watch?.lacked;
    if (lacked !== undefined) {
      return tellingFields(lacked, base, fields);
    }
    const [first, ...others] = fields;
    if (first === undefined) {
      return base;
    }
    return others.length === 0 ? (run) => evalField(run, base(run, undefined), first) : keptFields(base, first, others);
  }

  #plainField(name: string): PlainField {
    const known = this.#fields.get(name) ?? { name: interned(name), node: undefined };
    this.#fields.set(known.name, known);
    return known;
  }

  #compileFieldCall(node: FieldsNode, base: Evaluate, { args, hasFinal }: Arguments): Evaluate {
    const name = node.fields.at(-1) ?? '';
    const receiver = node.fields.slice(0, -1).map((name) => this.#plainField(name));
    const call = { name, node, hasFinal, args: args.map((arg) => this.compileArgument(arg, anyOperand)) };
    return (run, final) => {
      const value = evalFields(run, base(run, undefined), receiver);
      return evalFieldCall(run, value, { ...call, final });
    };
  }
}

type FieldsNode = FieldNode | VariableNode | ChainNode;

interface Arguments {
  readonly args: readonly OperandNode[];
  readonly hasFinal: boolean;
}

const noStores: readonly Store[] = [];
const noOperands: readonly OperandNode[] = [];
const noArguments: Arguments = { args: noOperands, hasFinal: false };

/** Hands what one stage of a pipeline gives to the next; nil counts as no value. */
function pipeTo(before: Evaluate, stage: Evaluate): Evaluate {
  return (run) => stage(run, before(run, undefined) ?? undefined);
}

/** Notes what is executed before executing it. */
function at(node: LocatedNode, evaluate: Evaluate): Evaluate {
  return (run, final) => {
    run.node = node;
    return evaluate(run, final);
  };
}

/** The cursor, where a node names it. */
function dotAt(node: LocatedNode): Evaluate {
  return (run) => {
    run.node = node;
    run.boxed = run.dotBoxed;
    return run.dot;
  };
}

function notAFunction(node: OperandNode): Evaluate {
  return (run) => {
    run.node = node.kind === 'pipe' ? run.node : node;
    return failArguments(run, node);
  };
}

function failArguments(run: Run, node: OperandNode): never {
  return run.fail(`can't give argument to non-function ${nodeText(node)}`);
}
