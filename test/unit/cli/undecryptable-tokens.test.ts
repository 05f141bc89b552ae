import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as check } from '../../../lib/cli/check.ts';
import { command as history } from '../../../lib/cli/history.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { messageOf } from './run-command.ts';
import { type StoredParameters, startStoredParameters } from './stored-parameters.ts';

let world: StoredParameters;
beforeEach(async () => {
  world = await startStoredParameters();
});
afterEach(() => world.close());

describe('with tokens that cannot be decrypted', () => {
  const name = '/sidecar-injector/default/tokens';
  beforeEach(async () => {
    world.write({ 'default/tokens': '{}' });
    await world.run(push, [world.folder, '--yes']);
    world.server.store.undecryptable.add(name);
  });

  it('push and promote write everything else', async () => {
    rmSync(join(world.folder, 'default/tokens'));
    world.write({ 'default/values': 'image: log:2\n' });
    expect((await world.run(push, [world.folder, '--yes'])).err).toContain('[1/1] default/values: version 2');
    expect(messageOf(await world.run(promote, ['--yes']))).toBe('');
  });

  it('push writes the tokens of the folder over them', async () => {
    const { out, err } = await world.run(push, [world.folder, '--yes']);
    expect(out).toContain('--- default/tokens (version 1)\n+++ default/tokens (new, SecureString: not shown)\n');
    expect(err).toContain('[1/1] default/tokens: version 2');
  });

  it('check names the key and the parameter', async () => {
    expect((await world.run(check, [])).out).toMatch(
      /SI0101 error default\/tokens\n {2}KMS key\s+arn:\S+\s+cannot\s+decrypt/,
    );
  });

  it('promote pins nothing while another parameter cannot be decrypted', async () => {
    world.server.store.remove('/sidecar-injector/default/values');
    world.server.store.put('/sidecar-injector/default/values', 'image: secret\n', { type: 'SecureString' });
    world.server.store.undecryptable.add('/sidecar-injector/default/values');
    expect(messageOf(await world.run(promote, ['--yes']))).toMatch(/^default\/values: KMS key/);
    expect(world.versions('default/release')).toBe(0);
  });

  it('history tells who wrote them and when', async () => {
    expect((await world.run(history, ['tokens'])).out).toMatch(/^version 1, .*\n\(a secret: not shown\)\n/);
  });
});
