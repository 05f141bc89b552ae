import { type EncodeJsonOptions, encodeGoJson } from '../../../go/encode-json.ts';
import { GoDepthError, GoError, GoPanic } from '../../../go/errors.ts';
import { goValueFromJson } from '../../../go/from-json.ts';
import type { GoValue } from '../../../go/value.ts';
import { JsonError } from '../../../json/errors.ts';
import { parseJson } from '../../../json/json-text.ts';
import type { JsonValue } from '../../../json/json-value.ts';
import { chargeForParts } from '../../charge-for-parts.ts';
import type { RunContext, TemplateFunction } from '../../function.ts';
import { anything, type Declared, fn } from '../declare.ts';
import { jsonSyntaxError } from './json-syntax.ts';

const pretty = { indent: '  ' } as const;
const raw = { escapeHtml: false } as const;

/** JSON in and out, as encoding/json does it. Without `must`, what fails gives nil or empty text. */
export const jsonFunctions: readonly Declared[] = [
  ['toJson', encoder({}, () => '')],
  ['toPrettyJson', encoder(pretty, () => '')],
  [
    'toRawJson',
    encoder(raw, (error) => {
      throw new GoPanic(error.message);
    }),
  ],
  ['mustToJson', encoder({}, rethrow)],
  ['mustToPrettyJson', encoder(pretty, rethrow)],
  ['mustToRawJson', encoder(raw, rethrow)],
  ['fromJson', fn(['string'], anything, ([text]) => decodeLeniently(text))],
  ['mustFromJson', fn(['string'], anything, ([text]) => decode(text))],
];

function rethrow(error: GoError): never {
  throw error;
}

function encoder(options: EncodeJsonOptions, failed: (error: GoError) => string): TemplateFunction {
  return fn([anything], 'string', ([value], run) => {
    try {
      return encode(value, options, run);
    } catch (error) {
      return failed(goErrorOf(error));
    }
  });
}

function encode(value: GoValue, options: EncodeJsonOptions, run: RunContext): string {
  if (typeof value === 'object' && value !== null) {
    chargeForParts(value, run);
  }
  return encodeGoJson(value, options);
}

function goErrorOf(error: unknown): GoError {
  if (error instanceof GoDepthError) {
    return new GoError('json: unsupported value: encountered a cycle via map[string]interface {}', { cause: error });
  }
  if (error instanceof GoError) {
    return error;
  }
  throw error;
}

function decodeLeniently(text: string): GoValue {
  try {
    return decode(text);
  } catch (error) {
    if (error instanceof GoError) {
      return error.cause instanceof JsonError && error.cause.code === 'number-range' ? withoutHugeNumbers(text) : null;
    }
    throw error;
  }
}

function decode(text: string): GoValue {
  try {
    return goValueFromJson(parseJson(text), 'float64');
  } catch (error) {
    throw error instanceof JsonError ? new GoError(messageOf(error, text), { cause: error }) : error;
  }
}

function messageOf(error: JsonError, text: string): string {
  switch (error.code) {
    case 'depth':
      return 'exceeded max depth';
    case 'number-range':
      return `json: cannot unmarshal number ${hugeNumber(text)} into Go value of type float64`;
    default:
      return jsonSyntaxError(text);
  }
}

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs;

function hugeNumber(text: string): string {
  const found = text.match(stringOrNumber) ?? [];
  return found.find((literal) => !literal.startsWith('"') && !Number.isFinite(Number(literal))) ?? '';
}

/** Go goes on behind a number that is too large and leaves nil in its place. */
function withoutHugeNumbers(text: string): GoValue {
  const parsed: JsonValue = JSON.parse(text, (_, value) => (value === Infinity || value === -Infinity ? null : value));
  return goValueFromJson(parsed, 'float64');
}
