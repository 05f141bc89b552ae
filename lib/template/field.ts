import { boxOf } from '../go/numbers.ts';
import { quote } from '../go/quote.ts';
import type { GoMap, GoPointer, GoStruct, GoTypedMap } from '../go/value.ts';
import { zeroValue } from '../go/zero-value.ts';
import { callFunc, type FieldAccess, type FieldCall } from './call.ts';
import { indirect, isNilPointer, methodOf, operandType } from './reflect.ts';
import type { Operand, Run } from './run.ts';

/** `.Name` of a receiver, without arguments. */
export function evalField(run: Run, receiver: Operand, name: string): Operand {
  if (receiver instanceof Map) {
    const value = receiver.get(name);
    if (value !== undefined) {
      run.boxed = true;
      return value;
    }
    return missingKey(run, name, receiver);
  }
  return evalOtherField(run, receiver, { name, node: undefined });
}

/** `.Name` of a receiver, with arguments or a value from the pipeline. */
export function evalFieldCall(run: Run, receiver: Operand, call: FieldCall & { readonly final: Operand }): Operand {
  return evalOtherField(run, receiver, call);
}

function evalOtherField(run: Run, receiver: Operand, access: FieldAccess): Operand {
  const { name } = access;
  const type = operandType(receiver, run.boxed);
  if (receiver === undefined) {
    if (run.missingKey === 'error') {
      run.fail(`nil data; no entry for key ${quote(name)}`);
    }
    run.boxed = false;
    return undefined;
  }
  if (receiver === null) {
    run.fail(`nil pointer evaluating ${type}.${name}`);
  }
  const method = methodOf(receiver, name);
  if (method !== undefined) {
    return callFunc(run, method, access);
  }
  const target = indirect(receiver);
  const found = target instanceof Map ? fromMap(run, target, access) : fromBox(run, target, access, type);
  if (found === notFound) {
    run.fail(
      isUnexported(target, name)
        ? `${name} is an unexported field of struct type ${type}`
        : `can't evaluate field ${name} in type ${type}`,
    );
  }
  return found;
}

function isUnexported(target: Operand, name: string): boolean {
  const box = boxOf(target);
  return box?.kind === 'struct' && box.unexported?.includes(name) === true;
}

const notFound: unique symbol = Symbol('not found');

function fromMap(run: Run, map: GoMap | GoTypedMap, access: FieldAccess): Operand {
  if (access.node !== undefined) {
    run.fail(`${access.name} is not a method but has arguments`);
  }
  const value = map.get(access.name);
  if (value === undefined) {
    return missingKey(run, access.name, map);
  }
  run.boxed = map instanceof Map || map.elem === 'interface {}';
  return value;
}

function missingKey(run: Run, name: string, map: GoMap | GoTypedMap): Operand {
  if (run.missingKey === 'error') {
    run.fail(`map has no entry for key ${quote(name)}`);
  }
  run.boxed = false;
  if (run.missingKey === 'default') {
    return undefined;
  }
  run.boxed = map instanceof Map || map.elem === 'interface {}';
  return map instanceof Map ? null : (map.zero?.() ?? zeroValue(map.elem));
}

function fromBox(run: Run, target: Operand, access: FieldAccess, type: string): Operand | typeof notFound {
  if (isNilPointer(target)) {
    return fromNilPointer(run, target, { name: access.name, type });
  }
  const box = boxOf(target);
  if (box?.kind === 'struct') {
    return fromStruct(run, box, access);
  }
  return box?.kind === 'map' && box.key === 'string' ? fromMap(run, box, access) : notFound;
}

function fromStruct(run: Run, struct: GoStruct, access: FieldAccess): Operand | typeof notFound {
  const value = struct.field(access.name);
  if (value === undefined) {
    return notFound;
  }
  if (access.node !== undefined) {
    run.fail(`${access.name} has arguments but cannot be invoked as function`);
  }
  run.boxed = struct.fieldType(access.name) === 'interface {}';
  return value;
}

function fromNilPointer(
  run: Run,
  pointer: GoPointer,
  { name, type }: { readonly name: string; readonly type: string },
): typeof notFound {
  return pointer.hasField?.(name) === false ? notFound : run.fail(`nil pointer evaluating ${type}.${name}`);
}
