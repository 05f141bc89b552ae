import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

function foldersIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ parentPath }) => parentPath.slice(join(root, folder).length + 1));
}

/** Whose tests stand under test/unit beside those of lib. */
const besideRooms = /^(build|functions|docs)(\/|$)/;

describe('test/unit', () => {
  it('has the folders of lib, path for path, and no others but those of build, functions and docs', () => {
    const rooms = new Set(foldersIn('lib'));
    const tested = foldersIn('test/unit').filter((folder) => !besideRooms.test(folder));
    expect(tested.length).toBeGreaterThan(100);
    expect([...new Set(tested)].filter((folder) => !rooms.has(folder))).toEqual([]);
  });

  it('reaches a part of each room that coverage.json says', () => {
    const least = JSON.parse(readFileSync(join(import.meta.dirname, 'coverage.json'), 'utf8'));
    const rooms = readdirSync(join(root, 'lib'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(Object.keys(least)).toEqual(rooms.map(({ name }) => name).sort());
  });
});
