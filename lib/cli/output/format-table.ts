import { textWidth } from './text-width.ts';

const gap = '  ';

/**
 * Rows in columns, as kubectl prints them, each line within 80 characters: the last column goes on below itself where
 * it is too long; others are as wide as their longest cell.
 * @param paint colours a cell that is padded already; the first row is the head
 */
export function formatTable(
  rows: readonly (readonly string[])[],
  paint: (cell: string, at: { readonly row: number; readonly column: number }) => string = (cell) => cell,
): string {
  const last = Math.max(...rows.map((row) => row.length)) - 1;
  const widths = Array.from({ length: last }, (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const indent = widths.reduce((sum, width) => sum + width + gap.length, 0);
  const room = Math.max(textWidth - indent, minimumRoom);
  const lines = rows.flatMap((cells, row) => {
    const front = widths.map((width, column) => paint((cells[column] ?? '').padEnd(width), { row, column }) + gap);
    const [first = '', ...more] = wrapText(cells[last] ?? '', room);
    const below = more.map((line) => ' '.repeat(indent) + paint(line, { row, column: last }));
    return [front.join('') + paint(first, { row, column: last }), ...below];
  });
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** Room for the last column even where the others leave none. */
const minimumRoom = 24;

/** Lines of at most `width` characters, broken between words; a longer word is broken where it has to be. */
export function wrapText(text: string, width: number = textWidth): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => piecesOf(each, width))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function piecesOf(word: string, width: number): readonly string[] {
  return word.length <= width
    ? [word]
    : Array.from({ length: Math.ceil(word.length / width) }, (_, index) =>
        word.slice(index * width, (index + 1) * width),
      );
}
