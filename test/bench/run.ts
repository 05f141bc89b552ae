/** Runs one benchmark: `npm run bench -- NAME [ARGUMENTS]`. Each is a module of this folder that exports `bench`. */
const benches: Readonly<Record<string, () => Promise<{ readonly bench: (args: readonly string[]) => Promise<void> }>>> =
  {
    template: () => import('./template.ts'),
    patch: () => import('./patch.ts'),
    inject: () => import('./inject.ts'),
    cold: () => import('./cold.ts'),
    snapshots: () => import('./snapshots.ts'),
    simulate: () => import('./simulate.ts'),
  };

const [name, ...args] = process.argv.slice(2);
const load = name === undefined ? undefined : benches[name];
if (load === undefined) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join('|')}`);
  process.exit(2);
}
const { bench } = await load();
await bench(args);
