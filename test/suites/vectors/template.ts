import { parse } from 'lossless-json';
import { bytesToGoString } from '../../../lib/go/bytes.ts';
import { int64 } from '../../../lib/go/numbers.ts';
import type { GoValue } from '../../../lib/go/value.ts';
import { parseJson } from '../../../lib/json/json-text.ts';
import { isObject } from '../../../lib/json/json-value.ts';
import { TemplateError } from '../../../lib/template/errors.ts';
import type { FunctionTable } from '../../../lib/template/function.ts';
import type { MissingKey } from '../../../lib/template/run.ts';
import { sprigFunctions } from '../../../lib/template/sprig/sprig.ts';
import { compileTemplate } from '../../../lib/template/template.ts';
import { typedPod } from '../../support/go-views.ts';
import { tenthOfLimits } from '../../support/tenth-of-limits.ts';
import { differs, exactText, pass, type Vector, type VectorSuite } from './vector.ts';

/** Groups that test Go's own limits, of which ours are lower: it is enough to fail with a limit's code. */
const beyondOurLimits: ReadonlySet<unknown> = new Set(['recursion', 'depth-parens']);

/** template.json, sprig.json and typed.json. */
export const suite: VectorSuite = (vector) => {
  const got = render(vector);
  if (beyondOurLimits.has(vector.group) && got.error instanceof TemplateError && /-limit$/.test(got.error.code)) {
    return pass;
  }
  const wanted = vector.wantErr;
  if (isRecord(wanted)) {
    const message = got.error instanceof Error ? got.error.message : undefined;
    const agrees = wanted.panic === true ? got.error !== undefined : message === wanted.message;
    return agrees ? pass : differs(wanted.message, message ?? `no error but ${got.text}`);
  }
  const text = wantedText(vector);
  return got.text === text ? pass : differs(text, got.text ?? String(got.error));
};

function render(vector: Vector): { readonly text?: string; readonly error?: unknown } {
  try {
    const { main = '', ...others } = decodeTexts(vector.templates);
    const template = compileTemplate({
      name: 'main',
      text: main,
      functions: functionsOf(vector),
      // One password is a quarter of the limit by itself, since it takes a tenth of a second.
      limits: main.includes('derivePassword') ? {} : tenthOfLimits,
      missingKey: missingKeyOf(vector.option),
      associated: Object.keys(others)
        .sort()
        .map((name) => ({ name, text: others[name] ?? '' })),
    });
    return { text: template.render(dataOf(vector)) };
  } catch (error) {
    return { error };
  }
}

function functionsOf({ funcs }: Vector): FunctionTable {
  return funcs === 'sprig' ? sprigFunctions : new Map();
}

function missingKeyOf(option: unknown): MissingKey {
  return option === 'missingkey=error' ? 'error' : option === 'missingkey=zero' ? 'zero' : 'default';
}

function dataOf(vector: Vector): GoValue {
  const text = exactText(vector, 'data');
  if (vector.dataType === 'pod') {
    const pod = parseJson(text);
    return typedPod(isObject(pod) ? pod : {});
  }
  return goValue(parse(text, undefined, (digits) => numberOf(digits, vector.numbers === 'int64')));
}

/** Whole numbers are told by their spelling here, which the product's own JSON reader does not keep. */
function numberOf(digits: string, whole: boolean): GoValue {
  const fits = /^-?\d+$/.test(digits) && BigInt.asIntN(64, BigInt(digits)) === BigInt(digits);
  return whole && fits ? int64(BigInt(digits)) : Number(digits);
}

function goValue(value: unknown): GoValue {
  if (Array.isArray(value)) {
    return value.map(goValue);
  }
  if (isRecord(value)) {
    return isNumberBox(value) ? value : new Map(Object.keys(value).map((key) => [key, goValue(value[key])]));
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function isNumberBox(value: object): value is ReturnType<typeof int64> {
  return 'numeric' in value && 'value' in value && typeof value.value === 'bigint';
}

function wantedText(vector: Vector): unknown {
  return typeof vector.wantBase64 === 'string'
    ? bytesToGoString(Buffer.from(vector.wantBase64, 'base64'))
    : vector.want;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function decodeTexts(value: unknown): Record<string, string> {
  return value as Record<string, string>;
}
