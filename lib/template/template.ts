import type { Budget } from '../base/budget.ts';
import type { GoValue } from '../go/value.ts';
import { builtins } from './builtins.ts';
import { compileTree, enterTree } from './compile-tree.ts';
import { TemplateError } from './errors.ts';
import type { FunctionTable } from './function.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { isEmptyList } from './node.ts';
import { parseTemplate, type Tree } from './parser.ts';
import { type CompiledTree, type MissingKey, Run } from './run.ts';
import { type Delims, defaultDelims, delimsOf, type Source } from './source.ts';

/** A text with the name that errors give it. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export interface TemplateOptions extends NamedText {
  /** Functions beside the builtins, which they replace where the names are the same. */
  readonly functions: FunctionTable;
  /** Action delimiters; without them those of the text's first line (see `delimsOf`), else `{{` and `}}`. */
  readonly delims?: Delims;
  /** What a key means that a map lacks: no value (`default`), the zero value, or an error. */
  readonly missingKey?: MissingKey;
  /** Texts that are parsed before this one, in this order, for the templates that they define. */
  readonly associated?: readonly NamedText[];
  readonly limits?: Partial<Limits>;
}

export interface RenderOptions {
  /** The clock, in nanoseconds since 1970, for functions that need one. */
  readonly now?: () => bigint;
  readonly limits?: Partial<Limits>;
  /** What is left to the request that this render is part of. */
  readonly budget?: Budget;
}

/** A compiled template. It is immutable and may be shared; every render has a state of its own. */
export interface Template {
  readonly name: string;
  /** Whether it calls no function that changes a value in place; then renders may share their data. */
  readonly keepsData: boolean;
  /**
   * Executes the template. What functions such as `set` and `merge` change is `data` itself, so hand every render a
   * copy of its own (`copyGoValue`) unless it `keepsData`. The result may hold escaped bytes (see value.ts);
   * `goStringToBytes` writes them. Throws `TemplateError`; there is no partial output.
   */
  render(data: GoValue, options?: RenderOptions): string;
}

/**
 * Parses and compiles a template as Go's text/template does. Throws `TemplateError` for bad syntax, for functions that
 * do not exist, and for a text whose nesting leaves no room on the JavaScript stack.
 */
export function compileTemplate(options: TemplateOptions): Template {
  try {
    return compileParsed(options);
  } catch (cause) {
    if (isStackOverflow(cause)) {
      const at = { template: options.name, line: 1 };
      const message = `template: ${options.name}:1: the template is nested too deeply for the JavaScript stack`;
      throw new TemplateError('nesting-limit', message, { at, cause });
    }
    throw cause;
  }
}

function compileParsed(options: TemplateOptions): Template {
  const { name, functions, missingKey = 'default' } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const parsed = parseAll(options, limits);
  const trees = new Map<string, CompiledTree>();
  const environment = { functions, trees };
  for (const [key, tree] of parsed.trees) {
    trees.set(key, compileTree(tree, environment));
  }
  // A main text that is empty yields its name to one defined elsewhere, but is still what is executed.
  const main = trees.get(name)?.source === parsed.main.source ? trees.get(name) : undefined;
  const root = main ?? compileTree(parsed.main, environment);
  const { keepsData } = parsed;
  return {
    name,
    keepsData,
    render: (data, { now, limits: own, budget } = {}) =>
      execute(new Run(root, data, { limits: { ...limits, ...own }, missingKey, trees, keepsData, now, budget })),
  };
}

interface Parsed {
  readonly trees: ReadonlyMap<string, Tree>;
  readonly main: Tree;
  readonly keepsData: boolean;
}

/** Parses all texts. A later definition replaces an earlier one unless it is empty. */
function parseAll(options: TemplateOptions, limits: Limits): Parsed {
  let keepsData = true;
  const isFunction = (name: string): boolean => {
    const fn = options.functions.get(name) ?? builtins.get(name);
    keepsData &&= fn?.changes !== true;
    return fn !== undefined;
  };
  const trees = new Map<string, Tree>();
  const texts = [...(options.associated ?? []), options];
  let main: Tree | undefined;
  for (const text of texts) {
    const source = sourceOf(text, options.delims);
    const parsed = parseTemplate(source, { isFunction, limits });
    for (const [name, tree] of parsed) {
      if (!trees.has(name) || !isEmptyList(tree.root)) {
        trees.set(name, tree);
      }
    }
    main = parsed.get(text.name);
  }
  const none = { name: options.name, source: sourceOf(options, options.delims), root: [], declarations: 0 };
  return { trees, main: main ?? none, keepsData };
}

function sourceOf({ name, text }: NamedText, delims: Delims | undefined): Source {
  const own = delims === undefined ? delimsOf(text) : undefined;
  return { name, text, start: own?.start ?? 0, delims: own ?? delims ?? defaultDelims };
}

/** The JavaScript stack is the one limit that nobody can count beforehand. Regular expressions fail in their own way. */
function isStackOverflow(cause: unknown): boolean {
  return (cause instanceof RangeError || cause instanceof SyntaxError) && cause.message.includes('call stack');
}

function execute(run: Run): string {
  try {
    enterTree(run, run.tree, run.dot);
    return run.finish();
  } catch (cause) {
    if (isStackOverflow(cause)) {
      return run.fail('the template or its data is nested too deeply', { code: 'nesting-limit', cause });
    }
    throw cause;
  }
}
