import { canonicalQuantity } from '../../support/go-views.ts';
import { differs, pass, type VectorSuite } from './vector.ts';

/** Quantities as Go's JSON writes them. */
export const suite: VectorSuite = (vector) => {
  const text = String(vector.in);
  let got: string;
  try {
    got = canonicalQuantity(text);
  } catch (error) {
    return typeof vector.error === 'string' ? pass : differs(vector.want, String(error));
  }
  return got === vector.want ? pass : differs(vector.want ?? { error: vector.error }, got);
};
