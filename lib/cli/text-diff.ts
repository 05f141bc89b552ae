import { createTwoFilesPatch } from 'diff';
import { createColors } from 'picocolors';

/** How a difference is shown. */
export interface DiffOptions {
  /** What the two texts are called in the first two lines. */
  readonly from: string;
  readonly to: string;
  readonly color: boolean;
  /** Unchanged lines around each change. */
  readonly context?: number;
}

/** Two texts as a unified diff, coloured where wanted; empty where they are equal. */
export function formatDiff(before: string, after: string, options: DiffOptions): string {
  if (before === after) {
    return '';
  }
  const { from, to, color, context = 3 } = options;
  const paint = createColors(color);
  const patch = createTwoFilesPatch(from, to, before, after, '', '', { context });
  // The first line underlines nothing that we print.
  const lines = patch.split('\n').filter((line) => !/^=+$/.test(line));
  return lines.map((line) => colourOf(line, paint)(line)).join('\n');
}

function colourOf(line: string, paint: ReturnType<typeof createColors>): (text: string) => string {
  if (line.startsWith('+++') || line.startsWith('---')) {
    return paint.bold;
  }
  const colours: Readonly<Record<string, (text: string) => string>> = {
    '+': paint.green,
    '-': paint.red,
    '@': paint.cyan,
  };
  return colours[line[0] ?? ''] ?? String;
}
