import { boxOf, isIntegerKind, isUnsignedKind, makeInteger } from '../go/numbers.ts';
import { elementType, kindOfType, typeName } from '../go/type-name.ts';
import type { GoNumber, GoValue } from '../go/value.ts';
import { canBeNil, zeroValue } from '../go/zero-value.ts';
import { interned } from './interned.ts';
import { type LocatedNode, nodeText, type OperandNode } from './node.ts';
import { interfaceBox } from './reflect.ts';
import type { Evaluate, Operand, Run } from './run.ts';

/** The parameter type of functions that take operands as they are: no value at all reaches them as null. */
export const anyOperand = 'reflect.Value';
/** As `anyOperand`, and what sits in an interface is distinguished (see `interfaceBox`). */
export const anyInterface = 'reflect.Value in interface';

/** An argument ready to be computed for a parameter. No value at all counts as null; `final` says nothing to it. */
export type Argument = Evaluate;

type ConstantNode = Extract<OperandNode, { kind: 'bool' | 'number' | 'string' }>;

/** Compiles an argument for a parameter type. `evaluate` computes what is no constant. */
export function compileArgument(node: OperandNode, type: string, evaluate: Evaluate | undefined): Argument {
  if (node.kind === 'nil') {
    return nilArgument(node, type);
  }
  if (evaluate === undefined || (isConstant(node) && !takesAnything(type))) {
    return isConstant(node) ? constantArgument(node, type) : badArgument(node, type);
  }
  if (takesAnything(type)) {
    return looseArgument(evaluate, type);
  }
  return (run) => validate(run, evaluate(run, undefined), type);
}

function takesAnything(type: string): boolean {
  return type === 'interface {}' || type === anyOperand || type === anyInterface;
}

function looseArgument(evaluate: Evaluate, type: string): Argument {
  if (type === anyInterface) {
    return (run) => {
      const value = evaluate(run, undefined) ?? null;
      return run.boxed ? interfaceBox(value) : value;
    };
  }
  return evaluate;
}

function isConstant(node: OperandNode): node is ConstantNode {
  return node.kind === 'bool' || node.kind === 'number' || node.kind === 'string';
}

function nilArgument(node: LocatedNode, type: string): Argument {
  if (takesAnything(type)) {
    return (run) => {
      run.node = node;
      return null;
    };
  }
  const zero = canBeNil(type) ? zeroValue(type) : undefined;
  return (run) => {
    run.node = node;
    return zero ?? run.fail(`cannot assign nil to ${type}`);
  };
}

function badArgument(node: LocatedNode, type: string): Argument {
  return (run) => {
    run.node = node;
    return run.fail(`can't handle ${nodeText(node)} for arg of type ${type}`);
  };
}

/** A constant for a parameter of a basic type takes that type, as Go's ideal constants do. */
function constantArgument(node: ConstantNode, type: string): Argument {
  const wanted = expectations[kindOfType(type)] ?? (isIntegerKind(type) ? integerName(type) : undefined);
  if (wanted === undefined) {
    return badArgument(node, type);
  }
  const value = constantOfType(node, type);
  return (run) => {
    run.node = node;
    return value ?? run.fail(`expected ${wanted}; found ${nodeText(node)}`);
  };
}

const expectations: Readonly<Record<string, string>> = {
  bool: 'bool',
  string: 'string',
  float32: 'float',
  float64: 'float',
  complex64: 'complex',
  complex128: 'complex',
};

function integerName(type: string): string {
  return isUnsignedKind(type) ? 'unsigned integer' : 'integer';
}

function constantOfType(node: ConstantNode, type: string): GoValue | undefined {
  if (node.kind === 'bool') {
    return type === 'bool' ? node.value : undefined;
  }
  if (node.kind === 'string') {
    return type === 'string' ? interned(node.text) : undefined;
  }
  const { int, uint, float, complex } = node.constant;
  if (isIntegerKind(type)) {
    const whole = isUnsignedKind(type) ? uint : int;
    return whole === undefined ? undefined : makeInteger(whole, type);
  }
  if (type === 'float64') {
    return float;
  }
  if (type === 'float32' && float !== undefined) {
    return { kind: 'number', type, numeric: 'float32', value: Math.fround(float) } satisfies GoNumber;
  }
  const isComplex = type === 'complex128' || type === 'complex64';
  return isComplex && complex !== undefined ? { kind: 'complex', type, ...complex } : undefined;
}

/** Checks that an operand fits a parameter type and makes it fit where Go does: a nil, an interface, a pointer. */
export function validate(run: Run, value: Operand, type: string): GoValue {
  if (value === undefined) {
    return noValue(run, type);
  }
  const actual = value === null ? 'interface {}' : typeName(value);
  if (actual === type) {
    return value;
  }
  if (takesAnything(type)) {
    return type === anyInterface && run.boxed ? interfaceBox(value) : value;
  }
  return dereference(run, value, type) ?? run.fail(`wrong type for value; expected ${type}; got ${actual}`);
}

function noValue(run: Run, type: string): GoValue {
  if (takesAnything(type)) {
    return null;
  }
  const zero = canBeNil(type) ? zeroValue(type) : undefined;
  return zero ?? run.fail(`invalid value; expected ${type}`);
}

/** One step through a pointer, or to one, is as far as arguments go. */
function dereference(run: Run, value: GoValue, type: string): GoValue | undefined {
  const box = boxOf(value);
  if (box?.kind === 'pointer' && elementType(box.type) === type) {
    return box.isNil ? run.fail(`dereference of nil pointer of type ${type}`) : box.target;
  }
  return box?.kind === 'struct' && type === `*${box.type}`
    ? { kind: 'pointer', type, target: box, isNil: false }
    : undefined;
}
