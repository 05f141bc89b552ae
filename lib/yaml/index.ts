/** What the package exports as `./yaml`. Nothing within lib imports this file. */
export type { JsonArray, JsonObject, JsonValue } from '../json/json-value.ts';
export { YamlError, type YamlErrorCode } from './errors.ts';
export { formatYaml } from './format-yaml.ts';
export { parseYaml, type YamlLimits } from './parse-yaml.ts';
export { splitYamlDocuments } from './split-documents.ts';
