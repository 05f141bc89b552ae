import type { Script } from 'node:vm';
import type { StartInjector } from '../../lib/webhook/start-injector.ts';

/** By `getBuiltinModule`, for an `import` of `node:fs` reads all its exports, and some load modules of their own. */
const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
const { createRequire } = process.getBuiltinModule('node:module');
const { join } = process.getBuiltinModule('node:path');
const vm = process.getBuiltinModule('node:vm');

/** The webhook as one script, what V8 compiled of it, and what it compiled of `probe`. */
export const scriptFile = 'compiled.js';
export const cacheFile = 'compiled.bin';
export const probeFile = 'probe.bin';

/**
 * V8 takes what it compiled in one build of Node alone, and where it does not, it reads the whole script once more. A
 * script of one number, compiled beside it, tells as well whether this is that build, for next to nothing.
 */
export const probe = '0';

/** What the script exports: the names of `lib/webhook/start-injector.ts`. */
interface Exports {
  readonly startInjector: StartInjector;
}

type Wrapped = (exports: object, require: NodeJS.Require, module: { readonly exports: Partial<Exports> }) => void;

/** The start in a folder's script, where its compile cache was made by this build of Node. */
export function compiledStart(folder: string): StartInjector | undefined {
  const probed = join(folder, probeFile);
  if (!existsSync(probed) || new vm.Script(probe, { cachedData: readFileSync(probed) }).cachedDataRejected === true) {
    return undefined;
  }
  return startOf(openScript(folder, readFileSync(join(folder, cacheFile))), folder);
}

/** A folder's script, compiled or still to be. It has no letters beyond ASCII, which V8 keeps at a byte each. */
export function openScript(folder: string, cachedData?: Buffer): Script {
  const filename = join(folder, scriptFile);
  return new vm.Script(readFileSync(filename, 'latin1'), { filename, ...(cachedData && { cachedData }) });
}

/** Runs a folder's script. @throws Error where it does not export what it has to */
export function startOf(script: Script, folder: string): StartInjector {
  const run: Wrapped = script.runInThisContext();
  const module: { readonly exports: Partial<Exports> } = { exports: {} };
  run(module.exports, createRequire(join(folder, scriptFile)), module);
  const { startInjector } = module.exports;
  if (startInjector === undefined) {
    throw new Error(`${join(folder, scriptFile)} exports no startInjector: build it anew`);
  }
  return startInjector;
}
