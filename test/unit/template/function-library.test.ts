import { describe, expect, it } from 'vitest';
import { istioGroups } from '../../../lib/istio/function-groups.ts';
import { assumedFacts } from '../../../lib/istio/version/changes.ts';
import type { TemplateFunction } from '../../../lib/template/function.ts';
import { createFunctionLibrary, type FunctionGroup } from '../../../lib/template/function-library.ts';
import { sprigFunctions } from '../../../lib/template/sprig/sprig.ts';
import { sprigGroups } from '../../../lib/template/sprig/sprig-library.ts';
import { istioFunctions } from '../../support/go-views.ts';

const fn = (result: string): TemplateFunction => ({ params: [], result, call: () => null });

/** A group that tells how often it was loaded. */
function counted(rows: readonly (readonly [string, TemplateFunction])[]) {
  const group = {
    loads: 0,
    names: rows.map(([name]) => name),
    load: async () => {
      group.loads += 1;
      return rows;
    },
  };
  return group satisfies FunctionGroup;
}

describe('createFunctionLibrary', () => {
  it('loads the groups that are needed, each once, and gives what was asked for', async () => {
    const [few, many] = [counted([['a', fn('1')]]), counted(['b', 'c', 'd'].map((name) => [name, fn('2')]))];
    const library = createFunctionLibrary([few, many]);
    expect([...(await library.load(['b', 'd', 'unknown'])).keys()]).toEqual(['b', 'd']);
    expect([few.loads, many.loads]).toEqual([0, 1]);
  });

  it('knows the names before anything is loaded', () => {
    const group = counted([['a', fn('1')]]);
    const { has } = createFunctionLibrary([group]);
    expect([has('a'), has('b'), group.loads]).toEqual([true, false, 0]);
  });

  it('lets a later group hide what an earlier one has', async () => {
    const library = createFunctionLibrary([counted([['a', fn('1')]]), counted([['a', fn('2')]])]);
    expect((await library.load(['a'])).get('a')?.result).toBe('2');
  });
});

describe.each([
  ['sprig', sprigGroups, sprigFunctions],
  ['Istio', istioGroups({ facts: assumedFacts, environment: {} }), istioFunctions],
] as const)('the groups of %s', (_name, groups, functions) => {
  it.each(groups.map((group) => [group.names[0], group] as const))(
    'name what they load: %s …',
    async (_first, group) => {
      expect([...(await group.load())].map(([name]) => name).sort()).toEqual([...group.names].sort());
    },
  );

  it('hold every function once', () => {
    expect(groups.flatMap(({ names }) => names).sort()).toEqual([...functions.keys()].sort());
  });

  it('give the functions of the table', async () => {
    const found = await createFunctionLibrary(groups).load(functions.keys());
    expect([...found].map(([name, { params, result }]) => [name, params, result])).toEqual(
      [...functions].map(([name, { params, result }]) => [name, params, result]),
    );
  });
});
