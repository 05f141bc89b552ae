import { quote, unquote } from '../go/quote.ts';
import { TemplateError, type TemplateErrorCode } from './errors.ts';
import { lexTemplate } from './lexer.ts';
import type { Limits } from './limits.ts';
import {
  type ChainNode,
  type CommandNode,
  nodeText,
  type OperandNode,
  type PipeNode,
  type VariableNode,
} from './node.ts';
import { parseNumberConstant } from './number-constant.ts';
import { last, newScope, type Scope } from './scope.ts';
import { lineOf, type Source } from './source.ts';
import { describeToken, type Token, type TokenKind } from './token.ts';

export interface ParseOptions {
  readonly isFunction: (name: string) => boolean;
  readonly limits: Limits;
}

const noDeclarations: Pick<PipeNode, 'isAssign' | 'declarations'> = { isAssign: false, declarations: [] };
const constantKinds: ReadonlySet<OperandNode['kind']> = new Set(['bool', 'dot', 'nil', 'number', 'string']);

/**
 * Parses pipelines, and holds what all of parsing needs: the tokens with a cursor, the scopes, and errors in Go's
 * words. Each method carries its grammar production.
 */
export class PipelineParser {
  protected readonly source: Source;
  protected readonly options: ParseOptions;
  /** The template that is being read. */
  protected scope: Scope = newScope('');
  /** The templates around it, the innermost last. */
  readonly #scopes: Scope[] = [];
  readonly #tokens: readonly Token[];
  #next = 0;
  /** The furthest token that was looked at: errors name its line. */
  #furthest = 0;

  constructor(source: Source, options: ParseOptions) {
    this.source = source;
    this.options = options;
    this.#tokens = lexTemplate(source, { isFunction: options.isFunction });
  }

  protected enter(scope: Scope): void {
    this.#scopes.push(this.scope);
    this.scope = scope;
  }

  protected leave(): void {
    this.scope = last(this.#scopes);
    this.#scopes.pop();
  }

  /** pipeline: declarations? command ("|" command)* */
  protected parsePipeline(context: string, end: TokenKind): PipeNode {
    const first = this.peek();
    const at = first.start;
    const { isAssign, declarations } = first.kind === 'variable' ? this.#parseDeclarations(context) : noDeclarations;
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.peek();
      if (token.kind === end) {
        this.take();
        this.#checkPipeline(commands, context);
        return { kind: 'pipe', at, isAssign, declarations, commands };
      }
      const operand = this.#parseOperand();
      if (operand === undefined) {
        this.unexpected(this.take(), context);
      }
      commands.push(this.#parseCommand(token.start, operand));
    }
  }

  /** declarations: variable (":=" | "=") | variable "," variable (":=" | "="), the latter in a range only */
  #parseDeclarations(context: string): Pick<PipeNode, 'isAssign' | 'declarations'> {
    const declarations: VariableNode[] = [];
    for (;;) {
      const start = this.peek();
      if (start.kind !== 'variable') {
        return { isAssign: false, declarations };
      }
      const mark = this.#next;
      this.take();
      const sign = this.peek();
      const comma = sign.kind === 'char' && sign.value === ',';
      if (sign.kind !== 'assign' && sign.kind !== 'declare' && !comma) {
        this.#next = mark;
        return { isAssign: false, declarations };
      }
      this.take();
      declarations.push({ kind: 'variable', at: start.start, name: start.value, fields: [] });
      this.scope.variables.push(start.value);
      this.scope.declarations += 1;
      if (!comma) {
        return { isAssign: sign.kind === 'assign', declarations };
      }
      this.#checkSecondDeclaration(context, declarations.length);
    }
  }

  #checkSecondDeclaration(context: string, count: number): void {
    if (context !== 'range' || count > 1) {
      this.fail(`too many declarations in ${context}`);
    }
    const next = this.peek().kind;
    if (next !== 'variable' && next !== 'right-delim' && next !== 'right-paren') {
      this.fail('range can only initialize variables');
    }
  }

  #checkPipeline(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) {
      this.fail(`missing value for ${context}`);
    }
    for (let stage = 1; stage < commands.length; stage++) {
      const first = commands[stage]?.operands[0];
      if (first !== undefined && constantKinds.has(first.kind)) {
        this.fail(`non executable command in pipeline stage ${stage + 1}`);
      }
    }
  }

  /** command: operand (space operand)*; the first one has been read. */
  #parseCommand(at: number, first: OperandNode): CommandNode {
    const operands = [first];
    for (let taken: OperandNode | undefined = first; ; ) {
      const token = this.peek();
      const { kind } = token;
      if (kind === 'right-delim' || kind === 'right-paren') {
        break;
      }
      if (kind === 'pipe') {
        this.take();
        break;
      }
      taken = taken !== undefined && token.spaced ? this.#parseOperand() : undefined;
      if (taken === undefined) {
        this.unexpected(this.peek(), 'operand');
      }
      operands.push(taken);
    }
    return { kind: 'command', at, operands };
  }

  /** operand: term field* */
  #parseOperand(): OperandNode | undefined {
    const term = this.#parseTerm();
    if (term === undefined) {
      return term;
    }
    const at = this.peek();
    if (at.kind !== 'field' || at.spaced) {
      return term;
    }
    switch (term.kind) {
      case 'field':
      case 'variable':
        return { ...term, at: at.start, fields: this.#parseFields(term.fields) };
      case 'pipe':
      case 'identifier':
        return { kind: 'chain', at: at.start, head: term, fields: this.#parseFields([]) } satisfies ChainNode;
      default:
        this.#parseFields([]);
        // White space after the fields is where Go has read to.
        this.#furthest = this.peek().spaced ? this.#next - 1 : this.#next;
        return this.fail(`unexpected . after term ${quote(nodeText(term))}`);
    }
  }

  #parseFields(before: readonly string[]): readonly string[] {
    const fields = [...before];
    for (let token = this.peek(); token.kind === 'field' && !token.spaced; token = this.peek()) {
      fields.push(token.value.slice(1));
      this.take();
    }
    return fields;
  }

  /** term: constant | function | "." | field | variable | "(" pipeline ")" */
  #parseTerm(): OperandNode | undefined {
    const token = this.peek();
    const at = token.start;
    switch (token.kind) {
      case 'field':
        this.take();
        return { kind: 'field', at, fields: [token.value.slice(1)] };
      case 'identifier':
        this.take();
        return this.#parseFunction(token);
      case 'string':
      case 'raw-string':
        this.take();
        return { kind: 'string', at, quoted: token.value, text: this.unquote(token) };
      case 'variable':
        this.take();
        return this.#parseVariable(token);
      case 'left-paren':
        this.take();
        return this.#parseParens();
      case 'nil':
      case 'dot':
        this.take();
        return { kind: token.kind, at };
      case 'bool':
        this.take();
        return { kind: 'bool', at, value: token.value === 'true' };
      case 'number':
      case 'complex':
      case 'char-constant':
        this.take();
        return this.#parseNumber(token, token.kind);
      default:
        return undefined;
    }
  }

  #parseFunction(token: Token): OperandNode {
    if (!this.options.isFunction(token.value)) {
      this.fail(`function ${quote(token.value)} not defined`, 'unknown-function');
    }
    return { kind: 'identifier', at: token.start, name: token.value };
  }

  #parseVariable(token: Token): OperandNode {
    if (!this.scope.variables.includes(token.value)) {
      this.fail(`undefined variable ${quote(token.value)}`, 'undefined-variable');
    }
    return { kind: 'variable', at: token.start, name: token.value, fields: [] };
  }

  #parseParens(): OperandNode {
    const { scope } = this;
    if (scope.parenDepth >= this.options.limits.parenDepth) {
      this.fail('max expression depth exceeded', 'nesting-limit');
    }
    scope.parenDepth += 1;
    const pipe = this.parsePipeline('parenthesized pipeline', 'right-paren');
    scope.parenDepth -= 1;
    return pipe;
  }

  #parseNumber(token: Token, kind: 'char-constant' | 'complex' | 'number'): OperandNode {
    const constant = parseNumberConstant(token.value, kind);
    if ('message' in constant) {
      return this.fail(constant.message);
    }
    return { kind: 'number', at: token.start, text: token.value, constant };
  }

  protected unquote(token: Token): string {
    return unquote(token.value) ?? this.fail('invalid syntax');
  }

  protected take(): Token {
    const token = this.peek();
    if (this.#next < this.#tokens.length - 1) {
      this.#next += 1;
    }
    return token;
  }

  protected peek(): Token {
    const at = this.#next;
    if (at > this.#furthest) {
      this.#furthest = at;
    }
    return this.#tokens[at] ?? last(this.#tokens);
  }

  protected expect(kind: TokenKind, context: string): void {
    const token = this.take();
    if (token.kind !== kind) {
      this.unexpected(token, context);
    }
  }

  protected unexpected(token: Token, context: string): never {
    if (token.kind !== 'error') {
      this.fail(`unexpected ${describeToken(token)} in ${context}`);
    }
    const { actionStart } = this.scope;
    const line = actionStart === undefined ? 0 : lineOf(this.source.text, actionStart);
    const far = line !== 0 && line !== lineOf(this.source.text, token.start);
    const place = token.value.endsWith(' action') ? ' started' : ' in action started';
    this.fail(token.value + (far ? `${place} at ${this.source.name}:${line}` : ''));
  }

  protected fail(message: string, code: TemplateErrorCode = 'syntax'): never {
    const line = lineOf(this.source.text, (this.#tokens[this.#furthest] ?? last(this.#tokens)).start);
    const template = this.source.name;
    throw new TemplateError(code, `template: ${template}:${line}: ${message}`, { at: { template, line } });
  }
}
