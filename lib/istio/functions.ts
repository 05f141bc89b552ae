import type { FunctionTable } from '../template/function.ts';
import type { FunctionSources } from './declare-function.ts';
import { istioMeshFunctions } from './mesh-functions.ts';
import { istioTextFunctions } from './text-functions.ts';

/**
 * The functions that a version of Istio gives to its templates, declared as there. They go over sprig's and hide those
 * of the same name (`indent`, `contains`, `omit`, `env`, …).
 */
export function istioFunctionsOf(sources: FunctionSources): FunctionTable {
  return new Map([...istioTextFunctions(sources), ...istioMeshFunctions(sources.facts)]);
}
