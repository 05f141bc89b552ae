import type { JsonValue } from '../../../lib/json/json-value.ts';
import { KubeError } from '../../../lib/kube/errors.ts';
import { decodeSelector, matchesSelector } from '../../../lib/kube/label-selector.ts';
import { differs, pass, type VectorSuite } from './vector.ts';

/** Label selectors against label sets. */
export const suite: VectorSuite = (vector) => {
  let got: boolean;
  try {
    const selector = decodeSelector(vector.selector as JsonValue);
    got = matchesSelector(selector, vector.labels as Record<string, string>);
  } catch (error) {
    if (!(error instanceof KubeError)) {
      throw error;
    }
    return vector.wantErr === undefined ? differs(vector.want, error.message) : pass;
  }
  return got === vector.want ? pass : differs(vector.want ?? vector.wantErr, got);
};
