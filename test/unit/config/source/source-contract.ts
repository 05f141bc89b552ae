import { afterEach, describe, expect, it } from 'vitest';
import type { ParameterSource } from '../../../../lib/config/source/source.ts';

/** A source over a store of the suite's own, and its end. */
export interface SourceUnderTest {
  readonly source: ParameterSource;
  readonly close?: () => Promise<void> | void;
}

/**
 * What every source of parameters keeps to. `open` makes one that holds exactly these values, by full name below the
 * root: `default/policy`.
 */
export function describeSourceContract(
  name: string,
  open: (values: Readonly<Record<string, string>>) => Promise<SourceUnderTest>,
): void {
  describe(`${name} as a source of parameters`, () => {
    let opened: SourceUnderTest | undefined;
    const read = async (values: Readonly<Record<string, string>>, names: readonly string[]) => {
      opened = await open(values);
      const { parameters, failures } = await opened.source.read(names.map((wanted) => ({ name: wanted })));
      const found = [...parameters].map(([key, { value }]) => [key, value] as const).sort();
      return { found: Object.fromEntries(found), failures: [...failures.keys()], parameters };
    };
    afterEach(async () => {
      await opened?.close?.();
      opened = undefined;
    });

    it('says what it is', async () => {
      opened = await open({ 'default/policy': 'enabled' });
      expect(opened.source.description).toMatch(/^(file|ssm):./);
    });

    it('gives each parameter under the name that was asked for, with value and version', async () => {
      const { parameters } = await read({ 'default/policy': 'off' }, ['default/policy']);
      expect(parameters.get('default/policy')).toEqual({ name: 'default/policy', value: 'off', version: 1 });
    });

    it('leaves out names that do not exist, and says nothing of them', async () => {
      const { found, failures } = await read({ 'default/policy': 'off' }, ['default/policy', 'prod/policy']);
      expect(found).toEqual({ 'default/policy': 'off' });
      expect(failures).toEqual([]);
    });

    it('leaves out a name below a parameter, and a folder of parameters', async () => {
      const values = { 'default/policy': 'off', 'default/templates/one': 'a: 1' };
      const { found, failures } = await read(values, ['default/policy', 'default/policy/x', 'default/nosuch/x']);
      expect(found).toEqual({ 'default/policy': 'off' });
      expect(failures).toEqual([]);
    });

    it('reads more names than one call of Parameter Store takes', async () => {
      const names = Array.from({ length: 23 }, (_, index) => `default/templates/t${index}`);
      const values = Object.fromEntries(names.map((key) => [key, `of ${key}`]));
      expect((await read(values, names)).found).toEqual(Object.fromEntries(Object.entries(values).sort()));
    });

    it('reads nothing where nothing is asked for', async () => {
      expect((await read({ 'default/policy': 'off' }, [])).found).toEqual({});
    });

    it('gives values as they are stored: encoded, with several lines, in unicode', async () => {
      const values = { 'default/template': 'br:abcd', 'default/values': 'a: é😀\n\nb: "x"\n' };
      expect((await read(values, Object.keys(values))).found).toEqual(values);
    });

    it('gives the same for a name that is asked for twice', async () => {
      const { found } = await read({ 'default/policy': 'off' }, ['default/policy', 'default/policy']);
      expect(found).toEqual({ 'default/policy': 'off' });
    });

    it('gives a version that is asked for, and leaves out one that does not exist', async () => {
      opened = await open({ 'default/policy': 'off' });
      const first = await opened.source.read([{ name: 'default/policy', version: 1 }]);
      expect(first.parameters.get('default/policy')).toMatchObject({ value: 'off', version: 1 });
      const seventh = await opened.source.read([{ name: 'default/policy', version: 7 }]);
      expect([...seventh.parameters.keys()]).toEqual([]);
    });

    it('reads nothing once its signal is aborted', async () => {
      opened = await open({ 'default/policy': 'off' });
      await expect(opened.source.read([{ name: 'default/policy' }], AbortSignal.abort())).rejects.toThrow();
    });
  });
}
