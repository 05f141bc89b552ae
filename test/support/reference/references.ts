import { createMeshBehaviour } from '../../../lib/istio/mesh-behaviour.ts';
import { settingsReference } from './settings-reference.ts';
import { templateDataReference } from './template-data-reference.ts';

/** The pages of `docs` that follow from the code, whole. */
export function references(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/settings.md', settingsReference()],
    ['docs/template-data.md', templateDataReference(createMeshBehaviour({ mesh: null }))],
  ]);
}
