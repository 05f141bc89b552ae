import { isDeepStrictEqual } from 'node:util';
import { parse } from 'lossless-json';
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
  const want = exact(exactText(vector, 'want'));
  return isDeepStrictEqual(got, want) ? pass : differs(want, got);
};

/** JSON text with whole numbers beyond 2^53 as `bigint`. */
export function exact(text: string): unknown {
  return parse(text, null, { parseNumber: exactNumber });
}

function exactNumber(literal: string): number | bigint {
  const value = Number(literal);
  return /^-?[0-9]+$/.test(literal) && !Number.isSafeInteger(value) ? BigInt(literal) : value;
}
