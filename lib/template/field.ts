import { boxOf } from '../go/numbers.ts';
import { quote } from '../go/quote.ts';
import type { GoMap, GoStruct, GoTypedMap } from '../go/value.ts';
import { zeroValue } from '../go/zero-value.ts';
import { callFunc, type FieldAccess, type FieldCall, type PlainField } from './call.ts';
import { indirect, isNilPointer, methodOf, operandType } from './reflect.ts';
import type { Operand, Run } from './run.ts';

/** `.Name` of a receiver, without arguments. */
export function evalField(run: Run, receiver: Operand, field: PlainField): Operand {
  if (receiver instanceof Map) {
    const value = receiver.get(field.name);
    if (value !== undefined) {
      run.boxed = true;
      return value;
    }
    return missingKey(run, field.name, receiver);
  }
  const struct = structOf(receiver);
  const value = struct?.field(field.name);
  if (struct === undefined || value === undefined) {
    return evalOtherField(run, receiver, field);
  }
  run.boxed = isInInterface(struct, field.name);
  return value;
}

function isInInterface(struct: GoStruct, name: string): boolean {
  return struct.hasInterfaces !== false && struct.fieldType(name) === 'interface {}';
}

/** The struct that a value is or points at. In Go no name is both a field's and a method's, so fields may go first. */
function structOf(value: Operand): GoStruct | undefined {
  const box = boxOf(value);
  const target = box?.kind === 'pointer' ? boxOf(box.target) : box;
  return target?.kind === 'struct' ? target : undefined;
}

/** `.Name` of a receiver, with arguments or a value from the pipeline. */
export function evalFieldCall(run: Run, receiver: Operand, call: FieldCall & { readonly final: Operand }): Operand {
  return evalOtherField(run, receiver, call);
}

function evalOtherField(run: Run, receiver: Operand, access: FieldAccess): Operand {
  const { name } = access;
  if (receiver === undefined) {
    if (run.missingKey === 'error') {
      run.fail(`nil data; no entry for key ${quote(name)}`);
    }
    run.boxed = false;
    return undefined;
  }
  if (receiver === null) {
    run.fail(`nil pointer evaluating ${operandType(receiver, run.boxed)}.${name}`);
  }
  const method = methodOf(receiver, name);
  if (method !== undefined) {
    return callFunc(run, method, access);
  }
  const target = indirect(receiver);
  const box = boxOf(target);
  const value = box?.kind === 'struct' ? fromStruct(run, box, access) : undefined;
  if (value !== undefined) {
    return value;
  }
  if (target instanceof Map) {
    return fromMap(run, target, access);
  }
  return box?.kind === 'map' && box.key === 'string' ? fromMap(run, box, access) : failField(run, receiver, name);
}

function failField(run: Run, receiver: Operand, name: string): never {
  const target = indirect(receiver);
  const type = operandType(receiver, run.boxed);
  if (isNilPointer(target) && target.hasField?.(name) !== false) {
    run.fail(`nil pointer evaluating ${type}.${name}`);
  }
  const box = boxOf(target);
  return run.fail(
    box?.kind === 'struct' && box.unexported?.includes(name) === true
      ? `${name} is an unexported field of struct type ${type}`
      : `can't evaluate field ${name} in type ${type}`,
  );
}

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

function fromStruct(run: Run, struct: GoStruct, access: FieldAccess): Operand {
  const value = struct.field(access.name);
  if (value === undefined) {
    return undefined;
  }
  if (access.node !== undefined) {
    run.fail(`${access.name} has arguments but cannot be invoked as function`);
  }
  run.boxed = isInInterface(struct, access.name);
  return value;
}
