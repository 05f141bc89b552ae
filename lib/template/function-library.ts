import type { FunctionTable, TemplateFunction } from './function.ts';

/** Rows of a table of functions. */
export type FunctionRows = Iterable<readonly [string, TemplateFunction]>;

/** Functions that are loaded together when a template names one of them. */
export interface FunctionGroup {
  readonly names: readonly string[];
  readonly load: () => Promise<FunctionRows>;
}

/** Functions by name, made when they are first asked for. */
export interface FunctionLibrary {
  readonly has: (name: string) => boolean;
  /** The functions of those names; names that it does not know are left out. */
  readonly load: (names: Iterable<string>) => Promise<FunctionTable>;
}

/** A library of groups. A later group hides what earlier ones have under the same names. */
export function createFunctionLibrary(groups: readonly FunctionGroup[]): FunctionLibrary {
  const owners = new Map(groups.flatMap((group) => group.names.map((name) => [name, group] as const)));
  return {
    has: (name) => owners.has(name),
    async load(names) {
      const wanted = [...names].filter((name) => owners.has(name));
      const needed = new Set(wanted.map((name) => owners.get(name)));
      const tables = new Map(await Promise.all([...needed].map(loadGroup)));
      const rows = wanted.flatMap((name) => {
        const found = tables.get(owners.get(name))?.get(name);
        return found === undefined ? [] : [[name, found] as const];
      });
      return new Map(rows);
    },
  };
}

async function loadGroup(group: FunctionGroup | undefined) {
  return [group, new Map(await group?.load())] as const;
}

/** A group that is there from the start. */
export function loadedGroup(rows: readonly (readonly [string, TemplateFunction])[]): FunctionGroup {
  return { names: rows.map(([name]) => name), load: async () => rows };
}
