import { type FunctionGroup, loadedGroup } from '../template/function-library.ts';
import type { FunctionSources } from './declare-function.ts';
import { istioTextFunctions } from './text-functions.ts';

/** Istio's functions in groups: those that read a mesh come with the rest of it. A test compares the names. */
export function istioGroups(sources: FunctionSources): readonly FunctionGroup[] {
  return [
    loadedGroup(istioTextFunctions(sources)),
    {
      names: [
        'formatDuration',
        'excludeInboundPort',
        'includeInboundPorts',
        'applicationPorts',
        'protoToJSON',
        'appendMultusNetwork',
        'omitNil',
        'otelResourceAttributes',
      ],
      load: async () => (await import('./mesh.ts')).mesh.functionsOf(sources.facts),
    },
  ];
}
