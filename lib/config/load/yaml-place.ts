import type { YamlNode } from '../../yaml/node.ts';
import { parseDocument } from '../../yaml/parser.ts';

/** A way into a document: keys and list indices. */
export type ValuePath = readonly (string | number)[];

/** Line and column, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const maxDepth = 100;

/**
 * Finds where values stand in a YAML text that has been read before: a key, for a member of a mapping, else the
 * value. A path that leads nowhere (into a merged mapping, say) gives the place of the last step that exists.
 */
export function createYamlPlaces(text: string): (path: ValuePath) => Place {
  let root: YamlNode | undefined;
  return (path) => {
    root ??= parseDocument(text, { name: undefined, maxDepth });
    return placeAt(text, root === undefined ? 0 : offsetOf(root, path));
  };
}

/** Line and column of an offset, from 1. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

function offsetOf(root: YamlNode, path: ValuePath): number {
  let node = root;
  let { offset } = root;
  for (const step of path) {
    const next = enter(target(node), step);
    if (next === undefined) {
      return offset;
    }
    ({ node, offset } = next);
  }
  return offset;
}

function target(node: YamlNode): YamlNode {
  return node.kind === 'alias' ? target(node.target) : node;
}

function enter(node: YamlNode, step: string | number): { node: YamlNode; offset: number } | undefined {
  if (node.kind === 'sequence' && typeof step === 'number') {
    const item = node.items[step];
    return item === undefined ? undefined : { node: item, offset: item.offset };
  }
  // The last of equal keys wins, as it does when the document is read.
  for (let index = node.kind === 'mapping' ? node.entries.length - 2 : -1; index >= 0; index -= 2) {
    const [key, value] = node.kind === 'mapping' ? node.entries.slice(index, index + 2) : [];
    if (key?.kind === 'scalar' && key.value === step && value !== undefined) {
      return { node: value, offset: key.offset };
    }
  }
  return undefined;
}
