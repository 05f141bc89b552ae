import { parse } from 'lossless-json';
import type { GoPointer } from '../../lib/go/value.ts';
import { istioFunctionsOf } from '../../lib/istio/functions.ts';
import { assumedFacts } from '../../lib/istio/version/changes.ts';
import type { JsonObject, JsonValue } from '../../lib/json/json-value.ts';
import { NumberLiteral } from '../../lib/kube/decode.ts';
import { KubeError } from '../../lib/kube/errors.ts';
import { normalValue } from '../../lib/kube/normal-form.ts';
import { formatQuantity, parseQuantity } from '../../lib/kube/quantity.ts';
import { typedValue } from '../../lib/kube/typed-pod.ts';
import type { FunctionTable } from '../../lib/template/function.ts';

/** What Go's own programs print is compared with these: whole values, where the product looks at parts. */

/** How Go's JSON writes a quantity: `0.5` as `500m`, `1024Mi` as `1Gi`. @throws KubeError where Go's parser fails. */
export function canonicalQuantity(text: string): string {
  return formatQuantity(parseQuantity(text));
}

/** A Pod's JSON as Go sees it after decoding: a `*v1.Pod`. */
export function typedPod(pod: JsonObject): GoPointer {
  return typedValue('*v1.Pod', pod) as GoPointer;
}

/**
 * What Go makes of JSON text that it decodes and encodes unchanged, with number literals told apart as Go does: `1e2` is
 * no int32, and a quantity keeps its exponent. @throws KubeError (`bad-json`) for text that is not JSON.
 */
export function normalText(typeName: string, text: string): JsonValue {
  return normalValue(typeName, decodeText(text));
}

/** Istio's functions where nobody says a version. */
export const istioFunctions: FunctionTable = istioFunctionsOf({ facts: assumedFacts, environment: {} });

function decodeText(text: string): JsonValue {
  try {
    return parse(text, null, { parseNumber: (literal) => new NumberLiteral(literal) }) as JsonValue;
  } catch (cause) {
    throw new KubeError('bad-json', `this is not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
