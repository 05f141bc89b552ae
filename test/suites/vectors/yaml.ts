import { isDeepStrictEqual } from 'node:util';
import { parseJson } from '../../../lib/json/json-text.ts';
import { YamlError } from '../../../lib/yaml/errors.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { differs, exactText, pass, type VectorSuite } from './vector.ts';

/** YAML to JSON. */
export const suite: VectorSuite = (vector) => {
  const source = typeof vector.yamlBase64 === 'string' ? Buffer.from(vector.yamlBase64, 'base64') : String(vector.yaml);
  let got: unknown;
  try {
    got = parseYaml(source);
  } catch (error) {
    if (!(error instanceof YamlError)) {
      throw error;
    }
    return vector.wantErr === undefined ? differs(vector.wantJson, error.message) : pass;
  }
  if (vector.wantErr !== undefined) {
    return differs(vector.wantErr, got);
  }
  const want = parseJson(typeof vector.wantText === 'string' ? vector.wantText : exactText(vector, 'wantJson'));
  return isDeepStrictEqual(plainNumbers(got), plainNumbers(want)) ? pass : differs(want, got);
};

/** JSON text says -0 and 0 alike, and a large float64 as a whole number like any other. */
export function plainNumbers(value: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e21) {
    return BigInt(String(value));
  }
  if (Array.isArray(value)) {
    return value.map(plainNumbers);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainNumbers(item)]));
}
