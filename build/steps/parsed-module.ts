import { readFile } from 'node:fs/promises';
import { type AnyNode, type Function as FunctionNode, type Node, parse } from 'acorn';
import { transform } from 'esbuild';

/** A function of a module that has a name there: a declaration, or what a constant is set to. */
export interface NamedFunction {
  readonly name: string;
  /** The statement that it is, `export` included; undefined where it is what a constant is set to. */
  readonly declaration: Node | undefined;
  readonly node: FunctionNode;
}

/** A module as JavaScript, with its functions. */
export interface ParsedModule {
  readonly code: string;
  readonly functions: readonly NamedFunction[];
}

/** Reads a module of TypeScript or JavaScript. */
export async function parseModule(path: string): Promise<ParsedModule> {
  const { code } = await transform(await readFile(path, 'utf8'), { loader: 'ts', target: 'node24' });
  const { body } = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  return { code, functions: body.flatMap(namedFunctions) };
}

function namedFunctions(statement: AnyNode): NamedFunction[] {
  const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declared?.type === 'FunctionDeclaration' && declared.id !== null) {
    return [{ name: declared.id.name, declaration: statement, node: declared }];
  }
  return declared?.type !== 'VariableDeclaration'
    ? []
    : declared.declarations.flatMap(({ id, init }) =>
        id.type === 'Identifier' && isExpression(init) ? [{ name: id.name, declaration: undefined, node: init }] : [],
      );
}

/** The function expressions within a node, itself included; methods apart, which V8 cannot be told of. */
export function functionExpressions(node: Node): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  const visit = (each: AnyNode): void => {
    if (isExpression(each)) {
      found.push(each);
    }
    const isMethod =
      each.type === 'MethodDefinition' || (each.type === 'Property' && (each.method || each.kind !== 'init'));
    for (const child of isMethod ? childrenOf(each.value) : childrenOf(each)) {
      visit(child);
    }
  };
  visit(node as AnyNode);
  return found;
}

function isExpression(node: AnyNode | null | undefined): node is FunctionNode & AnyNode {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';
}

function childrenOf(node: object | null | undefined): AnyNode[] {
  return Object.values(node ?? {})
    .flat()
    .filter((child): child is AnyNode => typeof child?.type === 'string');
}
