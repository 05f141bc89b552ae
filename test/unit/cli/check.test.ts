import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as check } from '../../../lib/cli/check.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { messageOf } from './run-command.ts';
import { type StoredParameters, startStoredParameters } from './stored-parameters.ts';

let world: StoredParameters;
beforeEach(async () => {
  world = await startStoredParameters();
});
afterEach(() => world.close());

describe('check', () => {
  it('finds everything in order', async () => {
    await world.run(push, [world.folder, '--yes']);
    await world.run(promote, ['--yes']);
    expect((await world.run(check, [])).out).toMatch(
      /5 parameters in ssm:\/sidecar-injector.* are in order, for default, prod/,
    );
  });

  it.each([
    ['a name that nothing reads', 'prod/polcy', 'off', /prod\/polcy: nothing reads it/],
    [
      'a template that no settings list',
      'default/templates/gateway',
      'spec: {}',
      /no settings list the template "gateway"/,
    ],
    ['tokens outside the default', 'prod/tokens', '{}', /prod\/tokens: tokens are read under default only/],
    ['a name outside every cluster', 'policy', 'off', /^policy: nothing reads it: parameters stand below default/],
    ['a folder that is no cluster', 'Prod/policy', 'off', /Prod\/policy: nothing reads it: clusters are called/],
    [
      'a cluster that the default does not list',
      'default/settings',
      'clusters: [test]',
      /^prod\/policy: .*"prod" is none/,
    ],
    ['a value that does not validate', 'prod/policy', 'on', /prod\/policy.*on/],
    ['a value that does not decode', 'default/values', 'gzip:AAAA', /default\/values.*gzip/],
    ['tokens that are no table', 'default/tokens', '[]', /default\/tokens/],
  ])('reports %s', async (_name, name, value, message) => {
    await world.run(push, [world.folder, '--yes']);
    world.server.store.put(`/sidecar-injector/${name}`, value, { overwrite: true });
    expect(messageOf(await world.run(check, []))).toMatch(message);
  });

  it('reports names that the release in force does not list', async () => {
    await world.run(push, [world.folder, '--yes']);
    await world.run(promote, ['--yes']);
    world.write({ 'prod/values': 'image: own\n' });
    await world.run(push, [world.folder, '--yes']);
    expect(messageOf(await world.run(check, []))).toMatch(
      /^prod\/values: default\/release is in force and does not list it/,
    );
    await world.run(promote, ['--yes']);
    expect((await world.run(check, [])).out).toContain('are in order');
  });

  it('reports pinned versions that are gone or were made anew', async () => {
    await world.run(push, [world.folder, '--yes']);
    await world.run(promote, ['--yes']);
    world.server.store.remove('/sidecar-injector/default/values');
    expect(messageOf(await world.run(check, []))).toMatch(/default\/release: default\/values has no version 1/);
    world.server.store.put('/sidecar-injector/default/values', 'image: other\n', {});
    expect(messageOf(await world.run(check, []))).toMatch(
      /version 1 of default\/values is not the value that was promoted/,
    );
  });

  it('asks whether an empty root is the right one', async () => {
    expect(messageOf(await world.run(check, []))).toMatch(/holds no parameters.*Region/);
  });
});
