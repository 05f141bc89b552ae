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
import type { RenderWatch } from './watch.ts';

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
  /** Who looks on while it is rendered. */
  readonly watch?: RenderWatch;
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
   * `goStringToBytes` writes them. @throws `TemplateError`; there is no partial output.
   */
  render(data: GoValue, options?: RenderOptions): string;
}

/**
 * Parses and compiles a template as Go's text/template does. @throws `TemplateError` for bad syntax, for functions that
 * do not exist, and for a text whose nesting leaves no room on the JavaScript stack.
 */
export function compileTemplate(options: TemplateOptions): Template {
  const { functions } = options;
  return parseTemplateText({ ...options, isFunction: (name) => functions.has(name) }).compile(functions);
}

/** What a template is parsed with, where its functions are not there yet. */
export interface ParseOptions extends Omit<TemplateOptions, 'functions'> {
  /** Whether there will be a function of that name beside the builtins. */
  readonly isFunction: (name: string) => boolean;
}

/** A template whose syntax is right. */
export interface ParsedTemplate {
  /** The functions that it names, builtins left out. */
  readonly functionNames: ReadonlySet<string>;
  /** @param functions those that it names, and perhaps others. @throws as `compileTemplate` does. */
  readonly compile: (functions: FunctionTable) => Template;
}

/**
 * The first half of `compileTemplate`, for those who fetch functions when it is known which ones are needed. Throws
 * `TemplateError` for bad syntax, for functions that will not exist, and for too much nesting.
 */
export function parseTemplateText(options: ParseOptions): ParsedTemplate {
  const limits = { ...defaultLimits, ...options.limits };
  return withinStack(options.name, () => {
    const parsed = parseAll(options, limits);
    const compile = (functions: FunctionTable) =>
      withinStack(options.name, () => compileParsed(parsed, { options, functions, limits }));
    return { functionNames: parsed.functionNames, compile };
  });
}

function withinStack<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (isStackOverflow(cause)) {
      const message = `template: ${name}:1: the template is nested too deeply for the JavaScript stack`;
      throw new TemplateError('nesting-limit', message, { at: { template: name, line: 1 }, cause });
    }
    throw cause;
  }
}

interface Compilation {
  readonly options: ParseOptions;
  readonly functions: FunctionTable;
  readonly limits: Limits;
}

function compileParsed(parsed: Parsed, { options, functions, limits }: Compilation): Template {
  const { name, missingKey = 'default', watch } = options;
  const trees = new Map<string, CompiledTree>();
  const environment = watch === undefined ? { functions, trees } : { functions, trees, watch };
  watch?.parsed?.(parsed.trees);
  for (const [key, tree] of parsed.trees) {
    trees.set(key, compileTree(tree, environment));
  }
  // A main text that is empty yields its name to one defined elsewhere, but is still what is executed.
  const main = trees.get(name)?.source === parsed.main.source ? trees.get(name) : undefined;
  const root = main ?? compileTree(parsed.main, environment);
  const keepsData = [...parsed.functionNames].every((used) => functions.get(used)?.changes !== true);
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
  readonly functionNames: ReadonlySet<string>;
}

/** Parses all texts. A later definition replaces an earlier one unless it is empty. */
function parseAll(options: ParseOptions, limits: Limits): Parsed {
  const functionNames = new Set<string>();
  const isFunction = (name: string): boolean => {
    const isNamed = options.isFunction(name);
    if (isNamed) {
      functionNames.add(name);
    }
    return isNamed || builtins.has(name);
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
  return { trees, main: main ?? none, functionNames };
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
