import { quote } from '../go/quote.ts';
import type { NumberConstant } from './number-constant.ts';

/** The parsed tree. `at` is the offset in the text that errors point to. */
export type Node = TextNode | ActionNode | BranchNode | TemplateNode | LoopExitNode;

export interface TextNode {
  readonly kind: 'text';
  readonly at: number;
  readonly text: string;
}

export interface ActionNode {
  readonly kind: 'action';
  readonly at: number;
  readonly pipe: PipeNode;
}

export interface BranchNode {
  readonly kind: 'if' | 'with' | 'range';
  readonly at: number;
  readonly pipe: PipeNode;
  readonly list: readonly Node[];
  /** Undefined where there is no `else`. */
  readonly elseList: readonly Node[] | undefined;
}

export interface TemplateNode {
  readonly kind: 'template';
  readonly at: number;
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export interface LoopExitNode {
  readonly kind: 'break' | 'continue';
  readonly at: number;
}

export interface PipeNode {
  readonly kind: 'pipe';
  readonly at: number;
  readonly isAssign: boolean;
  readonly declarations: readonly VariableNode[];
  readonly commands: readonly CommandNode[];
}

export interface CommandNode {
  readonly kind: 'command';
  readonly at: number;
  readonly operands: readonly OperandNode[];
}

export type OperandNode =
  | PipeNode
  | ChainNode
  | FieldNode
  | VariableNode
  | IdentifierNode
  | BoolNode
  | NumberNode
  | StringNode
  | { readonly kind: 'dot' | 'nil'; readonly at: number };

/** A parenthesized pipeline or a function, followed by fields. */
export interface ChainNode {
  readonly kind: 'chain';
  readonly at: number;
  readonly head: PipeNode | IdentifierNode;
  readonly fields: readonly string[];
}

export interface FieldNode {
  readonly kind: 'field';
  readonly at: number;
  readonly fields: readonly string[];
}

export interface VariableNode {
  readonly kind: 'variable';
  readonly at: number;
  /** With its dollar sign. */
  readonly name: string;
  readonly fields: readonly string[];
}

export interface IdentifierNode {
  readonly kind: 'identifier';
  readonly at: number;
  readonly name: string;
}

export interface BoolNode {
  readonly kind: 'bool';
  readonly at: number;
  readonly value: boolean;
}

export interface NumberNode {
  readonly kind: 'number';
  readonly at: number;
  readonly text: string;
  readonly constant: NumberConstant;
}

export interface StringNode {
  readonly kind: 'string';
  readonly at: number;
  readonly quoted: string;
  readonly text: string;
}

/** What an error can point to. */
export type LocatedNode = Exclude<Node, TextNode> | PipeNode | CommandNode | OperandNode;

/** A node as errors quote it: the source in a normal form. */
export function nodeText(node: Node | LocatedNode): string {
  switch (node.kind) {
    case 'text':
      return quote(node.text).slice(1, -1);
    case 'action':
      return `{{${nodeText(node.pipe)}}}`;
    case 'if':
    case 'with':
    case 'range':
      return branchText(node);
    case 'template':
      return `{{template ${quote(node.name)}${node.pipe === undefined ? '' : ` ${nodeText(node.pipe)}`}}}`;
    case 'break':
    case 'continue':
      return `{{${node.kind}}}`;
    case 'pipe':
      return pipeText(node);
    case 'command':
      return node.operands.map(operandText).join(' ');
    default:
      return plainOperandText(node);
  }
}

function plainOperandText(node: Exclude<OperandNode, PipeNode>): string {
  switch (node.kind) {
    case 'chain':
      return operandText(node.head) + dotted(node.fields);
    case 'field':
      return dotted(node.fields);
    case 'variable':
      return node.name + dotted(node.fields);
    case 'identifier':
      return node.name;
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
  }
}

function operandText(node: OperandNode): string {
  return node.kind === 'pipe' ? `(${pipeText(node)})` : plainOperandText(node);
}

function dotted(fields: readonly string[]): string {
  return fields.map((field) => `.${field}`).join('');
}

function pipeText(pipe: PipeNode): string {
  const names = pipe.declarations.map((variable) => nodeText(variable)).join(', ');
  const sign = names === '' ? '' : pipe.isAssign ? ' = ' : ' := ';
  return names + sign + pipe.commands.map((command) => nodeText(command)).join(' | ');
}

function branchText(node: BranchNode): string {
  const otherwise = node.elseList === undefined ? '' : `{{else}}${listText(node.elseList)}`;
  return `{{${node.kind} ${pipeText(node.pipe)}}}${listText(node.list)}${otherwise}{{end}}`;
}

function listText(list: readonly Node[]): string {
  return list.map((node) => nodeText(node)).join('');
}

/** Whether a template is empty but for white space; such a one replaces no other. */
export function isEmptyList(list: readonly Node[]): boolean {
  return list.every((node) => node.kind === 'text' && node.text.trim() === '');
}
