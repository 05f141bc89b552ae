import { parseJson } from '../../../lib/json/json-text.ts';
import { formatYaml } from '../../../lib/yaml/format-yaml.ts';
import { differs, exactText, pass, type VectorSuite } from './vector.ts';

/** Values as `toYaml` writes them, alone and behind Istio's `indent 6`. */
export const suite: VectorSuite = (vector) => {
  const got = formatYaml(parseJson(exactText(vector, 'in')));
  if (got !== vector.want) {
    return differs(vector.want, got);
  }
  const indented = got.replaceAll('\n', `\n${' '.repeat(6)}`);
  return indented === vector.wantIndented ? pass : differs(vector.wantIndented, indented);
};
