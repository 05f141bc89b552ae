import { createMeshBehaviour } from './mesh-behaviour.ts';
import { istioMeshFunctions } from './mesh-functions.ts';

/** What only a mesh needs, in one file of the bundle: who finds a `mesh` parameter loads it. */
export const mesh = { createBehaviour: createMeshBehaviour, functionsOf: istioMeshFunctions } as const;
