import { type Place, placeAt } from '../../config/load/yaml-place.ts';
import type { Rendering } from './watched-templates.ts';

/** The place in the template that wrote a place of what it rendered. */
export function templatePlace(rendering: Rendering, offset: number): Place {
  const { pieces, template } = rendering;
  const piece = pieces.find(({ from, to }) => from <= offset && offset < to) ?? pieces.at(-1);
  if (piece === undefined) {
    return { line: 1, column: 1 };
  }
  const within = Math.max(0, Math.min(offset, piece.to) - piece.from);
  return placeAt(template.parameter.text, piece.isText ? piece.at + within : piece.at);
}

/** The offset of a line and a column, both from 1. */
export function offsetOfPlace(text: string, { line, column }: Place): number {
  let offset = 0;
  for (let current = 1; current < line; current++) {
    const end = text.indexOf('\n', offset);
    if (end < 0) {
      break;
    }
    offset = end + 1;
  }
  return offset + column - 1;
}
