import { GoError } from '../go/errors.ts';
import { boxOf, integerOf, isIntegerKind, makeInteger } from '../go/numbers.ts';
import { sprint, sprintln } from '../go/print.ts';
import { sprintf } from '../go/sprintf.ts';
import { isTrue } from '../go/truth.ts';
import { typeName } from '../go/type-name.ts';
import type { GoFunc, GoValue } from '../go/value.ts';
import { canBeNil, zeroValue } from '../go/zero-value.ts';
import { anyInterface, anyOperand } from './argument.ts';
import { countProblem, parameterType } from './call.ts';
import { equals, equalsAny, isLess, isLessOrEqual } from './comparison.ts';
import { escapeHtml, escapeJs, escapeQuery } from './escaping.ts';
import type { FunctionTable, RunContext, TemplateFunction } from './function.ts';
import { indexValue, lengthOf, sliceValue } from './indexing.ts';
import { printable } from './printable.ts';

const anything = 'interface {}';

/**
 * The functions that every template has. `and`, `or` and `call` are listed for their parameters; the compiler knows
 * them, because they do not compute all their arguments or name them in messages.
 */
export const builtins: FunctionTable = new Map<string, TemplateFunction>([
  ['and', operands([anyOperand, anyOperand], () => null, { variadic: true })],
  ['or', operands([anyOperand, anyOperand], () => null, { variadic: true })],
  ['call', operands([anyInterface, anyInterface], () => null, { variadic: true })],
  ['not', operands([anyOperand], ([value = null]) => !isTrue(value))],
  ['index', operands([anyOperand, anyOperand], indexValue, { variadic: true })],
  [
    'slice',
    operands([anyInterface, anyInterface], ([item = null, ...rest]) => sliceValue(item, rest), { variadic: true }),
  ],
  ['len', operands([anyInterface], ([item = null]) => lengthOf(item), { result: 'int' })],
  ['eq', operands([anyOperand, anyOperand], equalsAny, { variadic: true })],
  ['ne', comparison((left, right) => !equals(left, right))],
  ['lt', comparison(isLess)],
  ['le', comparison(isLessOrEqual)],
  ['gt', comparison((left, right) => !isLessOrEqual(left, right))],
  ['ge', comparison((left, right) => !isLess(left, right))],
  ['print', printing((values, { charge }) => sprint(values, charge))],
  ['println', printing((values, { charge }) => sprintln(values, charge))],
  ['printf', { params: ['string', anything], variadic: true, result: 'string', call: callPrintf }],
  ['html', printing(escaping(escapeHtml))],
  ['js', printing(escaping(escapeJs))],
  ['urlquery', printing(escaping(escapeQuery))],
]);

function operands(
  params: readonly string[],
  call: (args: readonly GoValue[]) => GoValue,
  options: { readonly variadic?: boolean; readonly result?: string } = {},
): TemplateFunction {
  const { variadic = false, result = anyOperand } = options;
  return { params, variadic, result, call };
}

function comparison(compare: (left: GoValue, right: GoValue) => boolean): TemplateFunction {
  return operands([anyOperand, anyOperand], ([left = null, right = null]) => compare(left, right));
}

function printing(call: (values: readonly GoValue[], run: RunContext) => string): TemplateFunction {
  return { params: [anything], variadic: true, result: 'string', call };
}

function callPrintf([format, ...values]: readonly GoValue[], { charge }: RunContext): GoValue {
  return sprintf(typeof format === 'string' ? format : '', values, charge);
}

/** Escapers print their arguments as actions print, several of them as `print` does. */
function escaping(escapeText: (text: string) => string): (values: readonly GoValue[], run: RunContext) => string {
  return (values, { charge }) => {
    const text = sprint(
      values.map((value) => (value === null ? '<no value>' : printable(value))),
      charge,
    );
    const escaped = escapeText(text);
    charge(escaped.length);
    return escaped;
  };
}

/** `call`: calls a function held in data, under the name that messages shall give it. */
export function callValue(name: string, [callee = null, ...args]: readonly GoValue[]): GoValue {
  const value = outOfInterface(callee);
  if (value === null) {
    throw new GoError('call of nil');
  }
  const func = boxOf(value);
  if (func?.kind !== 'func') {
    throw new GoError(`non-function ${name} of type ${typeName(value)}`);
  }
  const problem = countProblem(name, func, { args: args.length, hasFinal: false });
  if (problem !== undefined) {
    throw new GoError(problem.replace(/want (.*) got (.*)$/, 'got $2 want $1'));
  }
  return func.call(args.map((arg, index) => prepareArgument(func, outOfInterface(arg), index)));
}

function outOfInterface(value: GoValue): GoValue {
  const box = boxOf(value);
  return box?.kind === 'pointer' && box.type === anything ? box.target : value;
}

/** Arguments of `call` convert between whole-number types, unlike all others. */
function prepareArgument(func: GoFunc, value: GoValue, index: number): GoValue {
  const type = parameterType(func.params, index);
  if (value === null) {
    const zero = canBeNil(type) ? zeroValue(type) : undefined;
    if (zero === undefined) {
      throw new GoError(`arg ${index}: value is nil; should be of type ${type}`);
    }
    return zero;
  }
  const whole = integerOf(value);
  if (typeName(value) === type || type === anything) {
    return value;
  }
  if (whole !== undefined && isIntegerKind(type)) {
    return makeInteger(whole, type);
  }
  throw new GoError(`arg ${index}: value has type ${typeName(value)}; should be ${type}`);
}
