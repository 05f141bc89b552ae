import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';

export const root = join(import.meta.dirname, '../../..');
export const exampleParameters = join(root, 'examples/parameters');

/** File names of the example pods. */
export const examples = readdirSync(join(root, 'examples/pods'));

/** An example pod, decoded. */
export function examplePod(file: string): JsonObject {
  return parseYaml(readFileSync(join(root, 'examples/pods', file), 'utf8')) as JsonObject;
}
