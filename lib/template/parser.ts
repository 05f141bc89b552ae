import { quote, unquote } from '../go/quote.ts';
import { TemplateError, type TemplateErrorCode } from './errors.ts';
import { lexTemplate } from './lexer.ts';
import type { Limits } from './limits.ts';
import {
  type BranchNode,
  type ChainNode,
  type CommandNode,
  isEmptyList,
  type Node,
  nodeText,
  type OperandNode,
  type PipeNode,
  type VariableNode,
} from './node.ts';
import { parseNumberConstant } from './number-constant.ts';
import { lineOf, type Source } from './source.ts';
import { describeToken, type Token, type TokenKind } from './token.ts';

/** One template of a text: the text itself, or what a `define` or `block` in it defines. */
export interface Tree {
  readonly name: string;
  readonly source: Source;
  readonly root: readonly Node[];
}

export interface ParseOptions {
  readonly isFunction: (name: string) => boolean;
  readonly limits: Limits;
}

/** Parses a text into its templates by name, its own included. Throws `TemplateError` with Go's text. */
export function parseTemplate(source: Source, options: ParseOptions): ReadonlyMap<string, Tree> {
  return new Parser(source, options).parse();
}

/** What is open: the text itself, a definition, or a control structure, which are closed by `end`. */
interface Block {
  readonly kind: 'root' | 'define' | 'block' | BranchNode['kind'];
  readonly pipe: PipeNode | undefined;
  /** An `else if` or `else with`: the `end` that closes it closes the block around it too. */
  readonly chained: boolean;
  /** How many variables there were before. */
  readonly variables: number;
  readonly list: Node[];
  elseList: Node[] | undefined;
}

/** What belongs to one template and not to those defined inside it. */
interface Scope {
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

class Parser {
  readonly #source: Source;
  readonly #options: ParseOptions;
  readonly #tokens: readonly Token[];
  readonly #trees = new Map<string, Tree>();
  readonly #blocks: Block[] = [];
  readonly #scopes: Scope[] = [];
  #next = 0;
  /** The furthest token that was looked at: errors name its line. */
  #furthest = 0;
  #deepest = 0;

  constructor(source: Source, options: ParseOptions) {
    this.#source = source;
    this.#options = options;
    this.#tokens = lexTemplate(source, { isFunction: options.isFunction });
  }

  /**
   * text: (textOrAction | definition)* EOF
   *
   * Control structures are a stack of open blocks and not recursive calls, so that no text is nested too deeply to
   * be parsed.
   */
  parse(): ReadonlyMap<string, Tree> {
    this.#scopes.push(newScope(this.#source.name));
    this.#open('root');
    while (this.#peekNonSpace().kind !== 'eof') {
      this.#parseTextOrAction();
    }
    const root = this.#block();
    if (root.kind !== 'root') {
      this.#fail('unexpected EOF');
    }
    this.#add(this.#source.name, root.list);
    if (this.#deepest > this.#options.limits.controlDepth) {
      this.#fail(`control structures nest deeper than ${this.#options.limits.controlDepth}`, 'nesting-limit');
    }
    return this.#trees;
  }

  /** textOrAction: text | delim action */
  #parseTextOrAction(): void {
    const token = this.#takeNonSpace();
    if (token.kind === 'text') {
      this.#append({ kind: 'text', at: token.start, text: token.value });
    } else if (token.kind === 'left-delim') {
      this.#parseAction(token);
    } else {
      this.#unexpected(token, 'input');
    }
  }

  /** action: control | pipeline */
  #parseAction(delim: Token): void {
    const token = this.#peekNonSpace();
    if (token.kind === 'define' && this.#block().kind === 'root') {
      this.#takeNonSpace();
      this.#parseDefine();
      return;
    }
    this.#scope().actionStart = delim.start;
    if (!this.#parseControl(token)) {
      const pipe = this.#parsePipeline('command', 'right-delim');
      this.#append({ kind: 'action', at: token.start, pipe });
      this.#scope().actionStart = undefined;
    }
  }

  /** control: if | with | range | else | end | template | block | break | continue */
  #parseControl(token: Token): boolean {
    switch (token.kind) {
      case 'if':
      case 'with':
      case 'range':
        this.#takeNonSpace();
        this.#parseBranch(token.kind, false);
        return true;
      case 'else':
        this.#takeNonSpace();
        this.#parseElse();
        return true;
      case 'end':
        this.#takeNonSpace();
        this.#parseEnd();
        return true;
      case 'template':
        this.#takeNonSpace();
        this.#parseTemplateCall();
        return true;
      case 'block':
        this.#takeNonSpace();
        this.#parseBlock();
        return true;
      case 'break':
      case 'continue':
        this.#takeNonSpace();
        this.#parseLoopExit(token.kind, token.start);
        return true;
      default:
        return false;
    }
  }

  /** branch: ("if" | "with" | "range") pipeline delim list ("else" list)? "end" */
  #parseBranch(kind: BranchNode['kind'], chained: boolean): void {
    const scope = this.#scope();
    const variables = scope.variables.length;
    const pipe = this.#parsePipeline(kind, 'right-delim');
    scope.rangeDepth += kind === 'range' ? 1 : 0;
    this.#open(kind, { pipe, chained, variables });
  }

  /** else: "else" delim | "else" "if" pipeline delim | "else" "with" pipeline delim */
  #parseElse(): void {
    const next = this.#peekNonSpace();
    const chains = next.kind === 'if' || next.kind === 'with';
    if (!chains) {
      this.#expect('right-delim', 'else');
    }
    const block = this.#block();
    this.#checkElse(block);
    if (block.kind === 'range') {
      this.#scope().rangeDepth -= 1;
    }
    block.elseList = [];
    this.#scope().actionStart = undefined;
    if (chains && next.kind === block.kind) {
      this.#takeNonSpace();
      this.#parseBranch(block.kind, true);
    }
  }

  #checkElse(block: Block): void {
    if (block.kind === 'root') {
      this.#fail('unexpected {{else}}');
    }
    if (block.kind === 'define' || block.kind === 'block') {
      this.#fail(`unexpected {{else}} in ${block.kind} clause`);
    }
    if (block.elseList !== undefined) {
      this.#fail('expected end; found {{else}}');
    }
  }

  /** end: "end" delim */
  #parseEnd(): void {
    this.#expect('right-delim', 'end');
    let block = this.#block();
    if (block.kind === 'root') {
      this.#fail('unexpected {{end}}');
    }
    this.#scope().actionStart = undefined;
    this.#close(block);
    while (block.chained) {
      block = this.#block();
      this.#close(block);
    }
  }

  #close(block: Block): void {
    this.#blocks.pop();
    const scope = this.#scope();
    if (block.kind === 'define' || block.kind === 'block') {
      this.#add(scope.name, block.list);
      this.#scopes.pop();
    } else if (block.pipe !== undefined && block.kind !== 'root') {
      scope.variables.length = block.variables;
      scope.rangeDepth -= block.kind === 'range' && block.elseList === undefined ? 1 : 0;
      const { kind, pipe, list, elseList } = block;
      this.#append({ kind, at: pipe.at, pipe, list, elseList });
    }
    this.#scope().actionStart = undefined;
  }

  /** define: "define" string delim list "end" */
  #parseDefine(): void {
    const context = 'define clause';
    this.#scopes.push(newScope('definition'));
    const token = this.#takeNonSpace();
    const name = this.#parseTemplateName(token, context);
    this.#scopes[this.#scopes.length - 1] = newScope(name);
    this.#expect('right-delim', context);
    this.#open('define');
  }

  /** block: "block" string pipeline delim list "end" */
  #parseBlock(): void {
    const context = 'block clause';
    const token = this.#takeNonSpace();
    const name = this.#parseTemplateName(token, context);
    const pipe = this.#parsePipeline(context, 'right-delim');
    this.#append({ kind: 'template', at: token.start, name, pipe });
    this.#scopes.push(newScope(name));
    this.#open('block');
  }

  /** templateCall: "template" string pipeline? delim */
  #parseTemplateCall(): void {
    const context = 'template clause';
    const token = this.#takeNonSpace();
    const name = this.#parseTemplateName(token, context);
    const bare = this.#peekNonSpace().kind === 'right-delim';
    const pipe = bare ? undefined : this.#parsePipeline(context, 'right-delim');
    if (bare) {
      this.#takeNonSpace();
    }
    this.#append({ kind: 'template', at: token.start, name, pipe });
    this.#scope().actionStart = undefined;
  }

  #parseTemplateName(token: Token, context: string): string {
    if (token.kind !== 'string' && token.kind !== 'raw-string') {
      this.#unexpected(token, context);
    }
    return this.#unquote(token);
  }

  /** loopExit: ("break" | "continue") delim */
  #parseLoopExit(kind: 'break' | 'continue', at: number): void {
    const token = this.#takeNonSpace();
    if (token.kind !== 'right-delim') {
      this.#unexpected(token, `{{${kind}}}`);
    }
    if (this.#scope().rangeDepth === 0) {
      this.#fail(`{{${kind}}} outside {{range}}`);
    }
    this.#append({ kind, at });
    this.#scope().actionStart = undefined;
  }

  /** pipeline: declarations? command ("|" command)* */
  #parsePipeline(context: string, end: TokenKind): PipeNode {
    const at = this.#peekNonSpace().start;
    const { isAssign, declarations } = this.#parseDeclarations(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.#peekNonSpace();
      if (token.kind === end) {
        this.#takeNonSpace();
        this.#checkPipeline(commands, context);
        return { kind: 'pipe', at, isAssign, declarations, commands };
      }
      if (!operandKinds.has(token.kind)) {
        this.#unexpected(this.#takeNonSpace(), context);
      }
      commands.push(this.#parseCommand());
    }
  }

  /** declarations: variable (":=" | "=") | variable "," variable (":=" | "="), the latter in a range only */
  #parseDeclarations(context: string): Pick<PipeNode, 'isAssign' | 'declarations'> {
    const declarations: VariableNode[] = [];
    for (;;) {
      const start = this.#peekNonSpace();
      if (start.kind !== 'variable') {
        return { isAssign: false, declarations };
      }
      const mark = this.#next;
      this.#takeNonSpace();
      const sign = this.#peekNonSpace();
      const comma = sign.kind === 'char' && sign.value === ',';
      if (sign.kind !== 'assign' && sign.kind !== 'declare' && !comma) {
        this.#next = mark;
        return { isAssign: false, declarations };
      }
      this.#takeNonSpace();
      declarations.push({ kind: 'variable', at: start.start, name: start.value, fields: [] });
      this.#scope().variables.push(start.value);
      if (!comma) {
        return { isAssign: sign.kind === 'assign', declarations };
      }
      this.#checkSecondDeclaration(context, declarations.length);
    }
  }

  #checkSecondDeclaration(context: string, count: number): void {
    if (context !== 'range' || count > 1) {
      this.#fail(`too many declarations in ${context}`);
    }
    const next = this.#peekNonSpace().kind;
    if (next !== 'variable' && next !== 'right-delim' && next !== 'right-paren') {
      this.#fail('range can only initialize variables');
    }
  }

  #checkPipeline(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) {
      this.#fail(`missing value for ${context}`);
    }
    const constant = commands.findIndex(
      ({ operands: [first] }, at) => at > 0 && first && constantKinds.has(first.kind),
    );
    if (constant > 0) {
      this.#fail(`non executable command in pipeline stage ${constant + 1}`);
    }
  }

  /** command: operand (space operand)* */
  #parseCommand(): CommandNode {
    const at = this.#peekNonSpace().start;
    const operands: OperandNode[] = [];
    for (;;) {
      this.#peekNonSpace();
      const operand = this.#parseOperand();
      if (operand !== undefined) {
        operands.push(operand);
      }
      const token = this.#take();
      if (token.kind === 'right-delim' || token.kind === 'right-paren') {
        this.#next -= 1;
      } else if (token.kind === 'space') {
        continue;
      } else if (token.kind !== 'pipe') {
        this.#unexpected(token, 'operand');
      }
      break;
    }
    if (operands.length === 0) {
      this.#fail('empty command');
    }
    return { kind: 'command', at, operands };
  }

  /** operand: term field* */
  #parseOperand(): OperandNode | undefined {
    const term = this.#parseTerm();
    const at = this.#peek();
    if (term === undefined || at.kind !== 'field') {
      return term;
    }
    const fields: string[] = [];
    while (this.#peek().kind === 'field') {
      fields.push(this.#take().value.slice(1));
    }
    switch (term.kind) {
      case 'field':
      case 'variable':
        return { ...term, at: at.start, fields: [...term.fields, ...fields] };
      case 'pipe':
      case 'identifier':
        return { kind: 'chain', at: at.start, head: term, fields } satisfies ChainNode;
      default:
        return this.#fail(`unexpected . after term ${quote(nodeText(term))}`);
    }
  }

  /** term: constant | function | "." | field | variable | "(" pipeline ")" */
  #parseTerm(): OperandNode | undefined {
    const token = this.#peekNonSpace();
    if (!operandKinds.has(token.kind)) {
      return undefined;
    }
    this.#takeNonSpace();
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
        return { kind: 'string', at, quoted: token.value, text: this.#unquote(token) };
      default:
        return this.#parseNumber(token);
    }
  }

  #parseFunction(token: Token): OperandNode {
    if (!this.#options.isFunction(token.value)) {
      this.#fail(`function ${quote(token.value)} not defined`, 'unknown-function');
    }
    return { kind: 'identifier', at: token.start, name: token.value };
  }

  #parseVariable(token: Token): OperandNode {
    if (!this.#scope().variables.includes(token.value)) {
      this.#fail(`undefined variable ${quote(token.value)}`, 'undefined-variable');
    }
    return { kind: 'variable', at: token.start, name: token.value, fields: [] };
  }

  #parseParens(): OperandNode {
    const scope = this.#scope();
    if (scope.parenDepth >= this.#options.limits.parenDepth) {
      this.#fail('max expression depth exceeded', 'nesting-limit');
    }
    scope.parenDepth += 1;
    const pipe = this.#parsePipeline('parenthesized pipeline', 'right-paren');
    scope.parenDepth -= 1;
    return pipe;
  }

  #parseNumber(token: Token): OperandNode {
    const kind = token.kind === 'char-constant' || token.kind === 'complex' ? token.kind : 'number';
    const constant = parseNumberConstant(token.value, kind);
    if ('message' in constant) {
      return this.#fail(constant.message);
    }
    return { kind: 'number', at: token.start, text: token.value, constant };
  }

  #unquote(token: Token): string {
    return unquote(token.value) ?? this.#fail('invalid syntax');
  }

  /** Puts a template among those of this text: an empty one yields to another of its name. */
  #add(name: string, root: readonly Node[]): void {
    const known = this.#trees.get(name);
    if (known === undefined || isEmptyList(known.root)) {
      this.#trees.set(name, { name, source: this.#source, root });
    } else if (!isEmptyList(root)) {
      this.#fail(`template: multiple definition of template ${quote(name)}`);
    }
  }

  #open(kind: Block['kind'], options: Partial<Pick<Block, 'pipe' | 'chained' | 'variables'>> = {}): void {
    const { pipe, chained = false, variables = 0 } = options;
    this.#blocks.push({ kind, pipe, chained, variables, list: [], elseList: undefined });
    this.#deepest = Math.max(this.#deepest, this.#blocks.length - 1);
  }

  #block(): Block {
    return last(this.#blocks);
  }

  #scope(): Scope {
    return last(this.#scopes);
  }

  #append(node: Node): void {
    const block = this.#block();
    (block.elseList ?? block.list).push(node);
  }

  #take(): Token {
    const token = this.#peek();
    this.#next = Math.min(this.#next + 1, this.#tokens.length - 1);
    return token;
  }

  #peek(): Token {
    this.#furthest = Math.max(this.#furthest, this.#next);
    return this.#tokens[this.#next] ?? last(this.#tokens);
  }

  #takeNonSpace(): Token {
    this.#peekNonSpace();
    return this.#take();
  }

  #peekNonSpace(): Token {
    while (this.#peek().kind === 'space') {
      this.#next += 1;
    }
    return this.#peek();
  }

  #expect(kind: TokenKind, context: string): void {
    const token = this.#takeNonSpace();
    if (token.kind !== kind) {
      this.#unexpected(token, context);
    }
  }

  #unexpected(token: Token, context: string): never {
    if (token.kind !== 'error') {
      this.#fail(`unexpected ${describeToken(token)} in ${context}`);
    }
    const { actionStart } = this.#scope();
    const line = actionStart === undefined ? 0 : lineOf(this.#source.text, actionStart);
    const far = line !== 0 && line !== lineOf(this.#source.text, token.start);
    const place = token.value.endsWith(' action') ? ' started' : ' in action started';
    this.#fail(token.value + (far ? `${place} at ${this.#source.name}:${line}` : ''));
  }

  #fail(message: string, code: TemplateErrorCode = 'syntax'): never {
    const line = lineOf(this.#source.text, (this.#tokens[this.#furthest] ?? last(this.#tokens)).start);
    const template = this.#source.name;
    throw new TemplateError(code, `template: ${template}:${line}: ${message}`, { at: { template, line } });
  }
}

function newScope(name: string): Scope {
  return { name, variables: ['$'], rangeDepth: 0, parenDepth: 0, actionStart: undefined };
}

function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) {
    throw new Error('template parser: there is always an open block and a last token; please report this');
  }
  return item;
}
