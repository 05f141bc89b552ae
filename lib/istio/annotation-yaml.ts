import type { JsonValue } from '../json/json-value.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';

/** Anyone may write annotations: aliases must not make much of little. A ProxyConfig has some dozens of values. */
const limits = { length: 262_144, depth: 100, values: 20_000 };

/** Reads the YAML of a pod's annotation, within bounds. @throws YamlError */
export function parseAnnotationYaml(text: string): JsonValue {
  return parseYaml(text, { limits });
}
