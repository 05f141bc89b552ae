import { isDeepStrictEqual } from 'node:util';
import { parseJson } from '../../../lib/json/json-text.ts';
import { KubeError } from '../../../lib/kube/errors.ts';
import { normalPod } from '../../../lib/kube/normal-form.ts';
import { normalText } from '../../support/go-views.ts';
import { differs, exactText, pass, type VectorSuite } from './vector.ts';

/** A Pod decoded and encoded again. */
export const suite: VectorSuite = (vector) => {
  let got: unknown;
  try {
    got =
      typeof vector.inputText === 'string'
        ? normalText('v1.Pod', vector.inputText)
        : normalPod(vector.input as Parameters<typeof normalPod>[0]);
  } catch (error) {
    if (!(error instanceof KubeError)) {
      throw error;
    }
    return vector.wantErr === undefined ? differs(vector.want, error.message) : pass;
  }
  if (vector.wantErr !== undefined) {
    return differs(vector.wantErr, got);
  }
  const want = parseJson(exactText(vector, 'want'));
  return isDeepStrictEqual(got, want) ? pass : differs(want, got);
};
