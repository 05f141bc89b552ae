import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkSet } from '../../../lib/cli/check/check-set.ts';
import { command as check } from '../../../lib/cli/check.ts';
import { starterSidecars } from '../../../lib/cli/init/sidecars.ts';
import { command as init, schemaVersion } from '../../../lib/cli/init.ts';
import { settingsSchema } from '../../../lib/cli/schema/settings-schema.ts';
import { validate } from '../../../lib/cli/schema/validate.ts';
import { fixtureSchema } from '../../../lib/cli/test/fixture-schema.ts';
import { command as test } from '../../../lib/cli/test.ts';
import { parameterSet } from '../../../lib/cli/trial/parameter-set.ts';
import { settingNames } from '../../../lib/config/load/decode-settings.ts';
import { messageOf, runCommand } from './run-command.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'init-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const schemas = join(import.meta.dirname, '../../../schemas');

/** Names within texts of other programs: a collector's own configuration, Envoy's bootstrap. */
const ofOthers: ReadonlySet<string> = new Set([
  ...['receivers', 'processors', 'exporters', 'service', 'pipelines', 'traces'],
  'admin',
]);

/** A text with one name of a line misspelt, by that line. */
function misspelt(text: string): readonly (readonly [line: string, text: string])[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const [, name = ''] = /^\s*(?:- )?([a-zA-Z]+):/.exec(line) ?? [];
    const changed = lines.with(index, line.replace(`${name}:`, `${name}x:`)).join('\n');
    return name === '' || ofOthers.has(name) ? [] : [[line.trim(), changed] as const];
  });
}

async function findingsOf(template: string, values: string) {
  const texts = { 'default/template': template, 'default/values': values, 'default/settings': 'nativeSidecars: true' };
  const parameters = new Map(Object.entries(texts).map(([name, value]) => [name, { name, value, version: 1 }]));
  const set = await parameterSet({ description: 'misspelt', reading: { parameters, failures: new Map() } });
  return checkSet(set, parameters);
}

describe('init', () => {
  it.each(Object.keys(starterSidecars))(
    'makes parameters with %s in which check finds nothing and all tests pass',
    async (sidecar) => {
      expect((await runCommand(init, ['parameters', '--sidecar', sidecar], { cwd })).error).toBeUndefined();
      expect((await runCommand(check, ['parameters', '--strict'], { cwd })).out).toMatch(/are in order/);
      expect((await runCommand(test, ['parameters'], { cwd })).out).toMatch(/2 cases passed, 0 failed/);
    },
  );

  it.each(Object.entries(starterSidecars))(
    'makes parameters with %s in which check finds each misspelt name',
    async (_name, { template, values }) => {
      for (const [line, text] of misspelt(template)) {
        expect(await findingsOf(text, values), `template: ${line}`).not.toEqual([]);
      }
      for (const [line, text] of misspelt(values)) {
        expect(await findingsOf(template, text), `values: ${line}`).not.toEqual([]);
      }
    },
  );

  it('overwrites nothing', async () => {
    await runCommand(init, ['parameters'], { cwd });
    const again = await runCommand(init, ['parameters'], { cwd });
    expect(messageOf(again)).toMatch(/default\/policy is there already/);
    expect(again.error).toMatchObject({ exitCode: 3 });
  });
});

describe('the schemas that editors read', () => {
  it.each([
    ['settings', settingsSchema()],
    ['fixture', { $schema: schemaVersion, ...fixtureSchema }],
  ])('schemas/%s.schema.json is what the decoders take (write it with: npm run schemas)', (name, schema) => {
    expect(JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(schema)),
    );
  });

  it('know every setting, and its shape', () => {
    const { properties = {} } = settingsSchema();
    expect(Object.keys(properties)).toEqual([...settingNames]);
    expect(Object.entries(properties).filter(([, schema]) => Object.keys(schema).length === 0)).toEqual([]);
  });

  it.each([
    [{ revison: 'a' }, 'there is no such key; did you mean "revision"?'],
    [{ nativeSidecars: 'yes' }, 'must be true or false'],
    [{ templates: 'a' }, 'must be a list'],
    [{ aliases: { a: 'b' } }, 'must be a list'],
  ])('refuse %j', (value, message) => {
    expect(validate(value, settingsSchema())).toMatchObject([{ message }]);
  });
});
