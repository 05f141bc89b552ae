import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fileSnapshots } from '../../../../../lib/config/source/file/file-snapshots.ts';
import { parameterFolder, removeParameterFolders, writeParameter } from '../../../../support/parameter-folder.ts';

afterEach(removeParameterFolders);

const call = { deadline: Number.MAX_SAFE_INTEGER };

describe('fileSnapshots', () => {
  it('shows an edit in the next answer, and shares a snapshot between edits', async () => {
    const folder = parameterFolder({ 'default/template': 'a: 1' });
    const provider = fileSnapshots(folder);
    const first = await provider.snapshot('default', call);
    expect(first).toMatchObject({ kind: 'fresh', snapshot: { policy: 'enabled' } });
    const second = await provider.snapshot('default', call);
    expect(second.kind === 'fresh' && first.kind === 'fresh' && second.snapshot === first.snapshot).toBe(true);
    writeParameter(folder, 'default/policy', 'disabled');
    expect(await provider.snapshot('default', call)).toMatchObject({ kind: 'fresh', snapshot: { policy: 'disabled' } });
  });

  it("follows a cluster's own files, and the default's for any other", async () => {
    const provider = fileSnapshots(parameterFolder({ 'default/template': 'a: 1', 'prod/policy': 'off' }));
    expect(await provider.snapshot('prod', call)).toMatchObject({ snapshot: { cluster: 'prod', policy: 'off' } });
    expect(await provider.snapshot('dev', call)).toMatchObject({ snapshot: { cluster: 'dev', policy: 'enabled' } });
  });

  it('goes on with the last good configuration while an edit is broken, and says since when and why', async () => {
    let time = 1000;
    const folder = parameterFolder({ 'default/template': 'a: 1' });
    const provider = fileSnapshots(folder, () => time);
    await provider.snapshot('default', call);
    writeParameter(folder, 'default/policy', 'enable');
    time = 61_000;
    expect(await provider.snapshot('default', call)).toMatchObject({
      kind: 'stale',
      ageMs: 60_000,
      cause: expect.stringContaining('default/policy:1:1'),
      snapshot: { policy: 'enabled' },
    });
    writeParameter(folder, 'default/policy', 'disabled');
    expect(await provider.snapshot('default', call)).toMatchObject({ kind: 'fresh', snapshot: { policy: 'disabled' } });
  });

  it('goes on with the last good configuration while the folder is gone', async () => {
    const folder = parameterFolder({ 'default/template': 'a: 1' });
    const provider = fileSnapshots(folder);
    await provider.snapshot('default', call);
    rmSync(folder, { recursive: true });
    expect(await provider.snapshot('default', call)).toMatchObject({ kind: 'stale', snapshot: { policy: 'enabled' } });
  });

  it('has nothing where the first configuration is broken, and lists its problems', async () => {
    const provider = fileSnapshots(parameterFolder({ 'default/policy': 'x' }));
    expect(provider.isReady()).toBe(false);
    expect(await provider.snapshot('default', call)).toMatchObject({
      kind: 'unavailable',
      cause: expect.stringContaining('(and 1 more)'),
      problems: [{ parameter: 'default/policy' }, { parameter: 'default/template' }],
    });
  });

  it('has nothing where the folder is not there', async () => {
    const provider = fileSnapshots(join(parameterFolder({}), 'nosuch'));
    expect(await provider.snapshot('default', call)).toMatchObject({ kind: 'unavailable', problems: [] });
  });

  it('is ready once the default is loaded', async () => {
    const provider = fileSnapshots(parameterFolder({ 'default/template': 'a: 1' }));
    await provider.snapshot('prod', call);
    expect(provider.isReady()).toBe(false);
    await provider.snapshot('default', call);
    expect(provider.isReady()).toBe(true);
  });
});
