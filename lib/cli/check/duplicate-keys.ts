import { YamlError } from '../../yaml/errors.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { parseDocument } from '../../yaml/parser.ts';

/** A key that its mapping has already; the later one wins. */
export interface DuplicateKey {
  readonly key: string;
  /** Of the later one, in the text. */
  readonly offset: number;
}

const maxDepth = 100;

/** Keys that stand twice in one mapping of a YAML or JSON document; none where the text cannot be read. */
export function duplicateKeys(text: string): readonly DuplicateKey[] {
  try {
    const root = parseDocument(text, { name: undefined, maxDepth });
    return root === undefined ? [] : duplicatesIn(root);
  } catch (error) {
    if (error instanceof YamlError) {
      return [];
    }
    throw error;
  }
}

function duplicatesIn(node: YamlNode): readonly DuplicateKey[] {
  switch (node.kind) {
    case 'sequence':
      return node.items.flatMap(duplicatesIn);
    case 'mapping':
      return [...ownDuplicates(node.entries), ...node.entries.flatMap(duplicatesIn)];
    default:
      return [];
  }
}

function ownDuplicates(entries: readonly YamlNode[]): readonly DuplicateKey[] {
  const seen = new Set<string>();
  const found: DuplicateKey[] = [];
  entries.forEach((key, index) => {
    if (index % 2 === 1 || key.kind !== 'scalar' || key.value === '<<') {
      return;
    }
    if (seen.has(key.value)) {
      found.push({ key: key.value, offset: key.offset });
    }
    seen.add(key.value);
  });
  return found;
}
