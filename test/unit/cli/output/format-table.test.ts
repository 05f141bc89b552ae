import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTable, wrapText } from '../../../../lib/cli/output/format-table.ts';

describe('formatTable', () => {
  it('aligns columns and leaves no blanks at the end', () => {
    const rows = [
      ['NAME', 'STATE', 'WHY'],
      ['web', 'current', ''],
      ['checkout', 'missing', 'no sidecar'],
    ];
    expect(formatTable(rows)).toBe('NAME      STATE    WHY\nweb       current\ncheckout  missing  no sidecar\n');
  });

  it('goes on below the last column where a line would be longer than 80 characters', () => {
    const lines = formatTable([['a'.repeat(20), 'word '.repeat(40).trim()]])
      .trimEnd()
      .split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[1]).toMatch(/^ {22}word/);
  });

  it('paints cells without moving columns', () => {
    const painted = formatTable(
      [
        ['a', 'b'],
        ['ccc', 'd'],
      ],
      (cell, { column }) => (column === 0 ? `<${cell}>` : cell),
    );
    expect(painted).toBe('<a  >  b\n<ccc>  d\n');
  });
});

describe('wrapText', () => {
  it('loses no word and makes no line too long', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 5, max: 40 }), (list, width) => {
        const lines = wrapText(list.join(' '), width);
        expect(lines.join('').replaceAll(' ', '')).toBe(list.join(''));
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
