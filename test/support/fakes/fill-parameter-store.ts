import { storedParameters } from '../../../build/compile-cache/stored-parameters.ts';
import type { ParameterStore } from './parameter-store.ts';

/** Stores each file of a folder below a root such as `/sidecar-injector`, encoded where Parameter Store asks for it. */
export async function fillParameterStore(store: ParameterStore, root: string, folder: string): Promise<void> {
  for (const [name, value] of Object.entries(storedParameters(folder))) {
    store.put(`${root}/${name}`, value, { tier: 'Intelligent-Tiering' });
  }
}
