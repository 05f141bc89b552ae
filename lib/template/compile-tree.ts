import { GoDepthError } from '../go/errors.ts';
import { boxOf } from '../go/numbers.ts';
import { formatValue } from '../go/print.ts';
import { quote } from '../go/quote.ts';
import { isTrue } from '../go/truth.ts';
import { typeName } from '../go/type-name.ts';
import { compileRange } from './compile-range.ts';
import { type Environment, ExpressionCompiler } from './compiler.ts';
import { type ActionNode, type BranchNode, type Node, nodeText, type TemplateNode, type TextNode } from './node.ts';
import type { Tree } from './parser.ts';
import { printable } from './printable.ts';
import {
  broken,
  type CompiledTree,
  type Completion,
  completed,
  continued,
  type Evaluate,
  type Operand,
  type Run,
  unset,
  type Walk,
} from './run.ts';
import type { Visible } from './variables.ts';
import type { Arm, RenderWatch } from './watch.ts';

/**
 * A template that is ready to run. It is compiled when it is first called, and each branch when it is first taken: a
 * render uses few of all, and all that can be wrong with them the parser has found.
 */
export function compileTree(tree: Tree, environment: Environment): CompiledTree {
  let walk: Walk | undefined;
  return {
    name: tree.name,
    source: tree.source,
    slots: 1 + tree.declarations,
    walk: (run) => {
      walk ??= new TreeCompiler(environment).compileRoot(tree.root);
      return walk(run);
    },
  };
}

/** Starts a call of a template: fresh variables, the data as the cursor and as `$`. */
export function enterTree(run: Run, tree: CompiledTree, dot: Operand): Completion {
  run.tree = tree;
  run.dot = dot;
  run.dotBoxed = false;
  run.slots = new Array<Operand | typeof unset>(tree.slots).fill(unset);
  run.slots[0] = dot;
  run.boxes = [];
  return tree.walk(run);
}

/** Compiles the nodes of one template. */
class TreeCompiler {
  readonly expressions: ExpressionCompiler;
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.expressions = new ExpressionCompiler(environment);
  }

  /** The nodes of a whole template. */
  compileRoot(nodes: readonly Node[]): Walk {
    return this.#scoped(this.expressions.variables.visible, () => this.#compileList(nodes));
  }

  /** A list with a scope of its own, compiled when it is first reached. */
  compileScope(nodes: readonly Node[], branch: { readonly at: number; readonly arm: Arm['arm'] }): Walk {
    const { visible } = this.expressions.variables;
    let walk: Walk | undefined = nodes.length === 0 ? () => completed : undefined;
    const scope: Walk = (run) => {
      walk ??= this.#scoped(visible, () => this.#compileList(nodes));
      return walk(run);
    };
    const entered = this.#environment.watch?.entered;
    return entered === undefined ? (walk ?? scope) : telling(entered, branch, scope);
  }

  /** Where a watcher is set, tells it what a node writes. */
  #watched(node: TextNode | ActionNode, walk: Walk): Walk {
    const wrote = this.#environment.watch?.wrote;
    if (wrote === undefined) {
      return walk;
    }
    const { at } = node;
    const isText = node.kind === 'text';
    return (run) => {
      const from = run.out.length;
      const completion = walk(run);
      wrote({ source: run.tree.source, at, isText, from, to: run.out.length });
      return completion;
    };
  }

  /** Clears what is declared conditionally in a scope whenever that is entered. */
  #scoped(visible: Visible, compile: () => Walk): Walk {
    const { result: walk, conditional } = this.expressions.variables.inScope(visible, compile);
    if (conditional.length === 0) {
      return walk;
    }
    return (run) => {
      for (const slot of conditional) {
        run.slots[slot] = unset;
      }
      return walk(run);
    };
  }

  #compileList(nodes: readonly Node[]): Walk {
    const walks = nodes.map((node) => this.#compileNode(node));
    const [first] = walks;
    if (first !== undefined && walks.length === 1) {
      return first;
    }
    return (run) => {
      let completion: Completion = completed;
      for (let at = 0; at < walks.length && completion === completed; at++) {
        completion = walks[at]?.(run) ?? completed;
      }
      return completion;
    };
  }

  #compileNode(node: Node): Walk {
    switch (node.kind) {
      case 'text':
        return this.#watched(node, (run) => {
          run.write(node.text);
          return completed;
        });
      case 'action':
        return this.#watched(node, this.#compileAction(node));
      case 'if':
      case 'with':
      case 'range':
        return this.#scoped(this.expressions.variables.visible, () => this.#compileBranch(node));
      case 'template':
        return this.#compileTemplateCall(node);
      case 'break':
        return () => broken;
      case 'continue':
        return () => continued;
    }
  }

  #compileAction(node: ActionNode): Walk {
    const { evaluate, stores } = this.expressions.compilePipe(node.pipe);
    if (stores.length > 0) {
      return (run) => {
        run.step();
        evaluate(run);
        return completed;
      };
    }
    const missing = this.#environment.watch?.missing;
    return (run) => {
      run.step();
      const value = evaluate(run);
      if (typeof value === 'string') {
        run.write(value);
      } else {
        run.node = node;
        run.write(printed(run, value, node));
        if (value === undefined && missing !== undefined) {
          missing({ source: run.tree.source, at: node.at });
        }
      }
      return completed;
    };
  }

  #compileBranch(node: BranchNode): Walk {
    if (node.kind === 'range') {
      return compileRange(this, node);
    }
    const { evaluate, condition } = this.expressions.compilePipe(node.pipe);
    const list = this.compileScope(node.list, { at: node.at, arm: 'list' });
    const otherwise = this.compileScope(node.elseList ?? [], { at: node.at, arm: 'else' });
    return node.kind === 'if' ? walkIf(condition, list, otherwise) : walkWith(evaluate, list, otherwise);
  }

  #compileTemplateCall(node: TemplateNode): Walk {
    const evaluate = node.pipe === undefined ? undefined : this.expressions.compilePipe(node.pipe).evaluate;
    const target = this.#environment.trees.get(node.name);
    return (run) => {
      run.step();
      run.node = node;
      if (target === undefined) {
        return run.fail(`template ${quote(node.name)} not defined`);
      }
      if (run.depth >= run.limits.templateDepth) {
        run.fail(`exceeded maximum template depth (${run.limits.templateDepth})`, { code: 'recursion-limit' });
      }
      return callTree(run, target, evaluate?.(run));
    };
  }
}

function telling(
  entered: NonNullable<RenderWatch['entered']>,
  { at, arm }: { readonly at: number; readonly arm: Arm['arm'] },
  walk: Walk,
): Walk {
  return (run) => {
    entered({ source: run.tree.source, at, arm });
    return walk(run);
  };
}

function callTree(run: Run, target: CompiledTree, value: Operand): Completion {
  const { tree, dot, dotBoxed, slots, boxes } = run;
  run.depth += 1;
  enterTree(run, target, value);
  run.depth -= 1;
  run.tree = tree;
  run.dot = dot;
  run.dotBoxed = dotBoxed;
  run.slots = slots;
  run.boxes = boxes;
  return completed;
}

function walkIf(condition: Evaluate, list: Walk, otherwise: Walk): Walk {
  return (run) => {
    run.step();
    return isTrue(condition(run, undefined)) ? list(run) : otherwise(run);
  };
}

function walkWith(evaluate: (run: Run) => Operand, list: Walk, otherwise: Walk): Walk {
  return (run) => {
    run.step();
    const value = evaluate(run);
    if (!isTrue(value)) {
      return otherwise(run);
    }
    const { dot, dotBoxed } = run;
    run.dot = value;
    run.dotBoxed = false;
    const completion = list(run);
    run.dot = dot;
    run.dotBoxed = dotBoxed;
    return completion;
  };
}

/** What an action prints for a value: through pointers, and by its own String method. */
function printed(run: Run, value: Operand, node: ActionNode): string {
  if (value === undefined) {
    return '<no value>';
  }
  if (boxOf(value)?.kind === 'func') {
    return run.fail(`can't print ${nodeText(node)} of type ${typeName(value)}`);
  }
  try {
    return formatValue(printable(value), run.context.charge);
  } catch (cause) {
    return cause instanceof GoDepthError ? run.fail(cause.message, { code: 'value-depth', cause }) : rethrow(cause);
  }
}

function rethrow(cause: unknown): never {
  throw cause;
}
