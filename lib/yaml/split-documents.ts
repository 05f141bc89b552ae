/** A line that separates documents, for those who split a text without parsing it. */
export const documentSeparator = /^---[ \t]*(?:#.*)?\r?$/;
const nothing = /^\s*(?:#.*)?$/;

/**
 * Splits a text at the lines that are `---`, before any of it is parsed, as Kubernetes' YAML reader does: a broken
 * document leaves the others alone. Such a line splits within a block text, too. Documents of white space and
 * comments alone are left out.
 */
export function splitYamlDocuments(text: string): string[] {
  const documents: string[] = [];
  let lines: string[] = [];
  const close = (): void => {
    if (!lines.every((line) => nothing.test(line))) {
      documents.push(lines.join('\n'));
    }
    lines = [];
  };
  for (const line of text.replace(/^\ufeff/, '').split('\n')) {
    if (documentSeparator.test(line)) {
      close();
    } else {
      lines.push(line);
    }
  }
  close();
  return documents;
}
