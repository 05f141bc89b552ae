import { formatYaml } from '../../../lib/yaml/format-yaml.ts';
import type { YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { exact } from './pod.ts';
import { differs, exactText, pass, type VectorSuite } from './vector.ts';

/** Values as `toYaml` writes them, alone and behind Istio's `indent 6`. */
export const suite: VectorSuite = (vector) => {
  const got = formatYaml(exact(exactText(vector, 'in')) as YamlValue);
  if (got !== vector.want) {
    return differs(vector.want, got);
  }
  const indented = got.replaceAll('\n', `\n${' '.repeat(6)}`);
  return indented === vector.wantIndented ? pass : differs(vector.wantIndented, indented);
};
