import { isDeepStrictEqual } from 'node:util';
import { parse } from 'lossless-json';
import { parseJson, stringifyJson } from '../../../lib/json/json-text.ts';
import { isObject, type JsonValue } from '../../../lib/json/json-value.ts';
import { podSchema } from '../../../lib/kube/pod-schema.ts';
import { strategicMerge } from '../../../lib/merge/strategic-merge.ts';
import type { Vector, VectorSuite } from './vector.ts';

/**
 * merge.json: strategic merge patches on Pods. Whole numbers are read as `bigint`, so that 80 and 80.0, which
 * differ in Go, differ here.
 */
export const suite: VectorSuite = (vector) => {
  const outcome = merge(vector);
  if (vector.wantErr !== undefined) {
    return outcome.kind === 'error'
      ? { kind: 'pass' }
      : {
          kind: 'fail',
          difference: `want error ${JSON.stringify(vector.wantErr)}\n got ${stringifyJson(outcome.value)}`,
        };
  }
  const want = readField(vector, 'want');
  if (outcome.kind === 'error') {
    return { kind: 'fail', difference: `want ${stringifyJson(want)}\n got error ${outcome.message}` };
  }
  return isDeepStrictEqual(normalize(outcome.value), normalize(want))
    ? { kind: 'pass' }
    : { kind: 'fail', difference: `want ${stringifyJson(want)}\n got ${stringifyJson(outcome.value)}` };
};

type Outcome =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'error'; readonly message: string };

function merge(vector: Vector): Outcome {
  try {
    const original = readField(vector, 'original');
    const patch = readField(vector, 'patch');
    // Go decodes null into an empty map.
    const documents = [original, patch].map((document) => (document === null ? {} : document));
    if (!isObject(documents[0]) || !isObject(documents[1])) {
      return { kind: 'error', message: 'a document is no object' };
    }
    return { kind: 'value', value: strategicMerge(documents[0], documents[1], { types: podSchema, root: 'v1.Pod' }) };
  } catch (error) {
    return { kind: 'error', message: String(error) };
  }
}

function readField(vector: Vector, field: string): JsonValue {
  const text = vector[`${field}Text`];
  return parseExactly(typeof text === 'string' ? text : JSON.stringify(vector[field]));
}

/** Reads whole numbers as `bigint` and all others as `number`. @throws JsonError for what the product does not read */
function parseExactly(text: string): JsonValue {
  parseJson(text);
  const parseNumber = (digits: string) => (/[.eE]/.test(digits) ? Number(digits) : BigInt(digits));
  return parse(text, null, { parseNumber, onDuplicateKey: ({ newValue }) => newValue }) as JsonValue;
}

/** Go writes a float without fraction as a whole number. */
function normalize(value: JsonValue): unknown {
  return parseExactly(stringifyJson(value));
}
