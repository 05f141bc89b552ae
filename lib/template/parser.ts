import { quote } from '../go/quote.ts';
import { type BranchNode, isEmptyList, type Node, type PipeNode } from './node.ts';
import { type ParseOptions, PipelineParser } from './pipeline-parser.ts';
import { last, newScope, type Scope } from './scope.ts';
import type { Source } from './source.ts';
import type { Token } from './token.ts';

/** One template of a text: the text itself, or what a `define` or `block` in it defines. */
export interface Tree {
  readonly name: string;
  readonly source: Source;
  readonly root: readonly Node[];
  /** How many variables it declares. */
  readonly declarations: number;
}

/** Parses a text into its templates by name, its own included. @throws `TemplateError` with Go's text. */
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

class Parser extends PipelineParser {
  readonly #trees = new Map<string, Tree>();
  readonly #blocks: Block[] = [];
  #deepest = 0;

  /**
   * text: (textOrAction | definition)* EOF
   *
   * Control structures are a stack of open blocks and not recursive calls, so that no text is nested too deeply to
   * be parsed.
   */
  parse(): ReadonlyMap<string, Tree> {
    this.enter(newScope(this.source.name));
    this.#open('root');
    while (this.peek().kind !== 'eof') {
      this.#parseTextOrAction();
    }
    const root = this.#block();
    if (root.kind !== 'root') {
      this.fail('unexpected EOF');
    }
    this.#add(this.scope, root.list);
    if (this.#deepest > this.options.limits.controlDepth) {
      this.fail(`control structures nest deeper than ${this.options.limits.controlDepth}`, 'nesting-limit');
    }
    return this.#trees;
  }

  /** textOrAction: text | delim action */
  #parseTextOrAction(): void {
    const token = this.take();
    if (token.kind === 'text') {
      this.#append({ kind: 'text', at: token.start, text: token.value });
    } else if (token.kind === 'left-delim') {
      this.#parseAction(token);
    } else {
      this.unexpected(token, 'input');
    }
  }

  /** action: control | pipeline */
  #parseAction(delim: Token): void {
    const token = this.peek();
    if (token.kind === 'define' && this.#block().kind === 'root') {
      this.take();
      this.#parseDefine();
      return;
    }
    this.scope.actionStart = delim.start;
    if (!this.#parseControl(token)) {
      const pipe = this.parsePipeline('command', 'right-delim');
      this.#append({ kind: 'action', at: token.start, pipe });
      this.scope.actionStart = undefined;
    }
  }

  /** control: if | with | range | else | end | template | block | break | continue */
  #parseControl(token: Token): boolean {
    switch (token.kind) {
      case 'if':
      case 'with':
      case 'range':
        this.take();
        this.#parseBranch(token.kind, false);
        return true;
      case 'else':
        this.take();
        this.#parseElse();
        return true;
      case 'end':
        this.take();
        this.#parseEnd();
        return true;
      case 'template':
        this.take();
        this.#parseTemplateCall();
        return true;
      case 'block':
        this.take();
        this.#parseBlock();
        return true;
      case 'break':
      case 'continue':
        this.take();
        this.#parseLoopExit(token.kind, token.start);
        return true;
      default:
        return false;
    }
  }

  /** branch: ("if" | "with" | "range") pipeline delim list ("else" list)? "end" */
  #parseBranch(kind: BranchNode['kind'], chained: boolean): void {
    const { scope } = this;
    const variables = scope.variables.length;
    const pipe = this.parsePipeline(kind, 'right-delim');
    scope.rangeDepth += kind === 'range' ? 1 : 0;
    this.#open(kind, { pipe, chained, variables });
  }

  /** else: "else" delim | "else" "if" pipeline delim | "else" "with" pipeline delim */
  #parseElse(): void {
    const next = this.peek();
    const chains = next.kind === 'if' || next.kind === 'with';
    if (!chains) {
      this.expect('right-delim', 'else');
    }
    const block = this.#block();
    this.#checkElse(block);
    if (block.kind === 'range') {
      this.scope.rangeDepth -= 1;
    }
    block.elseList = [];
    this.scope.actionStart = undefined;
    if (chains && next.kind === block.kind) {
      this.take();
      this.#parseBranch(block.kind, true);
    }
  }

  #checkElse(block: Block): void {
    if (block.kind === 'root') {
      this.fail('unexpected {{else}}');
    }
    if (block.kind === 'define' || block.kind === 'block') {
      this.fail(`unexpected {{else}} in ${block.kind} clause`);
    }
    if (block.elseList !== undefined) {
      this.fail('expected end; found {{else}}');
    }
  }

  /** end: "end" delim */
  #parseEnd(): void {
    this.expect('right-delim', 'end');
    let block = this.#block();
    if (block.kind === 'root') {
      this.fail('unexpected {{end}}');
    }
    this.scope.actionStart = undefined;
    this.#close(block);
    while (block.chained) {
      block = this.#block();
      this.#close(block);
    }
  }

  #close(block: Block): void {
    this.#blocks.pop();
    const { scope } = this;
    if (block.kind === 'define' || block.kind === 'block') {
      this.#add(scope, block.list);
      this.leave();
    } else if (block.pipe !== undefined && block.kind !== 'root') {
      scope.variables.length = block.variables;
      scope.rangeDepth -= block.kind === 'range' && block.elseList === undefined ? 1 : 0;
      const { kind, pipe, list, elseList } = block;
      this.#append({ kind, at: pipe.at, pipe, list, elseList });
    }
    this.scope.actionStart = undefined;
  }

  /** define: "define" string delim list "end" */
  #parseDefine(): void {
    const context = 'define clause';
    this.enter(newScope('definition'));
    const token = this.take();
    const name = this.#parseTemplateName(token, context);
    this.leave();
    this.enter(newScope(name));
    this.expect('right-delim', context);
    this.#open('define');
  }

  /** block: "block" string pipeline delim list "end" */
  #parseBlock(): void {
    const context = 'block clause';
    const token = this.take();
    const name = this.#parseTemplateName(token, context);
    const pipe = this.parsePipeline(context, 'right-delim');
    this.#append({ kind: 'template', at: token.start, name, pipe });
    this.enter(newScope(name));
    this.#open('block');
  }

  /** templateCall: "template" string pipeline? delim */
  #parseTemplateCall(): void {
    const context = 'template clause';
    const token = this.take();
    const name = this.#parseTemplateName(token, context);
    const bare = this.peek().kind === 'right-delim';
    const pipe = bare ? undefined : this.parsePipeline(context, 'right-delim');
    if (bare) {
      this.take();
    }
    this.#append({ kind: 'template', at: token.start, name, pipe });
    this.scope.actionStart = undefined;
  }

  #parseTemplateName(token: Token, context: string): string {
    if (token.kind !== 'string' && token.kind !== 'raw-string') {
      this.unexpected(token, context);
    }
    return this.unquote(token);
  }

  /** loopExit: ("break" | "continue") delim */
  #parseLoopExit(kind: 'break' | 'continue', at: number): void {
    const token = this.take();
    if (token.kind !== 'right-delim') {
      this.unexpected(token, `{{${kind}}}`);
    }
    if (this.scope.rangeDepth === 0) {
      this.fail(`{{${kind}}} outside {{range}}`);
    }
    this.#append({ kind, at });
    this.scope.actionStart = undefined;
  }

  /** Puts a template among those of this text: an empty one yields to another of its name. */
  #add({ name, declarations }: Scope, root: readonly Node[]): void {
    const known = this.#trees.get(name);
    if (known === undefined || isEmptyList(known.root)) {
      this.#trees.set(name, { name, source: this.source, root, declarations });
    } else if (!isEmptyList(root)) {
      this.fail(`template: multiple definition of template ${quote(name)}`);
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

  #append(node: Node): void {
    const block = this.#block();
    (block.elseList ?? block.list).push(node);
  }
}
