import type { JsonValue } from '../json/json-value.ts';
import { setMember } from '../json/member.ts';
import { YamlError, type YamlErrorCode } from './errors.ts';
import { formatFloat32 } from './go-float.ts';
import type { AliasNode, MappingNode, ScalarNode, SequenceNode, YamlNode } from './node.ts';
import { mergeTag, type Resolved, resolvePlain, resolveTagged, shortTag } from './resolve.ts';

/** Below this many nodes, 99 % of them may come from aliases; from the second number on, 10 % (as in yaml.v2). */
const aliasRange = { low: 400_000, high: 4_000_000 };

/** Where the nodes come from, and how many values they may become. */
export interface DecodeContext {
  readonly text: string;
  readonly name: string | undefined;
  readonly maxValues: number;
  /** What nests deeper does so by aliases: of the text itself the parser has counted the levels. */
  readonly maxDepth: number;
  readonly wholesAsBigint: boolean;
}

/** Gives a document's nodes their values, as yaml.v2 and then encoding/json would. @throws YamlError. */
export function decodeDocument(root: YamlNode, context: DecodeContext): JsonValue {
  const decoder = new Decoder(context);
  const value = decoder.decode(root);
  decoder.refuseInfinite(value);
  return value;
}

class Decoder {
  readonly #context: DecodeContext;
  readonly #open = new Set<AliasNode>();
  #count = 0;
  #aliased = 0;
  #aliasDepth = 0;
  #depth = 0;
  #infinite: ScalarNode | undefined;

  constructor(context: DecodeContext) {
    this.#context = context;
  }

  /** Only numbers that no later key has replaced count, so they are looked for at the end, if there were any. */
  refuseInfinite(value: JsonValue): void {
    if (this.#infinite !== undefined && holdsInfinite(value)) {
      const reason = `JSON has no number for ${this.#infinite.value}; quote it if it is text`;
      throw this.#fail('not-json', reason, this.#infinite);
    }
  }

  decode(node: YamlNode): JsonValue {
    this.#charge(node);
    switch (node.kind) {
      case 'scalar':
        return this.#toJson(this.#resolve(node), node);
      case 'sequence':
        return this.#decodeSequence(node);
      case 'mapping':
        return this.#decodeMapping(node, {});
      case 'alias':
        return this.#throughAlias(node, (target) => this.decode(target));
    }
  }

  /** Counts the work, so that a few aliases cannot stand for a huge document. */
  #charge(node: YamlNode): void {
    this.#count += 1;
    if (this.#aliasDepth > 0) {
      this.#aliased += 1;
    }
    if (this.#count > this.#context.maxValues) {
      throw this.#fail('too-large', `this holds more than ${this.#context.maxValues} values`, node);
    }
    const ratio = this.#aliased / this.#count;
    if (this.#aliased > 100 && this.#count > 1000 && ratio > allowedRatio(this.#count)) {
      throw this.#fail('too-many-aliases', 'aliases (*name) make this document much larger than its text', node);
    }
  }

  #throughAlias<T>(node: AliasNode, use: (target: YamlNode) => T): T {
    if (this.#open.has(node)) {
      throw this.#fail('cyclic-alias', `*${node.name} stands inside the value of &${node.name}`, node);
    }
    this.#open.add(node);
    this.#aliasDepth += 1;
    const value = use(node.target);
    this.#aliasDepth -= 1;
    this.#open.delete(node);
    return value;
  }

  #decodeSequence(node: SequenceNode): JsonValue {
    const values: JsonValue[] = [];
    this.#descend(node);
    for (const item of node.items) {
      values.push(this.decode(item));
    }
    this.#depth -= 1;
    return values;
  }

  #descend(node: SequenceNode | MappingNode): void {
    this.#depth += 1;
    if (this.#depth > this.#context.maxDepth) {
      throw this.#fail('too-deep', `this nests deeper than ${this.#context.maxDepth} levels, by its aliases`, node);
    }
  }

  /** Pairs in order: the last of equal keys wins, and `<<` is applied where it stands. */
  #decodeMapping(node: MappingNode, into: Record<string, JsonValue>): JsonValue {
    this.#descend(node);
    for (let index = 0; index < node.entries.length; index += 2) {
      const [key, value] = [node.entries[index], node.entries[index + 1]];
      if (key === undefined || value === undefined) {
        break;
      }
      if (isMerge(key)) {
        this.#merge(value, into);
      } else {
        setMember(into, this.#decodeKey(key), this.decode(value));
      }
    }
    this.#depth -= 1;
    return into;
  }

  #merge(node: YamlNode, into: Record<string, JsonValue>): void {
    if (node.kind === 'sequence') {
      for (const item of node.items.toReversed()) {
        this.#mergeMap(item, into);
      }
    } else {
      this.#mergeMap(node, into);
    }
  }

  #mergeMap(node: YamlNode, into: Record<string, JsonValue>): void {
    this.#charge(node);
    if (node.kind === 'mapping') {
      this.#decodeMapping(node, into);
    } else if (node.kind === 'alias' && node.target.kind === 'mapping') {
      this.#throughAlias(node, (target) => this.#mergeMap(target, into));
    } else {
      throw this.#fail('bad-merge', '<< takes a mapping, an alias of one, or a list of these', node);
    }
  }

  #decodeKey(node: YamlNode): string {
    this.#charge(node);
    if (node.kind === 'alias') {
      return this.#throughAlias(node, (target) => this.#decodeKey(target));
    }
    if (node.kind !== 'scalar') {
      throw this.#fail('bad-key', 'a key must be a scalar, not a list or a mapping; quote it if it is text', node);
    }
    const key = keyText(this.#resolve(node));
    if (key === undefined) {
      const shown = node.value === '' ? 'an empty key' : node.value;
      throw this.#fail('bad-key', `${shown} cannot be a key of JSON; quote it`, node);
    }
    return key;
  }

  #resolve(node: ScalarNode): Resolved {
    if (node.tag === '') {
      return node.implicit ? resolvePlain(node.value) : { kind: 'string', value: node.value };
    }
    const resolved = resolveTagged(node.tag, node.value);
    if (resolved === undefined) {
      throw this.#fail('bad-tag', `${JSON.stringify(node.value)} is no ${shortTag(node.tag)}`, node);
    }
    return resolved.kind === 'binary' ? { kind: 'string', value: this.#decodeBinary(node) } : resolved;
  }

  #decodeBinary(node: ScalarNode): string {
    const text = node.value.replaceAll(/[\r\n]/g, '');
    if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
      throw this.#fail('bad-tag', '!!binary takes base64 with padding', node);
    }
    return utf8Text(Buffer.from(text, 'base64'));
  }

  #toJson(resolved: Resolved, node: ScalarNode): JsonValue {
    switch (resolved.kind) {
      case 'null':
        return null;
      case 'int':
        return this.#context.wholesAsBigint ? resolved.value : whole(resolved.value);
      case 'float':
        if (!Number.isFinite(resolved.value)) {
          this.#infinite ??= node;
        }
        return resolved.value;
      default:
        return resolved.value;
    }
  }

  #fail(code: YamlErrorCode, reason: string, node: YamlNode): YamlError {
    const { text, name } = this.#context;
    return new YamlError(code, reason, { place: { text, offset: node.offset, name } });
  }
}

function holdsInfinite(value: JsonValue): boolean {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).some(holdsInfinite);
  }
  return typeof value === 'number' && !Number.isFinite(value);
}

function allowedRatio(count: number): number {
  const { low, high } = aliasRange;
  const share = Math.min(Math.max((count - low) / (high - low), 0), 1);
  return 0.99 - 0.89 * share;
}

function isMerge(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === '<<' && (node.implicit || node.tag === mergeTag);
}

/** Keys of JSON are text. Neither null nor what only an unsigned integer holds has one. */
function keyText(resolved: Resolved): string | undefined {
  switch (resolved.kind) {
    case 'null':
      return undefined;
    case 'int':
      return BigInt.asIntN(64, resolved.value) === resolved.value ? String(resolved.value) : undefined;
    case 'float':
      return formatFloat32(resolved.value);
    default:
      return String(resolved.value);
  }
}

function whole(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** UTF-8 in which each byte that is not part of a character becomes U+FFFD, as Go's JSON encoder has it. */
function utf8Text(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) {
    return text;
  }
  let out = '';
  for (let index = 0; index < bytes.length; ) {
    const length = [1, 2, 3, 4].find((size) => isCharacter(bytes.subarray(index, index + size), size)) ?? 0;
    out += length === 0 ? '\ufffd' : bytes.toString('utf8', index, index + length);
    index += Math.max(length, 1);
  }
  return out;
}

function isCharacter(bytes: Buffer, size: number): boolean {
  const text = bytes.toString('utf8');
  return bytes.length === size && [...text].length === 1 && Buffer.from(text).equals(bytes);
}
