import type { YamlNode } from './node.ts';
import { Scanner } from './scanner.ts';
import type { Token } from './token.ts';

const defaultTags: ReadonlyMap<string, string> = new Map([
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
]);

/** Which nodes a place allows: block collections only outside of flow ones, lists without indentation in mappings. */
interface NodeContext {
  readonly block: boolean;
  readonly unindented: boolean;
}
const inFlow: NodeContext = { block: false, unindented: false };
const inBlock: NodeContext = { block: true, unindented: false };
const inMapping: NodeContext = { block: true, unindented: true };

interface Properties {
  readonly offset: number;
  readonly anchor: string | undefined;
  readonly tag: string;
}

const endsSequenceEntry: ReadonlySet<Token['kind']> = new Set<Token['kind']>(['block-entry', 'block-end']);
const endsUnindentedEntry: ReadonlySet<Token['kind']> = new Set<Token['kind']>([
  'block-entry',
  'key',
  'value',
  'block-end',
]);
const endsBlockPart: ReadonlySet<Token['kind']> = new Set<Token['kind']>(['key', 'value', 'block-end']);
const endsFlowPair: ReadonlySet<Token['kind']> = new Set<Token['kind']>(['flow-entry', 'flow-sequence-end']);
const endsFlowValue: ReadonlySet<Token['kind']> = new Set<Token['kind']>(['flow-entry', 'flow-mapping-end']);
const endsEmptyDocument: ReadonlySet<Token['kind']> = new Set<Token['kind']>([
  'version',
  'tag-directive',
  'document-start',
  'document-end',
  'stream-end',
]);

/**
 * Parses the first document of a YAML 1.1 stream by libyaml's grammar; what follows it is not looked at, valid or
 * not. `undefined` for a stream without documents. @throws YamlError with its place.
 */
export function parseDocument(
  text: string,
  options: { name: string | undefined; maxDepth: number },
): YamlNode | undefined {
  return new Parser(text, options).parseDocument();
}

class Parser {
  readonly #scanner: Scanner;
  readonly #maxDepth: number;
  readonly #anchors = new Map<string, YamlNode>();
  readonly #tags = new Map<string, string>();
  #depth = 0;

  constructor(text: string, options: { name: string | undefined; maxDepth: number }) {
    this.#scanner = new Scanner(text, options.name);
    this.#maxDepth = options.maxDepth;
  }

  /** document = [ directive* "---" ] node? ; the token after it must be readable */
  parseDocument(): YamlNode | undefined {
    const token = this.#scanner.peek();
    if (token.kind === 'stream-end') {
      return undefined;
    }
    const root = this.#parseDirectives(token) ? this.#parseExplicit() : this.#parseNode(inBlock);
    this.#scanner.peek();
    return root;
  }

  /** Whether the document begins with directives or a mark. */
  #parseDirectives(first: Token): boolean {
    let token = first;
    let version = false;
    for (; token.kind === 'version' || token.kind === 'tag-directive'; token = this.#next()) {
      if (token.kind === 'tag-directive') {
        this.#addTag(token);
        continue;
      }
      if (version || token.value !== '1.1') {
        throw this.#fail(
          version ? 'a second %YAML line' : `%YAML ${token.value} is not read here; remove the line`,
          token,
        );
      }
      version = true;
    }
    if (token !== first && token.kind !== 'document-start') {
      throw this.#fail('--- must follow the directives', token);
    }
    return token.kind === 'document-start';
  }

  #addTag(token: Token & { kind: 'tag-directive' }): void {
    if (this.#tags.has(token.handle)) {
      throw this.#fail(`a second %TAG line for ${token.handle}`, token);
    }
    this.#tags.set(token.handle, token.prefix);
  }

  #parseExplicit(): YamlNode {
    const token = this.#next();
    return endsEmptyDocument.has(token.kind) ? empty(token.offset) : this.#parseNode(inBlock);
  }

  /** node = alias | properties? ( scalar | sequence | mapping )? */
  #parseNode(context: NodeContext): YamlNode {
    const token = this.#scanner.peek();
    if (token.kind === 'alias') {
      this.#scanner.skip();
      return this.#alias(token);
    }
    if (token.kind === 'scalar') {
      this.#scanner.skip();
      return { kind: 'scalar', offset: token.offset, value: token.value, tag: '', implicit: token.plain };
    }
    this.#depth += 1;
    if (this.#depth > this.#maxDepth) {
      const limit = `this nests deeper than ${this.#maxDepth} levels`;
      throw this.#scanner.cursor.fail(limit, token.offset, 'too-deep');
    }
    const node = this.#parseContent(this.#parseProperties(token), context);
    this.#depth -= 1;
    return node;
  }

  #alias(token: Token & { kind: 'alias' }): YamlNode {
    const target = this.#anchors.get(token.value);
    if (target === undefined) {
      const reason = `*${token.value} refers to an anchor that is not set before it; write &${token.value} first`;
      throw this.#scanner.cursor.fail(reason, token.offset, 'unknown-anchor');
    }
    return { kind: 'alias', offset: token.offset, name: token.value, target };
  }

  /** properties = anchor tag? | tag anchor? */
  #parseProperties(first: Token): Properties {
    const { offset } = first;
    let anchor: string | undefined;
    let tag: string | undefined;
    let token = first;
    while ((token.kind === 'anchor' && anchor === undefined) || (token.kind === 'tag' && tag === undefined)) {
      if (token.kind === 'tag') {
        tag = this.#longTag(token);
      } else {
        anchor = token.value;
      }
      token = this.#next();
    }
    return { offset, anchor, tag: tag ?? '' };
  }

  #longTag(token: Token & { kind: 'tag' }): string {
    if (token.handle === '') {
      return token.suffix;
    }
    const prefix = this.#tags.get(token.handle) ?? defaultTags.get(token.handle);
    if (prefix === undefined || prefix + token.suffix === '') {
      throw this.#scanner.cursor.fail(`no %TAG line declares ${token.handle}`, token.offset, 'bad-tag');
    }
    return prefix + token.suffix;
  }

  #parseContent(properties: Properties, { block, unindented }: NodeContext): YamlNode {
    const token = this.#scanner.peek();
    switch (token.kind) {
      case 'scalar':
        return this.#scalar(token, properties);
      case 'flow-sequence-start':
        return this.#parseFlowSequence(properties);
      case 'flow-mapping-start':
        return this.#parseFlowMapping(properties);
      case 'block-entry':
        return unindented ? this.#parseUnindentedSequence(properties) : this.#absent(properties, token);
      case 'block-sequence-start':
        return block ? this.#parseBlockSequence(properties) : this.#absent(properties, token);
      case 'block-mapping-start':
        return block ? this.#parseBlockMapping(properties) : this.#absent(properties, token);
      default:
        return this.#absent(properties, token);
    }
  }

  #scalar(token: Token & { kind: 'scalar' }, { offset, anchor, tag }: Properties): YamlNode {
    this.#scanner.skip();
    const implicit = tag === '!' || (tag === '' && token.plain);
    return this.#anchored(anchor, { kind: 'scalar', offset, value: token.value, tag, implicit });
  }

  /** Properties alone are an empty scalar; nothing at all is an error. */
  #absent({ offset, anchor, tag }: Properties, token: Token): YamlNode {
    if (anchor === undefined && tag === '') {
      throw this.#fail('a value is missing', token);
    }
    return this.#anchored(anchor, { kind: 'scalar', offset, value: '', tag, implicit: tag === '' });
  }

  #anchored<N extends YamlNode>(anchor: string | undefined, node: N): N {
    if (anchor !== undefined) {
      this.#anchors.set(anchor, node);
    }
    return node;
  }

  /** block-sequence = BLOCK-SEQUENCE-START ( "-" node? )* BLOCK-END */
  #parseBlockSequence({ offset, anchor }: Properties): YamlNode {
    const items: YamlNode[] = [];
    const node = this.#anchored(anchor, { kind: 'sequence', offset, items });
    for (let token = this.#next(); token.kind !== 'block-end'; token = this.#scanner.peek()) {
      if (token.kind !== 'block-entry') {
        throw this.#fail('the next item of this list must begin with "- " in the same column', token);
      }
      items.push(this.#parsePart(endsSequenceEntry, inBlock));
    }
    this.#scanner.skip();
    return node;
  }

  /** unindented-sequence = ( "-" node? )+ , as the value of a key in the same column */
  #parseUnindentedSequence({ offset, anchor }: Properties): YamlNode {
    const items: YamlNode[] = [];
    const node = this.#anchored(anchor, { kind: 'sequence', offset, items });
    while (this.#scanner.peek().kind === 'block-entry') {
      items.push(this.#parsePart(endsUnindentedEntry, inBlock));
    }
    return node;
  }

  /** block-mapping = BLOCK-MAPPING-START ( ( KEY node? )? ( VALUE node? )? )* BLOCK-END */
  #parseBlockMapping({ offset, anchor }: Properties): YamlNode {
    const entries: YamlNode[] = [];
    const node = this.#anchored(anchor, { kind: 'mapping', offset, entries });
    for (let token = this.#next(); token.kind !== 'block-end'; token = this.#scanner.peek()) {
      if (token.kind !== 'key') {
        throw this.#fail('the next key of this mapping must stand in the same column', token);
      }
      entries.push(this.#parsePart(endsBlockPart, inMapping), this.#parseBlockValue());
    }
    this.#scanner.skip();
    return node;
  }

  #parseBlockValue(): YamlNode {
    const token = this.#scanner.peek();
    return token.kind === 'value' ? this.#parsePart(endsBlockPart, inMapping) : empty(token.offset);
  }

  /** Skips the indicator, then parses a node unless one of these tokens shows that there is none. */
  #parsePart(ends: ReadonlySet<Token['kind']>, context: NodeContext): YamlNode {
    const token = this.#next();
    return ends.has(token.kind) ? empty(token.offset) : this.#parseNode(context);
  }

  /** flow-sequence = "[" ( entry "," )* entry? "]" ; entry = node | pair */
  #parseFlowSequence({ offset, anchor }: Properties): YamlNode {
    const items: YamlNode[] = [];
    const node = this.#anchored(anchor, { kind: 'sequence', offset, items });
    let token = this.#next();
    while (token.kind !== 'flow-sequence-end') {
      items.push(token.kind === 'key' ? this.#parseFlowPair(token) : this.#parseNode(inFlow));
      token = this.#parseComma('flow-sequence-end');
    }
    this.#scanner.skip();
    return node;
  }

  /** pair = KEY node? ( VALUE node? )? , a mapping of one entry */
  #parseFlowPair({ offset }: Token): YamlNode {
    let token = this.#next();
    let key: YamlNode;
    if (token.kind === 'value' || endsFlowPair.has(token.kind)) {
      key = empty(token.offset);
      // libyaml takes the token that shows the key to be empty, be it a colon, a comma or the end.
      this.#scanner.skip();
    } else {
      key = this.#parseNode(inFlow);
    }
    token = this.#scanner.peek();
    const value = token.kind === 'value' ? this.#parseFlowPart(endsFlowPair) : empty(token.offset);
    return { kind: 'mapping', offset, entries: [key, value] };
  }

  #parseFlowPart(ends: ReadonlySet<Token['kind']>): YamlNode {
    return this.#parsePart(ends, inFlow);
  }

  /** flow-mapping = "{" ( entry "," )* entry? "}" ; entry = node | KEY node? ( VALUE node? )? */
  #parseFlowMapping({ offset, anchor }: Properties): YamlNode {
    const entries: YamlNode[] = [];
    const node = this.#anchored(anchor, { kind: 'mapping', offset, entries });
    let token = this.#next();
    while (token.kind !== 'flow-mapping-end') {
      if (token.kind === 'key') {
        entries.push(this.#parseFlowKey(), this.#parseFlowMappingValue());
      } else {
        const key = this.#parseNode(inFlow);
        entries.push(key, empty(this.#scanner.peek().offset));
      }
      token = this.#parseComma('flow-mapping-end');
    }
    this.#scanner.skip();
    return node;
  }

  #parseFlowKey(): YamlNode {
    const token = this.#next();
    return token.kind === 'value' || endsFlowValue.has(token.kind) ? empty(token.offset) : this.#parseNode(inFlow);
  }

  #parseFlowMappingValue(): YamlNode {
    const token = this.#scanner.peek();
    return token.kind === 'value' ? this.#parseFlowPart(endsFlowValue) : empty(token.offset);
  }

  /** After an entry stands the end, or a comma and then the next entry or the end. */
  #parseComma(end: 'flow-sequence-end' | 'flow-mapping-end'): Token {
    const token = this.#scanner.peek();
    if (token.kind === end) {
      return token;
    }
    if (token.kind !== 'flow-entry') {
      throw this.#fail(`a comma or the closing ${end === 'flow-sequence-end' ? ']' : '}'} is missing`, token);
    }
    return this.#next();
  }

  #next(): Token {
    this.#scanner.skip();
    return this.#scanner.peek();
  }

  #fail(reason: string, token: Token): Error {
    return this.#scanner.cursor.fail(reason, token.offset);
  }
}

function empty(offset: number): YamlNode {
  return { kind: 'scalar', offset, value: '', tag: '', implicit: true };
}
