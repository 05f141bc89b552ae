import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInputs } from '../../../../lib/cli/input/read-inputs.ts';
import { recordingIo } from '../run-command.ts';

describe('readInputs', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'inputs-'));
    mkdirSync(join(folder, 'deep'));
    mkdirSync(join(folder, 'empty'));
    for (const name of ['b.yaml', 'a.json', 'notes.txt', 'deep/c.yml']) {
      writeFileSync(join(folder, name), `text of ${name}`);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const read = (file: readonly string[], recursive = false) =>
    readInputs(recordingIo({ cwd: folder, readInput: async () => 'typed' }).io, { file, recursive });

  it.each([
    ['a file', ['b.yaml'], false, ['b.yaml']],
    ['several files, in order', ['b.yaml', 'a.json'], false, ['b.yaml', 'a.json']],
    ['a folder, sorted', ['.'], false, ['a.json', 'b.yaml']],
    ['a folder and its folders', ['.'], true, ['a.json', 'b.yaml', 'deep/c.yml']],
    ['standard input', ['-', 'b.yaml'], false, ['standard input', 'b.yaml']],
  ])('reads %s', async (_name, file, recursive, want) => {
    expect((await read(file, recursive)).map(({ name }) => name)).toEqual(want);
  });

  it.each([
    ['a folder without such files', ['empty'], 'empty: holds no file that ends in .yaml, .yml or .json; -R looks'],
    ['a file that is not there', ['nosuch.yaml'], 'nosuch.yaml: cannot be read'],
    ['standard input twice', ['-', '-'], 'standard input can be read once only'],
  ])('refuses %s', async (_name, file, message) => {
    await expect(read(file)).rejects.toThrow(message);
  });

  it('reads a URL, and tells what the server answers', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/pod.yaml' ? 200 : 404;
      response.end('kind: Pod');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      expect(await read([`${url}/pod.yaml`])).toEqual([{ name: `${url}/pod.yaml`, text: 'kind: Pod' }]);
      await expect(read([`${url}/nosuch`])).rejects.toThrow(`${url}/nosuch: cannot be read: the server answers 404`);
    } finally {
      server.close();
    }
    await expect(read([`${url}/pod.yaml`])).rejects.toThrow(/cannot be read: /);
  });
});
