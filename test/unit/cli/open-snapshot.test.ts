import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { command as explain } from '../../../lib/cli/explain.ts';
import { command as inject } from '../../../lib/cli/inject.ts';
import { digestOf, encodeRelease } from '../../../lib/config/release/release.ts';
import { faults, type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { messageOf, runCommand } from './run-command.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: hello}\nspec: {containers: [{name: a, image: b}]}\n';
const templateOf = (image: string) => `spec:\n  containers:\n  - name: shipper\n    image: ${image}\n`;
const pinOf = (name: string, version: number, value: string) => ({ name, version, sha256: digestOf(value) });

let server: ParameterStoreServer;
beforeAll(async () => {
  server = await startParameterStore();
});
afterAll(() => server.close());
beforeEach(() => {
  server.store.parameters.clear();
  put('default/template', templateOf('first'));
  put('default/template', templateOf('second'));
});

describe('commands over Parameter Store', () => {
  it('use the newest versions where there is no release', async () => {
    expect((await run(inject)).out).toContain('image: second');
  });

  it('use the versions that a release pins, as the webhook does', async () => {
    put('default/release', encodeRelease([pinOf('default/template', 1, templateOf('first'))]));
    expect((await run(inject)).out).toContain('image: first');
  });

  it('use the release before a broken one, and say so', async () => {
    put('default/release', encodeRelease([pinOf('default/template', 1, templateOf('first'))]));
    put('default/release', encodeRelease([pinOf('default/template', 9, '')]));
    const { out, err } = await run(inject);
    expect(out).toContain('image: first');
    expect(err).toMatch(/note: an earlier release is used, .*default\/template has no version 9/);
  });

  it.each([
    ['explain', explain],
    ['inject', inject],
  ])('%s tells everything that is wrong with the parameters', async (_name, command) => {
    put('default/policy', 'enabeld');
    put('default/template', '{{ .Values');
    const message = messageOf(await run(command));
    expect(message).toMatch(/^ssm:\/r in eu-test-1 .* cannot be used:\n/);
    expect(message).toMatch(/default\/policy:1:1: "enabeld" is no policy; did you mean "enabled"/);
    expect(message).toMatch(/default\/template:1:/);
  });

  it('say what was looked for where nothing is', async () => {
    server.store.parameters.clear();
    expect(messageOf(await run(explain))).toMatch(/nothing was found below default\/ at ssm:\/r in eu-test-1/);
  });

  it.each([
    ['explain', explain],
    ['inject', inject],
  ])('%s tells of a cluster that nobody knows, with those that are known', async (_name, command) => {
    put('prod/policy', 'enabled');
    put('edge/values', '{}');
    const { err } = await run(command, 'ssm:/r', ['--cluster', 'prdo']);
    expect(err).toMatch(/note: prdo has no parameters of its own, .*; known: edge, prod; did you mean "prod"\?/);
    expect((await run(command, 'ssm:/r', ['--cluster', 'prod'])).err).not.toContain('known:');
  });

  it('do without the known names where they may not be listed', async () => {
    put('prod/policy', 'enabled');
    server.fault = ({ operation }) => (operation === 'GetParametersByPath' ? faults.denied : undefined);
    const { err, error } = await run(explain, 'ssm:/r', ['--cluster', 'prdo']);
    server.fault = () => undefined;
    expect(error).toBeUndefined();
    expect(err).toMatch(/note: prdo has no parameters of its own, so it has the default's\n/);
  });

  it('refuse a root that is none', async () => {
    expect(messageOf(await run(explain, 'ssm:r'))).toMatch(/--parameters ssm:r: is no root/);
  });
});

function put(name: string, value: string): void {
  server.store.put(`/r/${name}`, value, { overwrite: true });
}

function run(command: typeof explain, parameters = 'ssm:/r', more: readonly string[] = []) {
  const env = { ...server.environment, AWS_REGION: 'eu-test-1' };
  return runCommand(command, ['-f', '-', '--parameters', parameters, ...more], { env, readInput: async () => pod });
}
