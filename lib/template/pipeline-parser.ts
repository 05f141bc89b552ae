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
import { lineOf, type Source } from './source.ts';
import { describeToken, type Token, type TokenKind } from './token.ts';

export interface ParseOptions {
  readonly isFunction: (name: string) => boolean;
  readonly limits: Limits;
}

/** What belongs to one template and not to those defined inside it. */
export interface Scope {
  readonly name: string;
  readonly variables: string[];
  rangeDepth: number;
  parenDepth: number;
  /** Offset of the delimiter of the action that is being read, for errors that end far from where they began. */
  actionStart: number | undefined;
}

const operandKinds: ReadonlySet<TokenKind> = new Set([
  ...(['bool', 'char-constant', 'complex', 'dot', 'field', 'identifier', 'number', 'nil'] as const),
  ...(['raw-string', 'string', 'variable', 'left-paren'] as const),
]);
const constantKinds: ReadonlySet<OperandNode['kind']> = new Set(['bool', 'dot', 'nil', 'number', 'string']);

/**
 * Parses pipelines, and holds what all of parsing needs: the tokens with a cursor, the scopes, and errors in Go's
 * words. Each method carries its grammar production.
 */
export class PipelineParser {
  protected readonly source: Source;
  protected readonly options: ParseOptions;
  /** The templates that are being read, the innermost last. */
  protected readonly scopes: Scope[] = [];
  readonly #tokens: readonly Token[];
  #next = 0;
  /** The furthest token that was looked at: errors name its line. */
  #furthest = 0;

  constructor(source: Source, options: ParseOptions) {
    this.source = source;
    this.options = options;
    this.#tokens = lexTemplate(source, { isFunction: options.isFunction });
  }

  protected scope(): Scope {
    return last(this.scopes);
  }

  /** pipeline: declarations? command ("|" command)* */
  protected parsePipeline(context: string, end: TokenKind): PipeNode {
    const at = this.peekNonSpace().start;
    const { isAssign, declarations } = this.#parseDeclarations(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.peekNonSpace();
      if (token.kind === end) {
        this.takeNonSpace();
        this.#checkPipeline(commands, context);
        return { kind: 'pipe', at, isAssign, declarations, commands };
      }
      if (!operandKinds.has(token.kind)) {
        this.unexpected(this.takeNonSpace(), context);
      }
      commands.push(this.#parseCommand());
    }
  }

  /** declarations: variable (":=" | "=") | variable "," variable (":=" | "="), the latter in a range only */
  #parseDeclarations(context: string): Pick<PipeNode, 'isAssign' | 'declarations'> {
    const declarations: VariableNode[] = [];
    for (;;) {
      const start = this.peekNonSpace();
      if (start.kind !== 'variable') {
        return { isAssign: false, declarations };
      }
      const mark = this.#next;
      this.takeNonSpace();
      const sign = this.peekNonSpace();
      const comma = sign.kind === 'char' && sign.value === ',';
      if (sign.kind !== 'assign' && sign.kind !== 'declare' && !comma) {
        this.#next = mark;
        return { isAssign: false, declarations };
      }
      this.takeNonSpace();
      declarations.push({ kind: 'variable', at: start.start, name: start.value, fields: [] });
      this.scope().variables.push(start.value);
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
    const next = this.peekNonSpace().kind;
    if (next !== 'variable' && next !== 'right-delim' && next !== 'right-paren') {
      this.fail('range can only initialize variables');
    }
  }

  #checkPipeline(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) {
      this.fail(`missing value for ${context}`);
    }
    const constant = commands.findIndex(
      ({ operands: [first] }, at) => at > 0 && first && constantKinds.has(first.kind),
    );
    if (constant > 0) {
      this.fail(`non executable command in pipeline stage ${constant + 1}`);
    }
  }

  /** command: operand (space operand)* */
  #parseCommand(): CommandNode {
    const at = this.peekNonSpace().start;
    const operands: OperandNode[] = [];
    for (;;) {
      this.peekNonSpace();
      const operand = this.#parseOperand();
      if (operand !== undefined) {
        operands.push(operand);
      }
      const token = this.take();
      if (token.kind === 'right-delim' || token.kind === 'right-paren') {
        this.#next -= 1;
      } else if (token.kind === 'space') {
        continue;
      } else if (token.kind !== 'pipe') {
        this.unexpected(token, 'operand');
      }
      break;
    }
    if (operands.length === 0) {
      this.fail('empty command');
    }
    return { kind: 'command', at, operands };
  }

  /** operand: term field* */
  #parseOperand(): OperandNode | undefined {
    const term = this.#parseTerm();
    const at = this.peek();
    if (term === undefined || at.kind !== 'field') {
      return term;
    }
    const fields: string[] = [];
    while (this.peek().kind === 'field') {
      fields.push(this.take().value.slice(1));
    }
    switch (term.kind) {
      case 'field':
      case 'variable':
        return { ...term, at: at.start, fields: [...term.fields, ...fields] };
      case 'pipe':
      case 'identifier':
        return { kind: 'chain', at: at.start, head: term, fields } satisfies ChainNode;
      default:
        return this.fail(`unexpected . after term ${quote(nodeText(term))}`);
    }
  }

  /** term: constant | function | "." | field | variable | "(" pipeline ")" */
  #parseTerm(): OperandNode | undefined {
    const token = this.peekNonSpace();
    if (!operandKinds.has(token.kind)) {
      return undefined;
    }
    this.takeNonSpace();
    const at = token.start;
    switch (token.kind) {
      case 'identifier':
        return this.#parseFunction(token);
      case 'nil':
      case 'dot':
        return { kind: token.kind, at };
      case 'variable':
        return this.#parseVariable(token);
      case 'field':
        return { kind: 'field', at, fields: [token.value.slice(1)] };
      case 'bool':
        return { kind: 'bool', at, value: token.value === 'true' };
      case 'left-paren':
        return this.#parseParens();
      case 'string':
      case 'raw-string':
        return { kind: 'string', at, quoted: token.value, text: this.unquote(token) };
      default:
        return this.#parseNumber(token);
    }
  }

  #parseFunction(token: Token): OperandNode {
    if (!this.options.isFunction(token.value)) {
      this.fail(`function ${quote(token.value)} not defined`, 'unknown-function');
    }
    return { kind: 'identifier', at: token.start, name: token.value };
  }

  #parseVariable(token: Token): OperandNode {
    if (!this.scope().variables.includes(token.value)) {
      this.fail(`undefined variable ${quote(token.value)}`, 'undefined-variable');
    }
    return { kind: 'variable', at: token.start, name: token.value, fields: [] };
  }

  #parseParens(): OperandNode {
    const scope = this.scope();
    if (scope.parenDepth >= this.options.limits.parenDepth) {
      this.fail('max expression depth exceeded', 'nesting-limit');
    }
    scope.parenDepth += 1;
    const pipe = this.parsePipeline('parenthesized pipeline', 'right-paren');
    scope.parenDepth -= 1;
    return pipe;
  }

  #parseNumber(token: Token): OperandNode {
    const kind = token.kind === 'char-constant' || token.kind === 'complex' ? token.kind : 'number';
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
    this.#next = Math.min(this.#next + 1, this.#tokens.length - 1);
    return token;
  }

  protected peek(): Token {
    this.#furthest = Math.max(this.#furthest, this.#next);
    return this.#tokens[this.#next] ?? last(this.#tokens);
  }

  protected takeNonSpace(): Token {
    this.peekNonSpace();
    return this.take();
  }

  protected peekNonSpace(): Token {
    while (this.peek().kind === 'space') {
      this.#next += 1;
    }
    return this.peek();
  }

  protected expect(kind: TokenKind, context: string): void {
    const token = this.takeNonSpace();
    if (token.kind !== kind) {
      this.unexpected(token, context);
    }
  }

  protected unexpected(token: Token, context: string): never {
    if (token.kind !== 'error') {
      this.fail(`unexpected ${describeToken(token)} in ${context}`);
    }
    const { actionStart } = this.scope();
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

/** The scope of a template that is about to be read. */
export function newScope(name: string): Scope {
  return { name, variables: ['$'], rangeDepth: 0, parenDepth: 0, actionStart: undefined };
}

/** The last of some items, of which there is always one. */
export function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) {
    throw new Error('template parser: there is always an open block and a last token; please report this');
  }
  return item;
}
