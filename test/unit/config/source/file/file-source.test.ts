import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createFileSource } from '../../../../../lib/config/source/file/file-source.ts';
import { parameterFolder, removeParameterFolders } from '../../../../support/parameter-folder.ts';
import { describeSourceContract } from '../source-contract.ts';

afterEach(removeParameterFolders);

describeSourceContract('a folder', async (values) => ({ source: createFileSource(parameterFolder(values)) }));

describe('createFileSource', () => {
  const readOne = async (folder: string, name: string) => {
    const { parameters, failures } = await createFileSource(folder).read([{ name }]);
    return { value: parameters.get(name)?.value, failure: failures.get(name)?.message };
  };

  it.each(['../secret', 'default/../secret', '/etc/hostname', 'default//policy', 'default/.hidden', 'policy', ''])(
    'never leaves the folder or its layout for %j',
    async (name) => {
      const folder = parameterFolder({ 'default/policy': 'off' });
      writeFileSync(join(dirname(folder), 'secret'), 'x');
      expect(await readOne(folder, name)).toEqual({ value: undefined, failure: undefined });
      rmSync(join(dirname(folder), 'secret'));
    },
  );

  it('fails for one file alone where that cannot be used', async () => {
    const folder = parameterFolder({ 'default/policy': 'off' });
    mkdirSync(join(folder, 'default/template'));
    writeFileSync(join(folder, 'default/values'), Buffer.from([0xff, 0xfe, 0x00]));
    const names = ['default/policy', 'default/template', 'default/values'].map((name) => ({ name }));
    const { parameters, failures } = await createFileSource(folder).read(names);
    expect([...parameters.keys()]).toEqual(['default/policy']);
    expect(failures.get('default/template')?.message).toContain('it is a folder');
    expect(failures.get('default/values')?.message).toContain('not UTF-8');
  });

  it('refuses a file that is larger than any parameter', async () => {
    const folder = parameterFolder({ 'default/values': 'x'.repeat(2 * 1024 * 1024 + 1) });
    expect((await readOne(folder, 'default/values')).failure).toContain('2097152 are the limit');
  });

  it('says that a folder is not there', async () => {
    const folder = join(parameterFolder({}), 'nosuch');
    await expect(createFileSource(folder).read([])).rejects.toMatchObject({ name: 'SourceError', code: 'not-found' });
  });

  it('says that a file is no folder', async () => {
    const folder = parameterFolder({ 'default/policy': 'off' });
    const source = createFileSource(join(folder, 'default/policy'));
    await expect(source.read([])).rejects.toThrow(/is not a folder; name the one that holds default\/template/);
  });

  describe('a file that was read before', () => {
    const later = () => Date.now() + 1000;

    it.each([
      ['its size is another', (path: string) => writeFileSync(path, 'disabled')],
      [
        'another file took its place',
        (path: string) => {
          writeFileSync(`${path}.new`, 'OFF');
          renameSync(`${path}.new`, path);
        },
      ],
      [
        'only its time is another',
        (path: string) => {
          writeFileSync(path, 'OFF');
          utimesSync(path, 1, 1);
        },
      ],
      ['it is gone', (path: string) => rmSync(path)],
    ])('is read again where %s', async (_title, change) => {
      const folder = parameterFolder({ 'default/policy': 'off' });
      const source = createFileSource(folder, later);
      const value = async () =>
        (await source.read([{ name: 'default/policy' }])).parameters.get('default/policy')?.value;
      expect(await value()).toBe('off');
      expect(await value()).toBe('off');
      change(join(folder, 'default/policy'));
      expect(await value()).toBe(
        (await createFileSource(folder).read([{ name: 'default/policy' }])).parameters.get('default/policy')?.value,
      );
      expect(await value()).not.toBe('off');
    });

    it('is read each time while it was changed just now', async () => {
      const folder = parameterFolder({ 'default/policy': 'off' });
      const source = createFileSource(folder, () => 0);
      const value = async () =>
        (await source.read([{ name: 'default/policy' }])).parameters.get('default/policy')?.value;
      await value();
      writeFileSync(join(folder, 'default/policy'), 'OFF');
      expect(await value()).toBe('OFF');
    });
  });
});
