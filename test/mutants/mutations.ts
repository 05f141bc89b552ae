import { SourceMap } from 'node:module';
import { parse } from 'acorn';
import { full } from 'acorn-walk';
import { transformSync } from 'esbuild';

/** One small change to a file that its tests should notice. */
export interface Mutation {
  /** `28 <= becomes < in: …`, by the line of the TypeScript file. */
  readonly name: string;
  readonly text: string;
}

const operators: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '&&': '||',
  '||': '&&',
  '??': '&&',
};

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The mutations of a TypeScript file: other operators, conditions that always or never hold, booleans turned round,
 * calls for their effect left out. They are made in what esbuild makes of it, which is what runs.
 */
export function mutationsOf(source: string): readonly Mutation[] {
  const { code, map } = transformSync(source, { loader: 'ts', target: 'esnext', sourcemap: 'external' });
  const places = new SourceMap(JSON.parse(map));
  const edits: Edit[] = [];
  full(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), (node) => {
    edits.push(...editsOf(node as unknown as SyntaxNode, code));
  });
  return edits.map((edit) => ({
    name: nameOf(code, edit, places),
    text: code.slice(0, edit.start) + edit.text + code.slice(edit.end),
  }));
}

/** The parts of acorn's nodes that are looked at. */
interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly operator?: string;
  readonly left?: SyntaxNode;
  readonly right?: SyntaxNode;
  readonly test?: SyntaxNode | null;
  readonly value?: unknown;
  readonly expression?: SyntaxNode | boolean;
}

function editsOf(node: SyntaxNode, code: string): readonly Edit[] {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return operatorEdit(node, code);
    case 'IfStatement':
    case 'ConditionalExpression':
      return node.test ? ['true', 'false'].map((text) => at(node.test ?? node, text)) : [];
    case 'Literal':
      return typeof node.value === 'boolean' ? [at(node, String(!node.value))] : [];
    case 'ExpressionStatement':
      return typeof node.expression === 'object' && /^(?:Call|Await)Expression$/.test(node.expression.type)
        ? [at(node, ';')]
        : [];
    default:
      return [];
  }
}

function operatorEdit({ left, right, operator = '' }: SyntaxNode, code: string): readonly Edit[] {
  const other = operators[operator];
  if (other === undefined || left === undefined || right === undefined) {
    return [];
  }
  const start = code.indexOf(operator, left.end);
  return [{ start, end: start + operator.length, text: other }];
}

function at({ start, end }: SyntaxNode, text: string): Edit {
  return { start, end, text };
}

function nameOf(code: string, { start, end, text }: Edit, places: SourceMap): string {
  const before = code.slice(0, start).split('\n');
  const place = places.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
  const line = 'originalLine' in place ? place.originalLine + 1 : '?';
  const context = code.split('\n')[before.length - 1]?.trim() ?? '';
  const old = code.slice(start, end).replaceAll(/\s+/g, ' ');
  return `${line} ${old.slice(0, 60)} becomes ${text} in: ${context.slice(0, 100)}`;
}
